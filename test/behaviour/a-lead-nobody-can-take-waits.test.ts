import { expect, test } from 'vitest';
import { ids } from '#blocks/ids.ts';
import { deskOf } from '../support/desk.ts';
import { leadAt, warmAt } from '../support/leads.ts';
import { startStage, type TestStage } from '../support/stage.ts';

/** Monday 23 November 2026, 07:00 in Berlin: nobody works yet. */
const EARLY = new Date('2026-11-23T06:00:00Z');

const inOrderOfOffer = (stage: TestStage) =>
  stage.query<{ company: string; owner: string | null }>(
    `select l.record -> 'account' ->> 'name' as company, h.owner_id as owner
      from handoffs h join leads l on l.id = h.lead_id left join offers o on o.handoff_id = h.id
      join routing_log r on r.handoff_id = h.id and r.chosen_id is not null
      order by r.id`,
  );

test('what came in the night is offered from the opening on, hot before warm and the oldest first, as far as caps allow', async () => {
  const stage = await startStage({ at: EARLY });
  const sendAt = async (lead: object, source: string) => {
    await stage.send(lead, { source });
    await stage.settle();
    stage.clock.forward(1);
  };
  await sendAt(warmAt('a-warm'), 'content');
  await sendAt(leadAt('b-hot'), 'website');
  await sendAt(warmAt('c-warm'), 'content');
  await sendAt(leadAt('d-hot'), 'website');
  await sendAt(leadAt('e-hot'), 'website');
  await sendAt(leadAt('f-hot'), 'website');
  await sendAt(warmAt('g-warm'), 'content');
  expect(await stage.query('select distinct state from handoffs')).toEqual([{ state: 'waiting' }]);
  expect(stage.reads('ana')).toEqual([]);

  stage.clock.set(new Date('2026-11-23T08:00:00Z'));
  await stage.pass(0);
  await stage.pass(2);
  await stage.pass(2);

  expect((await inOrderOfOffer(stage)).map(({ company }) => company)).toEqual([
    'b-hot',
    'd-hot',
    'e-hot',
    'f-hot',
    'a-warm',
    'c-warm',
  ]);
  expect(
    await stage.query(
      'select owner_id, count(*)::int as leads from handoffs group by owner_id order by owner_id',
    ),
  ).toEqual([
    { owner_id: 'ana', leads: 3 },
    { owner_id: 'ben', leads: 3 },
    { owner_id: null, leads: 1 },
  ]);
});

test('a lead that waits because everybody is full is offered to the first who works something off', async () => {
  const stage = await startStage();
  const names = ['a', 'b', 'c', 'd', 'e', 'f', 'g'];
  await stage.send(names.map((name) => leadAt(`lead-${name}`)));
  await stage.settle();
  expect(await stage.query("select count(*)::int as waiting from handoffs where state = 'waiting'")).toEqual([
    { waiting: 1 },
  ]);

  const ben = deskOf(stage, 'ben');
  await ben.press(ben.card(), ids.accept);
  await stage.pass(0);

  expect(
    await stage.query(
      'select owner_id, count(*)::int as offers from offers group by owner_id order by owner_id'.replaceAll(
        'owner_id',
        'rep_id',
      ),
    ),
  ).toEqual([
    { rep_id: 'ana', offers: 3 },
    { rep_id: 'ben', offers: 4 },
  ]);
});

test('waiting leads of a team that sleeps keep nobody else’s from being offered', async () => {
  const stage = await startStage();
  const american = (n: number) => {
    const lead = leadAt(`boston-${n}`);
    return {
      ...lead,
      person: { ...lead.person, country: 'US' },
      account: { ...lead.account, country: 'US' },
    };
  };
  await stage.send(Array.from({ length: 60 }, (_, n) => american(n)));
  await stage.settle();
  const ana = deskOf(stage, 'ana');
  const ben = deskOf(stage, 'ben');
  await ana.ask('/handoff away 2h');
  await ben.ask('/handoff away 2h');
  await stage.send(warmAt('berlin'), { source: 'content' });
  await stage.settle();

  await ben.ask('/handoff back');

  expect(await stage.query("select state, owner_id from handoffs where temperature = 'warm'")).toEqual([
    { state: 'offered', owner_id: expect.stringMatching(/ana|ben/) },
  ]);
});
