import { expect, test } from 'vitest';
import { placeKey, readSpend, readToldSpend, sumAlike, type WrittenSpend } from '#domain/spend.ts';

const october = { from: '2026-10-01', to: '2026-10-31' };
const written = (overrides: Partial<WrittenSpend> = {}): WrittenSpend => ({
  ...{ amount: '1,250.50', currency: 'EUR', source: null, channel: 'paid_search', campaign: null },
  ...overrides,
});

test('an amount is kept in hundredths, with the days and the place it is about', () => {
  expect(readSpend(written({ channel: 'Paid Search', campaign: ' Autumn  demo ' }), october)).toEqual({
    ok: true,
    figure: {
      source: null,
      channel: 'paid_search',
      campaign: 'Autumn demo',
      currency: 'EUR',
      from: '2026-10-01',
      to: '2026-10-31',
      cents: 125_050,
    },
  });
});

const centsOf = (overrides: Partial<WrittenSpend>) => {
  const read = readSpend(written(overrides), october);
  return read.ok ? [read.figure.cents, read.figure.currency] : read.problem;
};

test('the currency stands in a column, beside the amount as letters or a sign, or is the usual one', () => {
  expect(centsOf({ amount: '1.250,50 €', currency: null })).toEqual([125_050, 'EUR']);
  expect(centsOf({ amount: 'GBP 12', currency: null })).toEqual([1_200, 'GBP']);
  expect(centsOf({ amount: '12', currency: 'usd' })).toEqual([1_200, 'USD']);
  expect(centsOf({ amount: '12', currency: null, usualCurrency: 'CHF' })).toEqual([1_200, 'CHF']);
  expect(centsOf({ amount: '12 PLN', currency: null, usualCurrency: 'CHF' })).toEqual([1_200, 'PLN']);
});

test('dollars are those of twenty countries: nobody guesses which', () => {
  expect(centsOf({ amount: '$1,250', currency: null })).toBe(
    'amount "$1,250" is in no currency: expected three letters such as EUR beside it',
  );
});

test('a number is taken as it is, where a text with three digits behind a dot is a thousand and more', () => {
  expect(centsOf({ amount: 1.25 })).toEqual([125, 'EUR']);
  expect(centsOf({ amount: 1.005 })).toEqual([101, 'EUR']);
  expect(centsOf({ amount: 1.25e-7 })).toEqual([0, 'EUR']);
  expect(centsOf({ amount: '1.250' })).toEqual([125_000, 'EUR']);
});

test('what cannot be counted is refused with what was expected', () => {
  const amount = 'expected an amount of zero or more, such as 1,250.00';
  expect(centsOf({ amount: 'lots' })).toBe(`amount "lots": ${amount}`);
  expect(centsOf({ amount: '-5' })).toBe(`amount "-5": ${amount}`);
  expect(centsOf({ amount: '100-200' })).toBe(`amount "100-200": ${amount}`);
  expect(centsOf({ amount: '1e30' })).toBe(`amount "1e30": ${amount}`);
  expect(centsOf({ amount: Number.NaN })).toBe(`amount "NaN": ${amount}`);
  expect(centsOf({ currency: 'EURO' })).toBe(
    'currency "EURO": expected three letters such as EUR; did you mean "EUR"?',
  );
  expect(centsOf({ channel: 'paid serch' })).toMatch(
    /^channel "paid serch": expected one of .*; did you mean "paid_search"\?$/,
  );
  expect(centsOf({ channel: ' ' })).toBe(
    'names nothing it was spent on: expected a source, a channel or a campaign',
  );
});

test('an item of a source says the same with the channel and the campaign of a lead', () => {
  const spend = { period: '2026-10', amount: 900, currency: 'EUR', source: undefined };
  const told = { spend, channel: 'webinar' as const, campaign: undefined };
  expect(readToldSpend(told, '2026-11-30')).toMatchObject({
    ok: true,
    figure: { channel: 'webinar', cents: 90_000, from: '2026-10-01', to: '2026-10-31' },
  });
  expect(readToldSpend(told, '2026-09-30')).toEqual({
    ok: false,
    problem: 'period 2026-10-01 to 2026-10-31 is still to come: expected what was spent already',
  });
  expect(readToldSpend({ ...told, spend: undefined }, '2026-11-30')).toEqual({
    ok: false,
    problem: 'needed with kind: spend; expected period, amount and currency',
  });
});

test('rows of the same days and place are one sum, however the campaign is spelled; other currencies are not added', () => {
  const row = { source: null, channel: null, campaign: 'Autumn', currency: 'EUR', ...october, cents: 100 };
  const rows = [row, { ...row, campaign: 'autumn', cents: 1 }, { ...row, currency: 'USD', cents: 7 }];
  expect(sumAlike(rows)).toEqual([
    { ...row, cents: 101 },
    { ...row, currency: 'USD', cents: 7 },
  ]);
  expect(new Set(rows.map(placeKey)).size).toBe(2);
});
