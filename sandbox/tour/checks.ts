import { inspect, isDeepStrictEqual } from 'node:util';

/** Something the tour expected did not happen. */
export class CheckFailed extends Error {
  readonly claim: string;
  readonly expected: string;
  readonly actual: string;

  constructor(claim: string, expected: unknown, actual: unknown) {
    super(`${claim}: expected ${show(expected)}, got ${show(actual)}`);
    this.claim = claim;
    this.expected = show(expected);
    this.actual = show(actual);
  }
}

const show = (value: unknown): string => (typeof value === 'string' ? value : inspect(value, { depth: 6 }));

export type Checks = {
  /** @throws CheckFailed unless the two are the same, down to every field */
  same: (claim: string, actual: unknown, expected: unknown) => void;
  /** @throws CheckFailed unless the text has all of these parts and none of those */
  reads: (claim: string, text: string, parts: { has: readonly string[]; hasNot: readonly string[] }) => void;
};

export function createChecks(onHeld: (claim: string) => void): Checks {
  return {
    same: (claim, actual, expected) => {
      if (!isDeepStrictEqual(actual, expected)) throw new CheckFailed(claim, expected, actual);
      onHeld(claim);
    },
    reads: (claim, text, { has, hasNot }) => {
      const missing = has.find((part) => !text.includes(part));
      if (missing !== undefined) throw new CheckFailed(claim, `a text with "${missing}"`, text);
      const unwanted = hasNot.find((part) => text.includes(part));
      if (unwanted !== undefined) throw new CheckFailed(claim, `a text without "${unwanted}"`, text);
      onHeld(claim);
    },
  };
}
