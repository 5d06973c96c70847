import { expect, test } from 'vitest';
import { readNumber } from '#domain/read-number.ts';

const count = (written: string, locale: string | null = null) =>
  readNumber(written, { isWhole: true, locale });
const values = (...written: string[]) => written.map((one) => count(one)?.value);

test('how large a company is has its lower end, in whatever words a form has', () => {
  expect(
    values(
      '51-200',
      '51 – 200',
      '51 to 200',
      '51 bis 200 Mitarbeiter',
      'between 51 and 200',
      'zwischen 51 und 200',
      '51 à 200 salariés',
      '51 a 200 empleados',
    ),
  ).toEqual(Array(8).fill(51));
  expect(
    values(
      '1,000+',
      '1000+ employees',
      '>1000',
      '> 1,000',
      'more than 1000',
      '1000 or more',
      'über 1000',
      '1000 und mehr',
    ),
  ).toEqual(Array(8).fill(1_000));
  expect(values('10K+', '10k', '1K-5K', '1.5k', '10001+')).toEqual([10_000, 10_000, 1_000, 1_500, 10_001]);
  expect(values('<50', 'under 50', 'up to 50 people', 'unter 50', 'moins de 50')).toEqual(Array(5).fill(1));
});

test('a number as it is loses nothing, and what is no number is not guessed', () => {
  expect(count('1,250')).toEqual({ value: 1_250, note: null });
  expect(count('1250 employees')).toEqual({ value: 1_250, note: null });
  expect(values('about 50', '200-51', '1.250', 'many', 'from a to z', '1-2-3', '')).toEqual(
    Array(7).fill(undefined),
  );
  expect(count('1.250', 'de-DE')?.value).toBe(1_250);
  expect(readNumber('72%', { isWhole: false, locale: null })).toEqual({ value: 72, note: null });
  expect(readNumber('10k', { isWhole: false, locale: null })).toBeUndefined();
});
