import { expect, test } from 'vitest';
import { ids } from '#blocks/ids.ts';
import type { Settings } from '#domain/settings.ts';
import { deskOf } from '../support/desk.ts';
import { hot, warmAt } from '../support/leads.ts';
import { all, POOL_CHANNEL, step, withLadders, withPerson, withPolicy } from '../support/settings.ts';
import { startStage, type TestStage } from '../support/stage.ts';

const OPS = 'C0OPS0001';

async function offered(settings: (settings: Settings) => Settings): Promise<TestStage> {
  const stage = await startStage({ settings });
  await stage.send(hot);
  await stage.settle();
  return stage;
}

const firstLines = (stage: TestStage, personId: string) =>
  deskOf(stage, personId)
    .direct()
    .map((message) => message.split('\n')[0]);

// Ana's manager is Max here, and his is Mia; all of them work in Berlin.
const twoAbove = all(
  withPerson('ana', { manager: 'max' }),
  withPerson('max', { time_zone: 'Europe/Berlin', hours: 'berlin', holidays: ['de'] }),
);

test('the manager’s manager is told after the manager, each on a message of their own', async () => {
  const ladder = [step('5m', 'tell_manager'), step('8m', 'tell_managers_manager')];
  const stage = await offered(all(twoAbove, withLadders({ accept: ladder })));
  await stage.pass(5);
  expect([firstLines(stage, 'max'), firstLines(stage, 'mia')]).toEqual([
    ['1 lead overdue, since today at 10:05 AM'],
    [],
  ]);
  await stage.pass(3);
  expect([firstLines(stage, 'max'), firstLines(stage, 'mia')]).toEqual([
    ['1 lead overdue, since today at 10:05 AM'],
    ['1 lead overdue, since today at 10:08 AM'],
  ]);
  const ana = deskOf(stage, 'ana');
  await ana.press(ana.card(), ids.accept);
  expect([firstLines(stage, 'max'), firstLines(stage, 'mia')]).toEqual([
    ['Nothing overdue, since today at 10:05 AM'],
    ['Nothing overdue, since today at 10:08 AM'],
  ]);
});

test('a manager who is away is passed over for the next above, who reads why', async () => {
  const stage = await offered(all(twoAbove, withLadders({ accept: [step('5m', 'tell_manager')] })));
  await stage.query("update people set away_until = '2026-11-24T09:00:00Z' where id = 'max'");
  await stage.pass(5);

  expect(deskOf(stage, 'max').direct()).toEqual([]);
  expect(deskOf(stage, 'mia').direct()[0]?.split('\n')[1]).toBe(
    'Grace Hopper (Globex) · 🔥 Hot · with Ana Duarte · Offered, not answered · was due today at 10:05 AM' +
      ' · instead of Max Teller, who is away',
  );
});

test('where no manager is there, ops are told', async () => {
  const stage = await offered(withLadders({ accept: [step('5m', 'tell_managers_manager')] }));
  await stage.query("update people set is_active = false where id = 'mia'");
  await stage.pass(5);

  const olga = deskOf(stage, 'olga');
  expect(olga.overdue().channel).toBe(OPS);
  expect(olga.read(olga.overdue()).split('\n')[1]).toMatch(
    /was due today at 10:05 AM · instead of Mia Lindqvist, who is away$/,
  );
});

test('a user group is told in the channel of ops, mentioned once, on one message that is kept true', async () => {
  const stage = await startStage({
    settings: withLadders({ accept: [step('5m', 'tell_group', { group: 'S0LEADERS' })] }),
  });
  const users = [stage.slackIdOf('max')];
  stage.slack.addUserGroup({ id: 'S0LEADERS', handle: 'leaders', name: 'Leaders', users });
  for (const company of ['initech', 'hooli']) await stage.send(warmAt(company));
  await stage.send(hot);
  await stage.settle();
  await stage.pass(5);

  const olga = deskOf(stage, 'olga');
  expect(olga.overdue().channel).toBe(OPS);
  expect(olga.read(olga.overdue()).split('\n')[0]).toBe('@leaders 1 lead overdue, since today at 10:05 AM');
  expect(olga.overdue().text).toMatch(/^<!subteam\^S0LEADERS> 1 lead overdue/);
  const rep = deskOf(stage, 'ana');
  const [row] = await stage.query<{ owner_id: string }>(
    "select owner_id from handoffs where temperature = 'hot'",
  );
  const owner = row?.owner_id === 'ana' ? rep : deskOf(stage, 'ben');
  await owner.press(owner.card(), ids.accept);
  expect(olga.channel(OPS).filter((message) => olga.read(message).includes('@leaders'))).toHaveLength(1);
  expect(olga.read(olga.overdue()).split('\n')[0]).toBe('@leaders Nothing overdue, since today at 10:05 AM');
});

/** Who of Europe comes first may have what nobody answered. */
const ANYBODY = (settings: Settings): Settings => ({
  ...settings,
  pools: settings.pools.flatMap((pool) =>
    pool.id === 'sdr-emea'
      ? [pool, { ...pool, id: 'anybody', name: 'Anybody in Europe', mode: 'claim', deliver_to: POOL_CHANNEL }]
      : [pool],
  ),
});
const CLAIMED = step('20m', 'offer_claim', { pool: 'anybody' });

test('what nobody answers is laid in the claim channel, and its manager knows that nobody has it', async () => {
  const stage = await offered(all(ANYBODY, withLadders({ accept: [CLAIMED] })));
  await stage.pass(20);
  const [ana, ben, mia] = [deskOf(stage, 'ana'), deskOf(stage, 'ben'), deskOf(stage, 'mia')];

  expect(ana.reads()).toContain('\nTaken back: no answer · Waiting for whoever comes first');
  expect(mia.direct()[0]?.split('\n')[1]).toBe(
    'Grace Hopper (Globex) · 🔥 Hot · nobody has it · Waiting for an owner · was due today at 10:05 AM',
  );
  expect(
    await stage.query(
      "select record ->> 'because' as because, record ->> 'by' as by, record ->> 'poolId' as pool from routing_log order by id",
    ),
  ).toEqual([
    { because: 'new lead', by: 'pool', pool: 'sdr-emea' },
    { because: 'no answer', by: 'claim', pool: 'anybody' },
  ]);

  const lies = ben.channel(POOL_CHANNEL).filter(({ ephemeral }) => !ephemeral)[0];
  if (!lies) throw new Error('nothing lies in the channel');
  expect(await ben.press(lies, ids.claim)).toBe(
    'It is yours now, and accepted. You have a card for it, with Undo for two minutes.',
  );
  expect(ana.reads()).toMatch(/Passed on today at 10:20 AM: no answer · now with Ben Okafor/);
  expect(mia.direct()[0]?.split('\n')[1]).toBe('Answered since (1): Grace Hopper: accepted, with Ben Okafor');
  expect(await stage.query('select state, owner_id, pool_id from handoffs')).toEqual([
    { state: 'accepted', owner_id: 'ben', pool_id: 'anybody' },
  ]);
});

test('the claim channel comes so long after the first offer, not after the second', async () => {
  const ladder = [step('10m', 'offer_next'), CLAIMED];
  const stage = await offered(all(ANYBODY, withLadders({ accept: ladder })));
  await stage.pass(10);
  expect(deskOf(stage, 'ben').reads()).toContain('Passed on from Ana Duarte: no answer');
  await stage.pass(9);
  expect(await stage.query('select state, owner_id from handoffs')).toEqual([
    { state: 'offered', owner_id: 'ben' },
  ]);
  await stage.pass(1);
  expect(await stage.query('select state, owner_id, pool_id from handoffs')).toEqual([
    { state: 'waiting', owner_id: null, pool_id: 'anybody' },
  ]);
});

test('where the claim pool is gone by then, the next rep has the lead', async () => {
  const stage = await offered(withLadders({ accept: [CLAIMED] }));
  await stage.pass(20);

  expect(deskOf(stage, 'ben').reads()).toContain('Passed on from Ana Duarte: no answer');
  expect(await stage.query('select state, owner_id, pool_id from handoffs')).toEqual([
    { state: 'offered', owner_id: 'ben', pool_id: 'sdr-emea' },
  ]);
});

test('where the claim pool is gone and nobody else is eligible, its owner keeps the lead', async () => {
  const stage = await startStage({ settings: withLadders({ accept: [CLAIMED] }) });
  await stage.query("update people set away_until = '2026-11-24T09:00:00Z' where id = 'ben'");
  await stage.send(hot);
  await stage.settle();
  await stage.pass(20);

  expect(await stage.query('select state, owner_id from handoffs')).toEqual([
    { state: 'offered', owner_id: 'ana' },
  ]);
  expect(deskOf(stage, 'ana').reads()).toContain('[Accept]');
});

test('a step is repeated until somebody answers', async () => {
  const ladder = [step('5m', 'tell_manager', { every: '1h' })];
  const stage = await offered(withLadders({ accept: ladder }));
  await stage.pass(5);
  await stage.pass(59);
  expect(firstLines(stage, 'mia')).toEqual(['1 lead overdue, since today at 10:05 AM']);
  await stage.pass(1);
  expect(firstLines(stage, 'mia')).toEqual([
    'Overdue leads from today at 10:05 AM: a newer list is further down.',
    '1 lead overdue, since today at 11:05 AM',
  ]);
  const ana = deskOf(stage, 'ana');
  await ana.press(ana.card(), ids.accept);
  await stage.pass(60);
  expect(firstLines(stage, 'mia')).toHaveLength(2);
  expect(
    await stage.query(
      `select s.round, s.done_at is not null as done from steps s join clocks c on c.id = s.clock_id
        where s."do" = 'tell_manager' and c.kind = 'accept' order by s.round`,
    ),
  ).toEqual([
    { round: 0, done: true },
    { round: 1, done: true },
    { round: 2, done: false },
  ]);
});

test('a step is not repeated more than fifty times', async () => {
  const stage = await offered(withLadders({ accept: [step('5m', 'tell_manager', { every: '1m' })] }));
  await stage.query('update steps set round = 49 where "do" = \'tell_manager\'');
  await stage.pass(5);
  expect(await stage.query('select round from steps where "do" = \'tell_manager\'')).toEqual([{ round: 49 }]);
});

test('a first response that is late is told with what is late, and leaves the list when it is made', async () => {
  const stage = await offered(
    withLadders({ accept: [], response: [step('50%', 'remind'), step('30m', 'tell_manager')] }),
  );
  const [ana, mia] = [deskOf(stage, 'ana'), deskOf(stage, 'mia')];
  await ana.press(ana.card(), ids.accept);
  await stage.pass(7.5);
  await stage.pass(2.5);
  expect(ana.thread(ana.card())).toEqual([
    '@Ana Duarte Grace Hopper (Globex) is waiting for you: please make the first contact by today at 10:15 AM.',
  ]);
  await stage.pass(20);
  expect(mia.direct()).toEqual([
    '1 lead overdue, since today at 10:30 AM\n' +
      'Grace Hopper (Globex) · 🔥 Hot · with Ana Duarte · Accepted, no response logged' +
      ' · first response was due today at 10:15 AM\n' +
      '[Reassign…] [Nudge] [Take it]',
  ]);

  await ana.open(ana.card(), ids.respond);
  await ana.submit({ channel: 'Call', outcome: 'Reached them' });
  expect(mia.direct()[0]).toBe(
    'Nothing overdue, since today at 10:30 AM\nAnswered since (1): Grace Hopper: working, with Ana Duarte',
  );
});

test('a reminder names the clock whose step it is, not the one that is due first', async () => {
  const stage = await offered(
    withPolicy('hot', {
      ladder: [],
      response: { within: { unit: 'minutes', amount: 15 }, calendar: 'rep', ladder: [] },
      qualify: { within: { unit: 'minutes', amount: 40 }, calendar: 'rep', ladder: [step('50%', 'remind')] },
    }),
  );
  const ana = deskOf(stage, 'ana');
  await ana.press(ana.card(), ids.accept);
  await stage.pass(20);
  expect(ana.thread(ana.card())).toEqual([
    '@Ana Duarte Grace Hopper (Globex) is waiting for you: please qualify, recycle or disqualify it by today at 10:40 AM.',
  ]);
});

test('a lead that waits too long is told to whomever its own ladder names', async () => {
  const unassigned = {
    within: { unit: 'minutes', amount: 5 },
    calendar: 'team',
    ladder: [step('10m', 'tell_group', { group: 'S0LEADERS' })],
  } as const;
  const stage = await startStage({
    settings: withPolicy('hot', { unassigned: { ...unassigned, ladder: [...unassigned.ladder] } }),
  });
  await stage.query("update people set away_until = '2026-11-24T09:00:00Z' where id in ('ana', 'ben')");
  await stage.send(hot);
  await stage.settle();
  await stage.pass(5);
  expect(firstLines(stage, 'mia')).toEqual(['1 lead overdue, since today at 10:05 AM']);
  await stage.pass(5);

  const olga = deskOf(stage, 'olga');
  expect(olga.read(olga.overdue()).split('\n')[1]).toBe(
    'Grace Hopper (Globex) · 🔥 Hot · nobody has it · Waiting for an owner · was due today at 10:05 AM',
  );
});

test('of a lead that found its owner in time nothing is overdue', async () => {
  const unassigned = {
    within: { unit: 'minutes', amount: 10 },
    calendar: 'team',
    ladder: [step('5m', 'tell_manager')],
  } as const;
  const stage = await startStage({
    settings: all(
      withLadders({ accept: [] }),
      withPolicy('hot', { unassigned: { ...unassigned, ladder: [...unassigned.ladder] } }),
    ),
  });
  await stage.query("update people set away_until = '2026-11-23T09:08:00Z' where id in ('ana', 'ben')");
  await stage.send(hot);
  await stage.settle();
  await stage.pass(5);
  const mia = deskOf(stage, 'mia');
  expect(mia.direct()[0]?.split('\n')[1]).toBe(
    'Grace Hopper (Globex) · 🔥 Hot · nobody has it · Waiting for an owner · is due today at 10:10 AM',
  );
  await stage.pass(3);

  expect(mia.direct()).toEqual([
    'Nothing overdue, since today at 10:05 AM\nAnswered since (1): Grace Hopper: offered, with Ana Duarte',
  ]);
});

test('what was passed on before its time is said to be due, and is overdue when its time is over', async () => {
  const ladder = [step('2m', 'tell_manager'), step('3m', 'offer_next')];
  const stage = await offered(withLadders({ accept: ladder }));
  const mia = deskOf(stage, 'mia');
  await stage.pass(2);
  await stage.pass(1);
  expect(mia.direct()[0]?.split('\n')[1]).toBe(
    'Grace Hopper (Globex) · 🔥 Hot · with Ben Okafor · Offered, not answered · is due today at 10:05 AM, now by today at 10:08 AM',
  );
  await stage.pass(2);
  expect(mia.direct()[0]?.split('\n')[1]).toBe(
    'Grace Hopper (Globex) · 🔥 Hot · with Ben Okafor · Offered, not answered · was due today at 10:05 AM, now by today at 10:08 AM',
  );
});

test('who snoozed a lead is not reminded of it, and steps of a clock that pauses do not come', async () => {
  const stage = await startStage();
  await stage.send(warmAt('initech'));
  await stage.settle();
  const ana = deskOf(stage, 'ana');
  await ana.press(ana.card(), ids.snooze, '4 hours');
  await stage.pass(210);

  expect(ana.card().replies).toEqual([]);
  expect(deskOf(stage, 'mia').direct()).toEqual([]);
});
