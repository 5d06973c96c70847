import { timingSafeEqual } from 'node:crypto';

/** From here on a number counts milliseconds since 1970, below it seconds. */
const FIRST_MILLISECONDS = 1e11;

/** Whether two byte strings are equal, in a time that does not tell where they differ. */
export function sameBytes(a: Buffer, b: Buffer): boolean {
  return a.length === b.length && timingSafeEqual(a, b);
}

/** Whether a signed time, in seconds or milliseconds, lies within the tolerance before or after now. */
export function isNear(timestamp: string, now: Date, toleranceMs: number): boolean {
  if (!/^\d{1,15}$/.test(timestamp)) return false;
  const number = Number(timestamp);
  const at = number < FIRST_MILLISECONDS ? number * 1000 : number;
  return Math.abs(now.getTime() - at) <= toleranceMs;
}
