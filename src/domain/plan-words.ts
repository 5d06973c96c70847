/** What stands behind `/handoff away` about absences that were planned. */
export type PlanWords = { type: 'list' } | { type: 'cancel'; which: number | 'all' | 'only' };

/** Reads nothing, `list`, `cancel`, `cancel 2`, `cancel all`; null where the words are a time. */
export function readPlanWords(words: string): PlanWords | null {
  const text = words.trim().toLowerCase().replace(/\s+/g, ' ');
  if (text === '' || text === 'list') return { type: 'list' };
  const found = /^(?:cancel|take back|undo)(?: (\d{1,3}|all))?$/.exec(text);
  if (!found) return null;
  const [, which] = found;
  if (which === undefined) return { type: 'cancel', which: 'only' };
  return { type: 'cancel', which: which === 'all' ? 'all' : Number(which) };
}
