import type { Hours } from './hours.ts';
import { nearest } from './nearest.ts';
import { readUntil } from './period.ts';

/** Longer than any reason worth a line on every card. */
const LONGEST_WHY = 120;

export type PauseRequest = { until: Date | null; why: string };

/**
 * Reads `[2h | until monday] [why]` behind `/handoff pause`. A time begins with a digit or `until`, or is all there
 * is; anything else is the reason. Without a time somebody has to end the pause.
 */
export function readPauseRequest(
  text: string,
  hours: Hours,
  now: Date,
): { ok: true; request: PauseRequest } | { ok: false; problem: string } {
  const words = text.split(/\s+/).filter(Boolean);
  const [first = '', second = ''] = words;
  const untilWord = first.toLowerCase() === 'until';
  const timeWords = untilWord ? 2 : /^\d/.test(first) ? 1 : 0;
  if (timeWords > 0) {
    const read = readUntil(words.slice(0, timeWords).join(' '), hours, now);
    return read.ok ? withWhy(read.until, words.slice(timeWords)) : read;
  }
  if (words.length === 1) {
    const read = readUntil(first, hours, now);
    if (read.ok) return withWhy(read.until, []);
  }
  const isMistyped = nearest(first, ['until']) !== null && readUntil(second, hours, now).ok;
  if (isMistyped) return { ok: false, problem: `"${first}" is not a time; did you mean "until ${second}"?` };
  return withWhy(null, words);
}

function withWhy(until: Date | null, words: readonly string[]): ReturnType<typeof readPauseRequest> {
  const why = words.join(' ');
  if (why.length <= LONGEST_WHY) return { ok: true, request: { until, why } };
  return {
    ok: false,
    problem: `The reason has ${why.length} characters: expected ${LONGEST_WHY} at most, as every card shows it`,
  };
}
