import { expect, test } from 'vitest';
import { readMoney } from '#domain/read-money.ts';

const value = (written: string) => readMoney(written)?.value;

test('amounts are read as people and CRMs write them', () => {
  const read = [
    ...[
      '$10M',
      '10 million',
      'EUR 10 Mio.',
      '10.000.000 €',
      '10,000,000.00',
      '10 000 000',
      '10mm',
      '10MM USD',
    ],
    ...['0.01bn', "10'000'000", '10000000', '$10,000K'],
  ].map(value);
  expect(new Set(read)).toEqual(new Set([10_000_000]));
});

test('decimals are told from thousands by how many digits there are', () => {
  expect(['1,5 Mio. €', '1.5M', '1.500.000', '1.500', '1,50', '0.500', '2,01k'].map(value)).toEqual([
    1_500_000, 1_500_000, 1_500_000, 1_500, 1.5, 0.5, 2_010,
  ]);
});

test('of a range the lower end is kept, in the scale of its upper end where it has none; and that is said', () => {
  for (const written of [
    '10M-50M',
    '10–50 million',
    '$10M to $50M',
    '10 - 50 Mio. EUR',
    '10,000,000 – 50,000,000',
  ])
    expect([written, readMoney(written)]).toEqual([
      written,
      { value: 10_000_000, note: 'a range: its lower end is kept' },
    ]);
  expect(readMoney('$1B+')).toEqual({ value: 1e9, note: 'at least so much: the amount is kept' });
  expect(readMoney('over 1 billion')).toEqual({ value: 1e9, note: 'at least so much: the amount is kept' });
  expect(readMoney('< $1M')).toEqual({ value: 0, note: 'at most so much: taken as nothing' });
});

test('a loss is negative, and a dash between two amounts is none', () => {
  expect(['-5M', '−5M', '-$5M', '5M-6M'].map(value)).toEqual([-5e6, -5e6, -5e6, 5e6]);
});

test('what is no amount is not guessed', () => {
  expect(['', 'a lot', '50M-10M', '1 2 3', 'n/a', '9'.repeat(200)].map(value)).toEqual(
    Array.from({ length: 6 }, () => undefined),
  );
});

test('an amount in a scale that is not known is left out, rather than taken for a millionth of it', () => {
  expect(
    [
      '$10 mil.',
      '10 trillion',
      '1 billón',
      '10 миллионов',
      '10亿',
      '1e9',
      'M€ 5',
      'TEUR 250',
      '10 constructor',
    ].map(value),
  ).toEqual(Array.from({ length: 9 }, () => undefined));
  expect(
    ['10 Mill. €', '250 TEUR', '₹2 crore', '5 lakh', '10 millones', '1 milliard d’euros', '2 MEUR'].map(
      value,
    ),
  ).toEqual([10e6, 250e3, 20e6, 500e3, 10e6, 1e9, 2e6]);
  expect(['12 EUR', '500 dollars', '10 SEK to 20 SEK', '5 zł', '10 or more'].map(value)).toEqual([
    12, 500, 10, 5, 10,
  ]);
});
