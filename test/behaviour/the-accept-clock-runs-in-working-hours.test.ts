import { expect, test } from 'vitest';
import { hot, warmAt } from '../support/leads.ts';
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
