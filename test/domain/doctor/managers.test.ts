import { expect, test } from 'vitest';
import { found, mia, person, policy, settingsWith } from './make.ts';

const claimed = {
  id: 'anybody',
  name: 'Anybody',
  mode: 'claim' as const,
  deliver_to: 'C0ANYBODY',
  members: [{ person: 'ana' }, { person: 'ben' }],
};
const sdrs = { id: 'sdr', name: 'SDRs', members: [{ person: 'ana' }, { person: 'ben' }] };

test('quiet hours that are all of a manager’s work are found', () => {
  const quiet = (hours: string) => settingsWith({ escalation: { quiet_hours: hours } });
  expect(found(quiet('08:30-18:00'))).toEqual([
    {
      severity: 'risk',
      where: 'escalation',
      what: 'quiet_hours 08:30-18:00 are all the working hours of mia: what is missed is told them while they are off',
    },
  ]);
  expect(found(quiet('20:00-08:00'))).toEqual([]);
  expect(found(quiet('never'))).toEqual([]);
});

test('a digest after everybody’s work is worth knowing', () => {
  const digest = (at: string) => settingsWith({ digests: { managers: at } });
  expect(found(digest('18:00'))).toEqual([
    { severity: 'note', where: 'digests', what: 'at 18:00 the work of mia is over on every day' },
  ]);
  expect(found(digest('08:30'))).toEqual([]);
  const night = { mon: ['22:00-06:00'] };
  const people = [person('ana'), person('ben'), { ...mia, hours: 'night' }];
  const office = { mon: ['09:00-18:00'] };
  expect(found(settingsWith({ hours: { office, night }, people, digests: { managers: '23:00' } }))).toEqual(
    [],
  );
});

test('a ladder that goes further up than there is somebody is found', () => {
  const ladder = [{ at: '200%', do: 'tell_managers_manager' as const }];
  const sla = [{ ...policy('all', {}), qualify: { within: '10bd', ladder } }];
  expect(found(settingsWith({ sla }))).toEqual([
    {
      severity: 'note',
      where: 'pool sdr',
      what: "no manager's manager: ana and ben; where sla all tells them, their manager hears it again",
    },
  ]);
  const people = [
    person('ana'),
    person('ben'),
    { ...mia, manager: 'max' },
    { ...mia, id: 'max', email: 'max@acme.example' },
  ];
  expect(found(settingsWith({ sla, people }))).toEqual([]);
});

test('a ladder that tells a group needs the channel of ops, where it is mentioned', () => {
  const ladder = [{ at: '50%', do: 'tell_group' as const, group: 'S0LEADERS' }];
  const sla = [{ ...policy('all', {}), qualify: { within: '10bd', ladder } }];
  expect(found(settingsWith({ sla }))).toEqual([
    {
      severity: 'risk',
      where: 'channels ops',
      what: 'is missing, and the ladder of all has tell_group: the group is told nothing',
    },
  ]);
  expect(found(settingsWith({ sla, channels: { ops: 'C0OPS0001' } }))).toEqual([]);
});

test('a ladder leads to a pool as a route does', () => {
  const ladder = [{ at: '20m', do: 'offer_claim' as const, pool: 'anybody' }];
  expect(found(settingsWith({ pools: [sdrs, claimed] }))).toEqual([
    {
      severity: 'risk',
      where: 'pool anybody',
      what: 'no route leads to it, no pool overflows into it, and no ladder ends in it',
    },
  ]);
  expect(found(settingsWith({ pools: [sdrs, claimed], sla: [{ ...policy('all', {}), ladder }] }))).toEqual(
    [],
  );
});
