import type { Hours } from './hours.ts';
import { nearest } from './nearest.ts';
import { readUntil } from './typed-time.ts';

/** Longer than any reason worth a line on every card. */
const LONGEST_WHY = 120;

export type PauseRequest = { until: Date | null; why: string };

/** The most words that a time is typed in: `1 hour and 30 minutes`, `until next monday at 9:30 am`. */
const LONGEST_TIME = 7;

/**
 * Reads `[2h | until monday] [why]` behind `/handoff pause`. A time begins with a digit, `for` or `until`, or is all
 * there is; anything else is the reason. Without a time somebody has to end the pause.
 */
export function readPauseRequest(
  text: string,
  hours: Hours,
  now: Date,
): { ok: true; request: PauseRequest } | { ok: false; problem: string } {
  const words = text.split(/\s+/).filter(Boolean);
  const [first = '', second = ''] = words;
  const begins = first.toLowerCase();
  const isTime = begins === 'until' || /^\d/.test(first);
  const longest = isTime || begins === 'for' ? Math.min(words.length, LONGEST_TIME) : 0;
  for (let length = longest; length > 0; length -= 1) {
    const read = readUntil(words.slice(0, length).join(' '), hours, now);
    if (read.ok) return withWhy(read.until, words.slice(length));
  }
  if (isTime) {
    const read = readUntil(words.slice(0, begins === 'until' ? 2 : 1).join(' '), hours, now);
    if (!read.ok) return read;
  }
  const all = readUntil(text, hours, now);
  if (all.ok) return withWhy(all.until, []);
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
