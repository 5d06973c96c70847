import { expect, test } from 'vitest';
import { compareSettings } from '#domain/compare-settings.ts';
import { mia, person, settingsWith } from './doctor/make.ts';

const before = settingsWith();

test('the same settings are not different, in whatever order their keys stand', () => {
  const when = { country: 'DE', industry: 'software' };
  const other = { industry: 'software', country: 'DE' };
  const routed = (conditions: object) =>
    settingsWith({ routes: [{ id: 'all', when: conditions, to: { pool: 'sdr' } }] });
  expect(compareSettings(before, settingsWith())).toEqual([]);
  expect(compareSettings(routed(when), routed(other))).toEqual([]);
});

test('what was added, removed and changed is said by name, part by part', () => {
  const after = settingsWith({
    mode: 'shadow',
    hours: { office: { mon: ['09:00-17:00'] }, late: { mon: ['12:00-20:00'] } },
    people: [person('ana', { name: 'Ana', hours: 'late' }), person('cleo'), mia],
    pools: [
      { id: 'sdr', name: 'SDRs', members: [{ person: 'ana' }, { person: 'cleo' }], mode: 'load_balance' },
    ],
    routes: [
      { id: 'germans', when: { country: 'DE' }, to: { person: 'ana' } },
      { id: 'all', to: { pool: 'sdr' } },
    ],
    availability: { not_answering_after: 3 },
  });
  expect(compareSettings(before, after)).toEqual([
    'mode: live → shadow',
    'hours: added late; changed office',
    'people: added cleo; removed ben; changed ana (hours), mia (name)',
    'pools: changed sdr (mode, members)',
    'routes: added germans',
    'availability: changed not_answering_after',
  ]);
});

test('what is agreed about time is told part by part', () => {
  const after = settingsWith({
    holidays: { de: ['2026-12-25', { on: '2026-12-24', hours: ['09:00-13:00'] }] },
    sla: before.sla.map((policy) => ({
      id: policy.id,
      accept: { within: '4h' },
      ladder: [{ at: '100%', do: 'tell_manager' as const, every: '1h', urgent: true }],
      qualify: { within: '10bd' },
      snooze: { choices: ['1h'], limit: '4h', times: 2 },
    })),
    escalation: { quiet_hours: '20:00-08:00' },
    feedback: { answer_within: '1bd' },
    digests: { managers: 'off' },
    prospects: { decent_hours: '09:00-17:00' },
  });
  expect(compareSettings(before, after)).toEqual([
    'holidays: added de',
    'sla: changed all (ladder, qualify)',
    'escalation: changed quiet_hours',
    'feedback: changed answer_within',
    'digests: changed managers',
    'prospects: changed decent_hours',
  ]);
});

test('an order that decides is told when it changes', () => {
  const routes = [
    { id: 'germans', when: { country: 'DE' }, to: { pool: 'sdr' } },
    { id: 'big', when: { employees: { min: 500 } }, to: { pool: 'sdr' } },
  ];
  const one = settingsWith({ routes });
  expect(compareSettings(one, settingsWith({ routes: routes.toReversed() }))).toEqual([
    'routes: in another order',
  ]);
});

test('a definition is told by its versions, or that it changed under the same', () => {
  const redefined = (version: string) => ({
    ...before,
    mql: { ...before.mql, version, review_by: '2028-01-01' },
  });
  expect(compareSettings(before, redefined('2'))).toEqual(['definition: 1 → 2']);
  expect(compareSettings(before, redefined('1'))).toEqual([
    'definition 1: changed review_by, under the same version',
  ]);
});

test('a long list of names is cut and counted', () => {
  const people = [
    ...before.people,
    ...Array.from({ length: 10 }, (_, no) => ({ ...before.people[0], id: `p${no}` })),
  ];
  expect(compareSettings(before, { ...before, people: people as typeof before.people })).toEqual([
    'people: added p0, p1, p2, p3, p4, p5, p6, p7 and 2 more',
  ]);
});
