import { expect, test } from 'vitest';
import { correct, mergeLead, withoutCorrection } from '#domain/merge-lead.ts';
import type { Known, Origin } from '#domain/origin.ts';
import { make } from './make.ts';

const told = (employees: number, at: string): Known => ({
  record: { ...make.lead(), account: { ...make.lead().account, industry: undefined, employees } },
  origins: [{ by: 'source', id: 'website', at, received: at }],
});
const ANA: Origin = {
  by: 'rep',
  id: 'ana',
  at: '2026-03-02T09:00:00.000Z',
  received: '2026-03-02T09:00:00.000Z',
};
const before = told(420, '2026-03-01T09:00:00.000Z');
const corrected = correct(before, 'account.employees', 12, ANA);
const employees = (known: Known | null) => known?.record.account.employees;

test('two leads that become one keep what was corrected of either, whichever way they are merged', () => {
  const other = told(300, '2026-03-01T12:00:00.000Z');
  expect([mergeLead(corrected, other), mergeLead(other, corrected)].map(employees)).toEqual([12, 12]);
});

test('the value that was corrected changes nothing however often it comes; another one that is newer wins', () => {
  const same = told(420, '2026-03-03T09:00:00.000Z');
  const newer = told(90, '2026-03-03T09:00:00.000Z');
  expect([mergeLead(corrected, same), mergeLead(same, corrected)].map(employees)).toEqual([12, 12]);
  expect([mergeLead(corrected, newer), mergeLead(newer, corrected)].map(employees)).toEqual([90, 90]);
});

test('corrected twice, the record takes neither of the values that were corrected from its source', () => {
  const twice = correct(corrected, 'account.employees', 15, { ...ANA, at: '2026-03-02T10:00:00.000Z' });
  expect(employees(mergeLead(twice, told(420, '2026-03-03T09:00:00.000Z')))).toBe(15);
  expect(employees(mergeLead(twice, told(12, '2026-03-03T09:00:00.000Z')))).toBe(15);
});

test('a correction that is taken back leaves the record as it was, a blank blank', () => {
  expect(withoutCorrection(corrected, 'account.employees', new Date(ANA.at))).toEqual(before);
  const filled = correct(before, 'account.industry', 'software', ANA);
  expect(withoutCorrection(filled, 'account.industry', new Date(ANA.at))).toEqual(before);
});

test('what came from the source since is not taken back with it', () => {
  const since = mergeLead(corrected, told(90, '2026-03-03T09:00:00.000Z'));
  expect(withoutCorrection(since, 'account.employees', new Date(ANA.at))).toBeNull();
});
