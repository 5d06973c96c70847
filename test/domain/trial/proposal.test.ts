import { expect, test } from 'vitest';
import { withQuickChanges } from '#domain/backtest/quick-change.ts';
import type { Person, Settings } from '#domain/settings.ts';
import {
  ACTS,
  PROPOSAL_STATES,
  type ProposalState,
  refuseAct,
  stateAfter,
  trialOf,
} from '#domain/trial/proposal.ts';
import { sidesOf, withoutTrial, withTrial } from '#domain/trial/trial-settings.ts';
import { make } from '../make.ts';

const usual = make.settings();
const settings: Settings = {
  ...usual,
  mql: {
    ...usual.mql,
    exclusions: [{ id: 'students', when: { title: { includes: ['student'] } } }],
    profiles: [
      { id: 'mid', when: { employees: { min: 50 } } },
      { id: 'large', when: { employees: { min: 2000 } } },
    ],
  },
};
const person = (id: string, roles: Person['roles']): Person => ({
  ...{ id, name: id, email: `${id}@acme.example`, roles, holidays: [] },
});
const open = { state: 'proposed', marketingId: null, salesId: null } as const;
const both = person('both', ['marketer', 'manager']);

test('two people agree on a definition, one of either side', () => {
  expect(refuseAct(open, 'sign_marketing', both)).toBeNull();
  const signed = { ...open, marketingId: 'both' };
  expect(refuseAct(signed, 'sign_sales', both)).toBe('same_person');
  expect(refuseAct(signed, 'sign_marketing', person('other', ['marketer']))).toBe('signed_already');
  expect(refuseAct(signed, 'sign_sales', person('mia', ['manager']))).toBeNull();
  expect(stateAfter(signed, 'sign_sales')).toBe('on_trial');
  expect(stateAfter(open, 'sign_marketing')).toBe('proposed');
  for (const act of ACTS) expect(refuseAct(open, act, person('ana', ['sdr']))).toBe('not_yours');
});

test('what is over is over', () => {
  for (const state of ['refuted', 'withdrawn', 'reverted'] as const satisfies ProposalState[]) {
    for (const act of ACTS) expect(refuseAct({ ...open, state }, act, both)).toBe('not_now');
  }
  expect(Object.keys(PROPOSAL_STATES)).toContain('borne_out');
});

test.for([
  [[{ do: 'exclude', text: 'employees < 100' }]],
  [[{ do: 'drop', text: 'profile:large' }]],
  [
    [
      { do: 'drop', text: 'exclusion:students' },
      { do: 'require', text: 'country in DE, AT' },
    ],
  ],
] as const)('a trial is the change, and without it the definition is as before: %j', ([changes]) => {
  const made = trialOf(settings, 'trial-x', changes);
  const changed = withQuickChanges(settings, changes);
  if (!made.ok || !changed.ok) throw new Error('the changes can be meant');
  const tried = withTrial(settings.mql, made.trial);
  const whens = (rules: readonly { when: object }[]) => rules.map(({ when }) => when);
  expect(whens(tried.exclusions)).toEqual(whens(changed.settings.mql.exclusions));
  expect(tried.profiles).toEqual(changed.settings.mql.profiles);
  expect(tried.version).toBe(`${settings.mql.version}+trial-x`);
  expect(withoutTrial(tried, made.trial)).toEqual(settings.mql);
  const sides = sidesOf({ ...settings, mql: tried }, { ...made.trial, promoted: true });
  expect(sides.without.mql).toEqual(settings.mql);
  expect(sides.with.mql).toEqual(tried);
});
