import { expect, test } from 'vitest';
import { isNear, sameBytes } from '#src/sources/compare.ts';

const FIVE_MINUTES = 5 * 60_000;
const signedAt = new Date('2026-11-21T18:00:00Z');
const seconds = String(signedAt.getTime() / 1_000);
const milliseconds = String(signedAt.getTime());
const after = (ms: number) => new Date(signedAt.getTime() + ms);

test('a signed time is near up to the whole tolerance, before and after, in seconds and in milliseconds', () => {
  const near = (text: string) =>
    [-FIVE_MINUTES - 1, -FIVE_MINUTES, 0, FIVE_MINUTES, FIVE_MINUTES + 1].map((ms) =>
      isNear(text, after(ms), FIVE_MINUTES),
    );
  const both = [false, true, true, true, false];
  expect([near(seconds), near(milliseconds)]).toEqual([both, both]);
});

test('a number of eleven digits is seconds, one more is milliseconds', () => {
  expect(isNear('99999999999', new Date(99_999_999_999 * 1_000), 0)).toBe(true);
  expect(isNear('100000000000', new Date(100_000_000_000), 0)).toBe(true);
});

test('what is no plain number of up to fifteen digits is near nothing', () => {
  const times = ['', ' 1795284000', '-1795284000', '1795284000.0', '1.795284e9', '0x6B01', 'soon'];
  expect(times.map((time) => isNear(time, signedAt, Number.MAX_VALUE))).toEqual(times.map(() => false));
  const digits = (count: number) => isNear('1'.repeat(count), signedAt, Number.MAX_VALUE);
  expect([digits(1), digits(15), digits(16)]).toEqual([true, true, false]);
});

test('bytes are the same when all of them are, and as many', () => {
  const one = Buffer.from('token');
  expect(sameBytes(one, Buffer.from('token'))).toBe(true);
  expect(sameBytes(one, Buffer.from('tokem'))).toBe(false);
  expect(sameBytes(one, Buffer.from('token1'))).toBe(false);
  expect(sameBytes(one, Buffer.from(''))).toBe(false);
});
