import { expect, test } from 'vitest';
import { ladderOf, policyFor, stamp, targetOf } from '#domain/policy.ts';
import { make } from './make.ts';

const snooze = { choices: ['1h'], limit: '4h', times: 2 };
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
    accept: {
      within: { unit: 'minutes', amount: 240 },
      calendar: 'rep',
      pace: { unit: 'minutes', amount: 5 },
    },
    response: null,
    first_email: null,
    first_call: null,
    follow_up: null,
    qualify: null,
    // What came of a meeting is asked by every policy.
    outcome: {
      within: { unit: 'minutes', amount: 240 },
      calendar: 'rep',
      ladder: [{ at: '100%', do: 'tell_manager', urgent: false }],
    },
    unassigned: null,
    ladder: [],
    snooze: policy?.snooze,
  });
});

test('acceptance has the ladder of the policy, and each other clock its own', () => {
  const policy = make.policy({
    response: { within: '15m', ladder: [{ at: '200%', do: 'tell_manager' }] },
    qualify: { within: '10bd' },
    ladder: [{ at: '3m', do: 'remind' }],
  });
  expect(ladderOf(policy, 'accept')).toEqual([{ at: '3m', do: 'remind', urgent: false }]);
  expect(ladderOf(policy, 'response')).toEqual([{ at: '200%', do: 'tell_manager', urgent: false }]);
  expect(ladderOf(policy, 'qualify')).toEqual([]);
  expect(ladderOf(policy, 'follow_up')).toEqual([]);
  expect(targetOf(policy, 'qualify')?.within).toEqual({ unit: 'business_days', amount: 10 });
  expect(targetOf(policy, 'first_call')).toBeNull();
});
