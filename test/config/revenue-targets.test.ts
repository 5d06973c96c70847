import { expect, test } from 'vitest';
import { problemsIn, smallest } from './smallest.ts';

const withTargets = (...rows: string[]): string =>
  `${smallest}\ntargets:\n  revenue:\n${rows.map((row) => `    - ${row}\n`).join('')}`;
const told = (...rows: string[]) =>
  problemsIn(withTargets(...rows)).map(({ path, problem }) => `${path}: ${problem}`);

test('a target of a year, a quarter and a month in several currencies is right', () => {
  expect(
    told(
      '{ period: "2027", amount: 1000000, currency: EUR }',
      '{ period: 2027-Q1, amount: 250000.5, currency: EUR }',
      '{ period: 2027-01, amount: 80000, currency: USD }',
      '{ period: 2027-01, amount: 80000, currency: EUR }',
    ),
  ).toEqual([]);
});

test('a second target for the same period and currency is told', () => {
  expect(
    told('{ period: 2027-Q1, amount: 1, currency: EUR }', '{ period: 2027-Q1, amount: 2, currency: EUR }'),
  ).toEqual(['targets.revenue[1]: a second target for 2027-Q1 in EUR; expected one, with the whole amount']);
});

test('what is no period, no money and no currency is told, with what was expected', () => {
  expect(
    told(
      '{ period: Q1 2027, amount: 1, currency: EUR }',
      '{ period: 2027, amount: 1, currency: EUR }',
      '{ period: 2027-Q2, amount: 0, currency: EUR }',
      '{ period: 2027-Q3, amount: 1, currency: EURO }',
    ),
  ).toEqual([
    'targets.revenue[0].period: expected a year (2027), a quarter (2027-Q1) or a month (2027-01), got "Q1 2027"',
    'targets.revenue[1].period: expected a text, got the number 2027; put it in quotes',
    'targets.revenue[2].amount: expected a number above zero, such as 250000, got the number 0',
    'targets.revenue[3].currency: expected a currency in three letters, such as EUR, got "EURO"; did you mean "EUR"?',
  ]);
});
