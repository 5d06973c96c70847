import { expect, test } from 'vitest';
import { policyFor, stamp } from '#domain/policy.ts';
import { make } from './make.ts';

const snooze = { choices: ['1h'], limit: '4h', times: 2, clock: 'runs_on' as const };
const rest = { accept: { within: '4h' }, ladder: [], snooze };
const settings = make.settings({
  sla: [
    { id: 'hot', when: { temperature: 'hot' }, ...rest },
    { id: 'warm', when: { temperature: 'warm' }, ...rest },
    { id: 'ae', leg: 'sql_to_ae', ...rest },
  ],
});

test('the first policy of the leg whose conditions hold is taken, and the last where none does', () => {
  const idFor = (leg: 'mql_to_sdr' | 'sql_to_ae', temperature: 'hot' | 'warm' | 'cold') =>
    policyFor(settings, leg, make.facts({ temperature })).id;
  expect([
    idFor('mql_to_sdr', 'hot'),
    idFor('mql_to_sdr', 'warm'),
    idFor('mql_to_sdr', 'cold'),
    idFor('sql_to_ae', 'hot'),
  ]).toEqual(['hot', 'warm', 'warm', 'ae']);
});

test('a leg without any policy is a mistake in the settings, and said', () => {
  expect(() => policyFor(settings, 'won_to_cs', make.facts())).toThrow('no SLA policy for won_to_cs');
});

test('a stamp keeps what a handoff needs, and says where the policy has no such clock', () => {
  const [policy = settings.sla[0]] = settings.sla;
  expect(policy && stamp(policy)).toEqual({
    accept: { within: { unit: 'minutes', amount: 240 }, calendar: 'rep' },
    response: null,
    unassigned: null,
    ladder: [],
    snooze: policy?.snooze,
  });
});
