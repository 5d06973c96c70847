const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;

/**
 * How long to wait after each try, as https://www.standardwebhooks.com proposes: somebody who was away for a night, or
 * for a weekend, misses nothing.
 */
const WAITS_MS: readonly number[] = [
  ...[5 * SECOND, 5 * MINUTE, 30 * MINUTE],
  ...[2, 5, 10, 14, 20, 24].map((hours) => hours * HOUR),
];

/** How long after its last try something is tried again that was tried so often; null where nobody waits for it any more. */
export const nextTryAfter = (tries: number): number | null => WAITS_MS[Math.max(1, tries) - 1] ?? null;
