import { expect, test } from 'vitest';
import { hot, leadAt, warmAt } from '../support/leads.ts';
import { withPool } from '../support/settings.ts';
import { startStage } from '../support/stage.ts';

const american = {
  ...hot,
  person: { ...hot.person, country: 'US' },
  account: { ...hot.account, country: 'US' },
};
/** Somebody who asked for a demo is hot, a reader of papers warm: five minutes, or four hours. */
const reader = (seenAt: string) => ({
  ...warmAt('initech'),
  signals: [1, 2].map((n) => ({
    type: 'pricing_view',
    at: seenAt,
    url: `https://acme-sales.example/pricing/${n}`,
  })),
});

async function deadlineOf(at: string, lead: object): Promise<{ rep_id: string; due: string }[]> {
  const stage = await startStage({ at: new Date(at) });
  await stage.send(lead);
  await stage.settle();
  return stage.query(`select rep_id, to_char(deadline_at at time zone 'UTC', 'YYYY-MM-DD HH24:MI') as due
    from clocks where kind = 'accept'`);
}

test('over lunch on a day with split shifts the clock stands still', async () => {
  // Friday 27 November, 12:28 in Berlin: work ends at 12:30 and goes on at 13:30.
  expect(await deadlineOf('2026-11-27T11:28:00Z', hot)).toEqual([{ rep_id: 'ana', due: '2026-11-27 12:33' }]);
});

test('over a weekend on which the clocks go back it counts what the rep works', async () => {
  // Friday 23 October, 16:00 in Berlin, summer time: half an hour is left. Monday 12:30 is winter time.
  expect(await deadlineOf('2026-10-23T14:00:00Z', reader('2026-10-20T10:00:00Z'))).toEqual([
    { rep_id: 'ana', due: '2026-10-26 11:30' },
  ]);
});

test('over a weekend on which they go forward too', async () => {
  // Friday 26 March 2027 is Good Friday, Monday is Easter Monday: from Thursday 16:00 to Tuesday 11:00, summer time.
  expect(await deadlineOf('2027-03-25T15:00:00Z', reader('2027-03-22T10:00:00Z'))).toEqual([
    { rep_id: 'ana', due: '2027-03-30 09:00' },
  ]);
});

test('a holiday of the rep’s own country does not count, one of another country does', async () => {
  // Thursday 26 November is Thanksgiving in the United States: New York works on Friday from 9:00, 14:00 UTC.
  expect(
    await deadlineOf('2026-11-25T21:00:00Z', {
      ...american,
      ...reader('2026-11-20T10:00:00Z'),
      person: american.person,
      account: american.account,
    }),
  ).toEqual([{ rep_id: 'cleo', due: '2026-11-27 16:00' }]);
  expect(await deadlineOf('2026-11-25T15:00:00Z', reader('2026-11-20T10:00:00Z'))).toEqual([
    { rep_id: 'ana', due: '2026-11-26 10:00' },
  ]);
});

test('what comes at night is held, and has half an hour from the opening', async () => {
  // Monday 22:00 in Berlin.
  const stage = await startStage({ at: new Date('2026-11-23T21:00:00Z') });
  await stage.send(hot);
  await stage.settle();
  expect(await stage.query('select state from handoffs')).toEqual([{ state: 'waiting' }]);
  await stage.pass(10 * 60);
  expect(await stage.query('select state from handoffs')).toEqual([{ state: 'waiting' }]);
  await stage.pass(60);

  expect(
    await stage.query(`select to_char(deadline_at at time zone 'UTC', 'YYYY-MM-DD HH24:MI') as due from clocks
      where kind = 'accept'`),
  ).toEqual([{ due: '2026-11-24 08:30' }]);
});

test('what was handed over by an older version, and waits over the night of the update, is offered too', async () => {
  const stage = await startStage({ at: new Date('2026-11-23T21:00:00Z') });
  await stage.send(hot);
  await stage.settle();
  await stage.query(`update handoffs set policy = jsonb_build_object(
    'accept', (policy -> 'accept') - 'pace', 'response', (policy -> 'response') - 'ladder',
    'unassigned', (policy -> 'unassigned') - 'ladder', 'ladder', policy -> 'ladder', 'snooze', policy -> 'snooze')`);
  await stage.pass(11 * 60);

  expect(
    await stage.query(`select h.state, to_char(c.deadline_at at time zone 'UTC', 'HH24:MI') as due
      from handoffs h join clocks c on c.handoff_id = h.id where c.kind = 'accept'`),
  ).toEqual([{ state: 'offered', due: '08:30' }]);
});

test('of the hot leads that wait for one person’s opening each is due five minutes after the one before', async () => {
  const members = [{ person: 'ana', weight: 1, skills: [], days: undefined }];
  const stage = await startStage({
    at: new Date('2026-11-23T16:58:00Z'),
    settings: withPool('sdr-emea', {
      members,
      outside_hours: 'offer',
      caps: { unanswered: 100, uncontacted: 100, per_day: 100 },
    }),
  });
  // Monday 17:58 in Berlin: it runs on in the morning, but waits for no opening.
  await stage.send(leadAt('evening'));
  stage.clock.forward(4 * 60);
  for (const n of [1, 2, 3, 4, 5, 6]) await stage.send(warmAt(`warm${n}`));
  for (const n of [1, 2, 3]) await stage.send(leadAt(`hot${n}`));
  await stage.settle();

  expect(
    await stage.query(`select a.name as company, to_char(c.deadline_at at time zone 'UTC', 'DD HH24:MI') as due
      from clocks c join handoffs h on h.id = c.handoff_id join leads l on l.id = h.lead_id
        join accounts a on a.id = l.account_id
      where c.kind = 'accept' and c.rep_id = 'ana' and h.temperature = 'hot' order by c.deadline_at`),
  ).toEqual([
    { company: 'evening', due: '24 08:03' },
    { company: 'hot1', due: '24 08:30' },
    { company: 'hot2', due: '24 08:35' },
    { company: 'hot3', due: '24 08:40' },
  ]);
});

test('nobody is reminded at night of what was due in the evening: the ladder waits for the morning', async () => {
  // Monday 17:58 in Berlin; work ends at 18:00.
  const stage = await startStage({ at: new Date('2026-11-23T16:58:00Z') });
  await stage.send(hot);
  await stage.settle();
  await stage.pass(60);
  expect(await stage.query('select count(*)::int as done from steps where done_at is not null')).toEqual([
    { done: 0 },
  ]);

  // Tuesday 9:01: three minutes of work have passed.
  await stage.pass(14 * 60 + 3);
  expect(await stage.query('select "do" from steps where done_at is not null')).toEqual([{ do: 'remind' }]);
});
