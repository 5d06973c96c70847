import { expect, test } from 'vitest';
import { deskOf } from '../support/desk.ts';
import { coldAt, leadAt } from '../support/leads.ts';
import { toBeClaimed, withoutCaps, withSource } from '../support/settings.ts';
import { startStage, type TestStage } from '../support/stage.ts';

/** Monday 23 November 2026, 07:00 in Berlin: nobody works yet. */
const EARLY = new Date('2026-11-23T06:00:00Z');

const one = (stage: TestStage, company: string) =>
  stage.query(`select h.state, h.owner_id, h.temperature as handoff, l.temperature as lead, h.policy_id,
      h.claim_key is not null as lies
    from handoffs h join leads l on l.id = h.lead_id where l.record -> 'account' ->> 'name' = '${company}'`);
const clocks = (stage: TestStage) =>
  stage.query<{
    kind: string;
    runs: boolean;
  }>(`select kind, to_char(deadline_at at time zone 'UTC', 'HH24:MI') as due, met,
    stopped_at is null as runs from clocks order by started_at, kind, deadline_at`);

test('a hot request of somebody who lies in a batch is offered at once, with five minutes to answer', async () => {
  const stage = await startStage();
  await stage.send(
    Array.from({ length: 12 }, (_, n) => coldAt(`show-${n}`)),
    { source: 'content' },
  );
  await stage.settle();
  stage.clock.forward(30);

  await stage.send(leadAt('show-3'));
  await stage.settle();

  expect(await one(stage, 'show-3')).toEqual([
    {
      ...{ state: 'offered', owner_id: 'ana', handoff: 'hot', lead: 'hot', policy_id: 'hot' },
      lies: false,
    },
  ]);
  expect(deskOf(stage, 'ana').reads()).toContain('Accept by today at 10:35 AM');
  expect(
    await stage.query("select record ->> 'because' as because from routing_log order by id desc limit 1"),
  ).toEqual([{ because: 'asked again' }]);
  await stage.pass(6);
  expect(deskOf(stage, 'mia').read(deskOf(stage, 'mia').overdue())).toMatch(/show-3/);
});

test('who waited all night and asks by day has the time of the day, not that of the night', async () => {
  const stage = await startStage({
    at: EARLY,
    settings: withSource('content', { batch: 'never' }),
  });
  await stage.send(coldAt('initech'), { source: 'content' });
  await stage.settle();
  await deskOf(stage, 'ana').ask('/handoff away 5h');
  await deskOf(stage, 'ben').ask('/handoff away 5h');
  stage.clock.set(new Date('2026-11-23T09:00:00Z'));

  await stage.send(leadAt('initech'));
  await stage.settle();
  expect(await one(stage, 'initech')).toMatchObject([{ state: 'waiting', handoff: 'hot', policy_id: 'hot' }]);
  expect((await clocks(stage)).at(-1)).toEqual({ kind: 'unassigned', due: '09:05', met: null, runs: true });

  stage.clock.forward(2);
  await deskOf(stage, 'ana').ask('/handoff back');
  await stage.settle();
  expect((await clocks(stage)).filter(({ runs }) => runs)).toEqual([
    { kind: 'accept', due: '09:07', met: null, runs: true },
    { kind: 'response', due: '09:17', met: null, runs: true },
  ]);
});

test('in a claim pool it stays where it lies, and its card and clock say that it is hot', async () => {
  const stage = await startStage({ settings: toBeClaimed });
  await stage.send(coldAt('initech'));
  await stage.settle();

  await stage.send(leadAt('initech'));
  await stage.settle();

  expect(await one(stage, 'initech')).toMatchObject([{ state: 'waiting', handoff: 'hot', lies: true }]);
  const ana = deskOf(stage, 'ana');
  expect(ana.channel('C0SDREMEA').map((message) => ana.read(message))).toEqual([
    expect.stringMatching(/🔥 Hot[\s\S]*Claim by today at 10:05 AM/),
  ]);
});

test('a request no hotter than the first joins where it lies, and so does any that comes in shadow', async () => {
  const stage = await startStage({ settings: withSource('website', { mode: 'shadow' }) });
  await stage.send(
    Array.from({ length: 12 }, (_, n) => coldAt(`show-${n}`)),
    { source: 'content' },
  );
  await stage.send(coldAt('show-3'), { source: 'content' });
  await stage.send(leadAt('show-3'));
  await stage.settle();

  expect(await one(stage, 'show-3')).toMatchObject([{ state: 'waiting', handoff: 'cold', lies: true }]);
});

test('a signal that makes a waiting lead hotter raises it', async () => {
  const stage = await startStage({
    at: EARLY,
    settings: withSource('content', { batch: 'never', defaults: {} }),
  });
  const { channel: _, ...studied } = coldAt('initech');
  await stage.send(studied, { source: 'content' });
  await stage.settle();
  expect(await one(stage, 'initech')).toMatchObject([{ state: 'waiting', handoff: 'warm' }]);

  await stage.send({
    person: { email: 'lead@initech.example' },
    kind: 'signal',
    signals: [{ type: 'email_reply', at: '2026-11-23T05:45:00Z' }],
  });
  await stage.settle();
  expect(await one(stage, 'initech')).toMatchObject([{ state: 'waiting', handoff: 'hot', policy_id: 'hot' }]);
});

test('what is learnt of a waiting lead is asked of the routes at once', async () => {
  const stage = await startStage({ settings: withoutCaps });
  const cleos = { ...leadAt('initech'), account: { ...leadAt('initech').account, country: 'US' } };
  const { country: _c, ...noCountry } = cleos.person;
  await stage.send({ ...cleos, person: noCountry });
  await stage.settle();
  expect(await stage.query('select state, pool_id from handoffs')).toEqual([
    { state: 'waiting', pool_id: 'sdr-americas' },
  ]);

  await stage.send({
    person: { email: 'lead@initech.example', country: 'DE' },
    account: { country: 'DE' },
    kind: 'signal',
    signals: [{ type: 'page_view', at: '2026-11-23T08:45:00Z' }],
  });
  await stage.settle();
  expect(await stage.query('select state, pool_id from handoffs')).toEqual([
    { state: 'offered', pool_id: 'sdr-emea' },
  ]);
});
