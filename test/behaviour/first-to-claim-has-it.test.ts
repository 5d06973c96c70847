import { expect, test } from 'vitest';
import { ids } from '#blocks/ids.ts';
import type { Settings } from '#domain/settings.ts';
import { type Desk, deskOf } from '../support/desk.ts';
import { hot, leadAt } from '../support/leads.ts';
import { POOL_CHANNEL, toBeClaimed, withPool } from '../support/settings.ts';
import { startStage, type TestStage } from '../support/stage.ts';

/** Ana and Ben share a channel; Mia manages them, Cleo is of another team. */

const inTheChannel = (desk: Desk, no = 0) => {
  const message = desk.channel(POOL_CHANNEL).filter(({ ephemeral }) => !ephemeral)[no];
  if (!message) throw new Error('nothing stands in the channel');
  return message;
};

async function laid(settings: (settings: Settings) => Settings = toBeClaimed) {
  const stage = await startStage({ settings });
  await stage.send(hot);
  await stage.settle();
  return {
    stage,
    ana: deskOf(stage, 'ana'),
    ben: deskOf(stage, 'ben'),
    mia: deskOf(stage, 'mia'),
    cleo: deskOf(stage, 'cleo'),
  };
}

const handoffs = (stage: TestStage) => stage.query('select state, owner_id, offer_no from handoffs');
const clocks = (stage: TestStage) =>
  stage.query(
    "select kind, met, stopped_at is null as runs from clocks where kind <> 'qualify' order by started_at, kind",
  );

test('a lead for a claim pool lies in its channel, with a button and without a way around it', async () => {
  const { stage, ben } = await laid();

  expect(await handoffs(stage)).toEqual([{ state: 'waiting', owner_id: null, offer_no: 0 }]);
  const read = ben.read(inTheChannel(ben));
  expect(read).toContain('Grace Hopper, Head of Operations · Globex · 420 employees');
  expect(read).toContain('\nFor whoever comes first · Claim by today at 10:05 AM\n');
  expect(read).toContain('[Claim]');
  expect(JSON.stringify(inTheChannel(ben).blocks)).not.toMatch(/5550123|grace@/);
  expect([stage.reads('ana'), stage.reads('ben')]).toEqual([[], []]);
});

test('whoever presses first has it: their card is in their direct messages, and the channel says who', async () => {
  const { stage, ana, ben } = await laid();
  const seen = inTheChannel(ben);

  expect(await ana.press(inTheChannel(ana), ids.claim)).toBe(
    'It is yours now, and accepted. You have a card for it, with Undo for two minutes.',
  );
  expect(await handoffs(stage)).toEqual([{ state: 'accepted', owner_id: 'ana', offer_no: 1 }]);
  expect(stage.reads('ana').at(-1)).toMatch(/Accepted by Ana Duarte today at 10:00 AM.*\[Log response\]/s);
  expect(ben.read(inTheChannel(ben))).toMatch(/Ana Duarte took it today at 10:00 AM$/);

  expect(await ben.press(seen, ids.claim)).toBe(
    'Ana Duarte took this lead today at 10:00 AM. Nothing was changed.',
  );
  expect(await ana.press(seen, ids.claim)).toBe(
    'This lead is already claimed; it is with Ana Duarte. Nothing was changed.',
  );
});

test('a claim is accepted in one: the stage is entered, the response clock runs, no turn is taken', async () => {
  const { stage, ana } = await laid();
  await ana.press(inTheChannel(ana), ids.claim);

  expect(await stage.query('select stage from stage_changes order by id desc limit 1')).toEqual([
    { stage: 'sales_accepted' },
  ]);
  expect(await clocks(stage)).toEqual([
    { kind: 'response', met: null, runs: true },
    { kind: 'unassigned', met: true, runs: false },
  ]);
  expect(await stage.query('select type, rep_id from handoff_events order by id')).toEqual([
    { type: 'held', rep_id: null },
    { type: 'claimed', rep_id: 'ana' },
    { type: 'offered', rep_id: 'ana' },
    { type: 'accepted', rep_id: 'ana' },
  ]);
  expect(
    await stage.query(
      "select record ->> 'by' as by, record ->> 'because' as because, chosen_id from routing_log order by id",
    ),
  ).toEqual([
    { by: 'claim', because: 'new lead', chosen_id: null },
    { by: 'claim', because: 'claimed', chosen_id: 'ana' },
  ]);
  expect(await stage.query('select kind from balance_entries')).toEqual([]);
});

test('of two who press at once one has it, and the other hears who', async () => {
  const { stage, ana } = await laid();
  const card = inTheChannel(ana);
  const told = (id: string) => {
    const person = stage.slack.as(stage.slackIdOf(id));
    return person
      .messages()
      .filter(({ ephemeral }) => ephemeral)
      .map((message) => person.read(message));
  };

  await Promise.all(['ana', 'ben'].map((id) => stage.slack.as(stage.slackIdOf(id)).press(card, ids.claim)));
  await stage.slack.until(() => told('ana').length + told('ben').length === 2, 3_000);

  expect([...told('ana'), ...told('ben')].toSorted()).toEqual([
    expect.stringMatching(
      /^(Ana Duarte|Ben Okafor) took this lead today at 10:00 AM\. Nothing was changed\.$/,
    ),
    'It is yours now, and accepted. You have a card for it, with Undo for two minutes.',
  ]);
  expect(
    await stage.query("select count(*)::int as claims from handoff_events where type = 'claimed'"),
  ).toEqual([{ claims: 1 }]);
});

test('a claim undone within two minutes lies in the channel again, with its clock, for anybody', async () => {
  const { stage, ana, ben } = await laid();
  await ana.press(inTheChannel(ana), ids.claim);
  stage.clock.forward(1);

  await ana.press(stage.card('ana'), ids.undo);
  expect(await handoffs(stage)).toEqual([{ state: 'waiting', owner_id: null, offer_no: 1 }]);
  expect(await clocks(stage)).toEqual([
    { kind: 'response', met: false, runs: false },
    { kind: 'unassigned', met: null, runs: true },
  ]);
  expect(await stage.query('select ended_at is not null as ended from offers')).toEqual([{ ended: true }]);
  expect(await stage.query('select owner_id from accounts')).toEqual([{ owner_id: null }]);
  expect(ana.reads()).toContain('Waiting for whoever comes first');
  expect(ben.read(inTheChannel(ben))).toContain('[Claim]');

  await ben.press(inTheChannel(ben), ids.claim);
  expect(await handoffs(stage)).toEqual([{ state: 'accepted', owner_id: 'ben', offer_no: 2 }]);
  expect(ana.read(inTheChannel(ana))).toMatch(/Ben Okafor took it today at 10:01 AM$/);
});

test('only the people of the pool, their managers and ops can claim', async () => {
  const { stage, mia, cleo } = await laid();

  expect(await cleo.press(inTheChannel(cleo), ids.claim)).toBe(
    'This lead is for the people of its pool. Only they, their managers or ops can take it.',
  );
  expect(await stage.query('select person_id, command from refusals')).toEqual([
    { person_id: 'cleo', command: 'claim' },
  ]);
  await mia.press(inTheChannel(mia), ids.claim);
  expect(await handoffs(stage)).toEqual([{ state: 'accepted', owner_id: 'mia', offer_no: 1 }]);
});

test('whoever is full hears of which cap, and may claim again once something is worked off', async () => {
  const { stage, ana } = await laid((settings) => ({
    ...toBeClaimed(settings),
    pools: toBeClaimed(settings).pools.map((pool) => ({ ...pool, caps: { ...pool.caps, uncontacted: 1 } })),
  }));
  await ana.press(inTheChannel(ana), ids.claim);
  await stage.send(leadAt('initech'));
  await stage.settle();

  expect(await ana.press(inTheChannel(ana, 1), ids.claim)).toBe(
    'You have as many leads without a first response as your pool allows. Log a response to one of them, then take this lead.',
  );
  await ana.open(stage.card('ana'), ids.respond);
  await ana.submit({ channel: 'Call', outcome: 'Reached them' });
  await ana.press(inTheChannel(ana, 1), ids.claim);
  expect(await stage.query("select count(*)::int as theirs from handoffs where owner_id = 'ana'")).toEqual([
    { theirs: 2 },
  ]);
});

test('nobody’s lead goes to the manager when it is overdue; who rejects it there cannot claim it afterwards', async () => {
  const { stage, ana, ben, mia } = await laid();
  await stage.pass(5);
  await mia.open(mia.overdue(), ids.reassign);
  await mia.submit({ person: 'Ana Duarte', note: 'Please' });
  expect(ben.read(inTheChannel(ben))).toMatch(/No longer here: it went to Ana Duarte$/);

  await ana.open(stage.card('ana'), ids.reject);
  await ana.submit({ reason: 'wrong_territory' });

  // It is news to the channel, so it stands there anew.
  expect(ana.channel(POOL_CHANNEL).filter(({ ephemeral }) => !ephemeral)).toHaveLength(2);
  expect(await ana.press(inTheChannel(ana, 1), ids.claim)).toBe(
    'You rejected this lead before. It is for somebody else of the pool.',
  );
  await ben.press(inTheChannel(ben, 1), ids.claim);
  expect(await handoffs(stage)).toEqual([{ state: 'accepted', owner_id: 'ben', offer_no: 2 }]);
});

test('where the pool takes turns from now on, what lies in its channel is offered, and the card there says so', async () => {
  const { stage, ben } = await laid();
  const { settings } = stage.app.core.inForce();
  Object.assign(settings, {
    pools: settings.pools.map((pool) => (pool.id === 'sdr-emea' ? { ...pool, mode: 'round_robin' } : pool)),
  });
  await stage.pass(0);

  expect(await handoffs(stage)).toEqual([{ state: 'offered', owner_id: 'ana', offer_no: 1 }]);
  expect(ben.read(inTheChannel(ben))).toMatch(/No longer here: it went to Ana Duarte$/);
});

test('where the pool has another channel, what lies is laid there, and the card in the old one says so', async () => {
  const { stage, ana, ben } = await laid();
  const members = ['ana', 'ben'].map(stage.slackIdOf);
  stage.slack.addChannel({ id: 'C0OTHER', name: 'other', members, botIsMember: true });
  const { settings } = stage.app.core.inForce();
  Object.assign(settings, withPool('sdr-emea', { deliver_to: 'C0OTHER' })(settings));
  await stage.pass(1);
  await stage.pass(1);

  expect(ben.read(inTheChannel(ben))).toMatch(/No longer here: it lies in #other$/);
  const anew = ana.channel('C0OTHER').filter(({ ephemeral }) => !ephemeral);
  expect(anew.map((message) => ana.read(message))).toEqual([expect.stringContaining('[Claim]')]);
  expect(await stage.query('select count(*)::int as decisions from routing_log')).toEqual([{ decisions: 2 }]);
  expect(
    await stage.query('select count(*)::int as clocks, count(stopped_at)::int as stopped from clocks'),
  ).toEqual([{ clocks: 1, stopped: 0 }]);
  await Promise.all(anew.map((message) => ana.press(message, ids.claim)));
  expect(await handoffs(stage)).toEqual([{ state: 'accepted', owner_id: 'ana', offer_no: 1 }]);
});

test('a claim that was undone is none of the leads somebody may have in a day', async () => {
  const { stage, ana } = await laid((settings) =>
    withPool('sdr-emea', { caps: { unanswered: 5, uncontacted: 5, per_day: 1 } })(toBeClaimed(settings)),
  );
  await ana.press(inTheChannel(ana), ids.claim);
  await ana.press(stage.card('ana'), ids.undo);
  await ana.press(inTheChannel(ana), ids.claim);
  expect(await handoffs(stage)).toEqual([{ state: 'accepted', owner_id: 'ana', offer_no: 2 }]);

  await stage.send(leadAt('initech'));
  await stage.settle();
  expect(await ana.press(inTheChannel(ana, 1), ids.claim)).toBe(
    'You had as many leads today as your pool allows. Leave this one to somebody else.',
  );
});

test('what lies in a channel is left there by the ticks, and its routing is logged once', async () => {
  const { stage } = await laid();
  await stage.pass(2);
  await stage.pass(2);

  expect(await handoffs(stage)).toEqual([{ state: 'waiting', owner_id: null, offer_no: 0 }]);
  expect(await stage.query('select count(*)::int as decisions from routing_log')).toEqual([{ decisions: 1 }]);
});
