import { expect, test } from 'vitest';
import { readPlanRequest } from '#domain/plan-request.ts';

const now = new Date('2026-11-23T09:00:00Z');
const read = (text: string) => {
  const asked = readPlanRequest(text, 'Europe/Berlin', now);
  if (!asked.ok) return asked.problem;
  const { goal, unit, budget, base } = asked;
  return { goal, unit, budget, base: base.label };
};
const usual = { unit: 'quarter', budget: null, base: 'last 90 days' };
const won = { type: 'place', place: 'closed_won', count: 5 };

test('a goal is a number of something, or a sum', () => {
  expect(read('5 won')).toEqual({ ...usual, goal: won });
  expect(read('20 Meetings')).toEqual({ ...usual, goal: { type: 'place', place: 'meeting', count: 20 } });
  expect(read('40 SQLs')).toEqual({ ...usual, goal: { type: 'place', place: 'sales_qualified', count: 40 } });
  const sum = { ...usual, goal: { type: 'money', cents: 10_000_000, currency: 'EUR' } };
  expect(read('100k EUR')).toEqual(sum);
  expect(read('eur 100,000')).toEqual(sum);
  expect(read('€100k')).toEqual(sum);
});

test('for each what, by which time, and with which budget may stand behind it, in any order', () => {
  expect(read('5 won a month')).toEqual({ ...usual, goal: won, unit: 'month' });
  expect(read('5 won last year per week')).toEqual({ ...usual, goal: won, unit: 'week', base: 'last year' });
  expect(read('5 won budget 20k EUR 180d')).toEqual({
    ...usual,
    goal: won,
    base: 'last 180 days',
    budget: { type: 'money', cents: 2_000_000, currency: 'EUR' },
  });
  expect(read('5 won 180d budget of 15 %')).toEqual({
    ...usual,
    goal: won,
    base: 'last 180 days',
    budget: { type: 'share', share: 0.15 },
  });
});

test('what is not understood says what was expected', () => {
  const forms = '5 won, 12 opportunities, 20 meetings, 40 SQLs or 100k EUR';
  expect(read('')).toBe(`plan for what? Expected ${forms}`);
  expect(read('5')).toBe(`5 of what? Expected ${forms}`);
  expect(read('5 wno')).toBe(`"5 wno" is no goal: expected ${forms}; did you mean "won"?`);
  expect(read('0 won')).toBe(`"0" is no goal: expected ${forms}`);
  expect(read('-3 won')).toBe(`"-3" is no goal: expected ${forms}`);
  expect(read('many won')).toBe(`"many" is no goal: expected ${forms}`);
  expect(read('lots EUR')).toBe('"lots" is no amount: expected one such as 100k or 250,000');
  expect(read('100k')).toBe('"100k" is an amount without a currency: expected one such as 100k EUR');
  expect(read('100k xyz')).toBe('"100k" is an amount without a currency: expected one such as 100k EUR');
  expect(read('2000000 won')).toBe('"2000000" is more than can be planned: expected at most 1,000,000');
  expect(read('5 won budget')).toBe('budget: expected a sum such as 20k EUR, or a share such as 15%');
  expect(read('5 won budget 150%')).toBe('budget 150%: expected a share of up to 100%');
  expect(read('5 won someday')).toMatch(/^"someday" is not a period: expected /);
});
