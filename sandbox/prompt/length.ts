const MINUTES = { m: 1, h: 60, d: 24 * 60 } as const;

/** Minutes from `5`, `5m`, `2h` or `1d`; null for anything else. */
export function readMinutes(text: string): number | null {
  const match = /^(\d{1,5})\s*(m|h|d)?[a-z]*$/.exec(text.trim().toLowerCase());
  if (!match?.[1]) return null;
  const unit = match[2] === 'h' || match[2] === 'd' ? match[2] : 'm';
  return Number(match[1]) * MINUTES[unit];
}
