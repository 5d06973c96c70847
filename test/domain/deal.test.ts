import { expect, test } from 'vitest';
import { changesOf, readToldDeal, subStageMeant } from '#domain/deal.ts';

const steps = [
  { code: 'discovery', words: 'Discovery' },
  { code: 'proposal', words: 'Proposal sent', in_crm: ['contractsent', 'Angebot'] },
];
const deal = {
  ...{ amount: 40_000, currency: 'EUR', closeOn: '2027-03-31', subStage: 'discovery' },
  nextStep: 'Demo',
};

test('of the first that is said of a deal everything is a change, from nothing', () => {
  expect(changesOf(null, { ...deal, subStage: null })).toEqual([
    { field: 'amount', from: null, to: '40000' },
    { field: 'currency', from: null, to: 'EUR' },
    { field: 'close_on', from: null, to: '2027-03-31' },
  ]);
});

test('later only what is another; the next step stands in the events alone', () => {
  const later = { ...deal, amount: 55_000.5, subStage: 'proposal', nextStep: 'Contract' };
  expect(changesOf(deal, later)).toEqual([
    { field: 'amount', from: '40000', to: '55000.5' },
    { field: 'sub_stage', from: 'discovery', to: 'proposal' },
  ]);
});

test.each([
  ['discovery', 'discovery'],
  [' PROPOSAL SENT ', 'proposal'],
  ['contractSent', 'proposal'],
  ['angebot', 'proposal'],
  ['Negotiation', null],
  ['', null],
  [undefined, null],
])('a CRM that says %j means %j', (told, code) => {
  expect(subStageMeant(told, steps)).toBe(code);
});

test('a CRM that names another step changes that, and one that nobody knows here nothing', () => {
  const of = { known: deal, before: {}, steps };
  expect(readToldDeal({ stage: 'Angebot' }, of)).toEqual({
    ...{ amount: 40_000, currency: 'EUR', closeOn: '2027-03-31', subStage: 'proposal' },
  });
  expect(readToldDeal({ stage: 'Negotiation' }, of)).toBe(null);
});
