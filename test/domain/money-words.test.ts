import { expect, test } from 'vitest';
import { aboutMoneyWords, moneyWords, sumsByCurrency } from '#domain/money-words.ts';

test('an amount is said to the cent, what was divided only where cents are seen', () => {
  expect(moneyWords({ cents: 125_000, currency: 'EUR' })).toBe('1,250 EUR');
  expect(moneyWords({ cents: 125_050, currency: 'EUR' })).toBe('1,250.50 EUR');
  expect(moneyWords({ cents: 5, currency: 'USD' })).toBe('0.05 USD');
  expect(aboutMoneyWords({ cents: 1_234.5, currency: 'EUR' })).toBe('12.35 EUR');
  expect(aboutMoneyWords({ cents: 1_234_567, currency: 'EUR' })).toBe('12,346 EUR');
});

test('each currency has a sum of its own, the largest first', () => {
  const euros = [10, 20, 30].map((cents) => ({ cents, currency: 'EUR' }));
  expect(sumsByCurrency([...euros, { cents: 61, currency: 'USD' }])).toEqual([
    { cents: 61, currency: 'USD' },
    { cents: 60, currency: 'EUR' },
  ]);
  expect(sumsByCurrency([])).toEqual([]);
});
