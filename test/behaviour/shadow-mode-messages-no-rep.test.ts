import { expect, test } from 'vitest';
import { ids } from '#blocks/ids.ts';
import type { Settings } from '#domain/settings.ts';
import { createShadowTurns, everybodyThere, planOffer } from '#domain/shadow.ts';
import { deskOf } from '../support/desk.ts';
import { leadAt, person, warmAt } from '../support/leads.ts';
import { withoutCaps, withSource } from '../support/settings.ts';
import { MONDAY, startStage, type TestStage } from '../support/stage.ts';

const OPS_CHANNEL = 'C0OPS0001';
const NIGHT = new Date('2026-11-23T22:00:00Z');
const IN_SHADOW = { mode: 'shadow' } as const;

const shadow = (settings: Settings): Settings => ({ ...settings, ...IN_SHADOW });

/** Settings that a test changes while the app runs, as a file that is loaded anew does. */
const switchable = (stage: TestStage, settings: Settings) => {
  Object.assign(stage.app.core.inForce().settings, settings);
};

const postedTo = (stage: TestStage) =>
  new Set(
    stage.slack.calls
      .filter(({ method }) => method === 'chat.postMessage')
      .map(({ args }) => String(args.channel)),
  );

const told = (stage: TestStage) => {
  const ops = deskOf(stage, 'olga');
  return ops.channel(OPS_CHANNEL).map((message) => ops.read(message));
};

const planned = (stage: TestStage) =>
  stage.query<{ company: string; rep_id: string | null }>(
    `select l.record -> 'account' ->> 'name' as company, s.rep_id
      from shadow_offers s join leads l on l.id = s.lead_id order by s.at, company`,
  );

test('a lead in shadow is judged, counted and planned as ever, and only ops reads of it', async () => {
  const stage = await startStage({ settings: shadow });
  await stage.send(leadAt('initech'));
  await stage.send({ ...leadAt('hooli'), channel: 'content' }, { source: 'content' });
  await stage.settle();

  expect([...postedTo(stage)]).toEqual([OPS_CHANNEL]);
  const [message, ...others] = told(stage);
  expect(others).toEqual([]);
  expect(message).toContain('In shadow on 2026-11-23: no rep was told');
  expect(message).toContain('2 leads came: 1 would have been offered, 0 would have waited, 1 to nurture.');
  expect(message).toContain('initech (Website, 🔥 Hot) → Ana Duarte');
  expect(message).toContain('Mia Lindqvist told');
  expect(message).not.toMatch(/Lead of|@initech/);
  expect(await stage.query('select stage, count(*)::int as leads from leads group by 1 order by 1')).toEqual([
    { stage: 'marketing_qualified', leads: 1 },
    { stage: 'nurture', leads: 1 },
  ]);
  expect(
    await stage.query(`select s.rep_id, s.pool_id, s.policy_id, s.accept_by, s.day, r.chosen_id,
      r.settings_version <> '' as versioned from shadow_offers s join routing_log r on r.handoff_id = s.id`),
  ).toMatchObject([
    {
      rep_id: 'ana',
      pool_id: 'sdr-emea',
      policy_id: 'hot',
      day: '2026-11-23',
      chosen_id: 'ana',
      versioned: true,
    },
  ]);
  expect(
    await stage.query(`select (select count(*)::int from handoffs) as handoffs,
      (select count(*)::int from clocks) as clocks, (select count(*)::int from balance_entries where pool_id not like 'shadow:%') as turns`),
  ).toEqual([{ handoffs: 0, clocks: 0, turns: 0 }]);
});

test('time passes and nothing falls due: no reminder, no manager, no next rep, also for who would wait', async () => {
  const stage = await startStage({ settings: shadow });
  await stage.send(leadAt('initech'));
  stage.clock.set(NIGHT);
  await stage.send(leadAt('overnight'));
  await stage.settle();
  await stage.pass(20);
  await stage.pass(24 * 60);

  expect([...postedTo(stage)]).toEqual([OPS_CHANNEL]);
  expect(await planned(stage)).toEqual([
    { company: 'initech', rep_id: 'ana' },
    { company: 'overnight', rep_id: null },
  ]);
  expect(told(stage)[0]).toContain(
    'overnight (Website, 🔥 Hot) → would wait (SDRs in Europe: outside working hours)',
  );
});

test('shares in shadow are those of the same leads live, and of a plan made in memory', async () => {
  const companies = Array.from({ length: 7 }, (_, index) => `company-${index}`);
  const weighted = (settings: Settings): Settings => {
    const uncapped = withoutCaps(settings);
    const weigh = (id: string) => (id === 'ana' ? 3 : 2);
    return {
      ...uncapped,
      pools: uncapped.pools.map((pool) => ({
        ...pool,
        members: pool.members.map(({ person: id }) => ({ person: id, weight: weigh(id) })),
      })),
    };
  };
  const looking = await startStage({ settings: (settings) => shadow(weighted(settings)) });
  const live = await startStage({ settings: weighted });
  for (const company of companies) {
    await looking.send(leadAt(company));
    await live.send(leadAt(company));
  }
  await live.settle();

  const inShadow = (await planned(looking)).map(({ rep_id: rep }) => rep);
  const offered = await live.query<{ owner_id: string }>(
    `select h.owner_id from handoffs h join leads l on l.id = h.lead_id
      order by l.record -> 'account' ->> 'name'`,
  );
  const { settings } = live.app.core.inForce();
  const known = { statuses: everybodyThere(settings), turns: createShadowTurns() };
  const records = await live.query<{ record: Parameters<typeof planOffer>[1]['record'] }>(
    "select record from leads order by record -> 'account' ->> 'name'",
  );
  const inMemory = records.map(({ record }) => {
    const lead = { record, sourceId: 'website', temperature: 'hot' as const };
    const plan = planOffer(settings, lead, 'mql_to_sdr', known, MONDAY);
    known.turns.take(plan, MONDAY);
    return plan.repId;
  });
  expect(inShadow).toEqual(offered.map(({ owner_id: owner }) => owner));
  expect(inShadow).toEqual(inMemory);
  expect(inShadow.filter((rep) => rep === 'ana').length).toBe(4);
});

test('one source in shadow takes no turn of the others, and what it says of an open lead disturbs nobody', async () => {
  const stage = await startStage({ settings: withSource('content', IN_SHADOW) });
  await stage.send(leadAt('initech'));
  await stage.send(warmAt('hooli'), { source: 'content' });
  await stage.send(warmAt('umbrella'), { source: 'content' });
  await stage.send(leadAt('stark'));
  await stage.settle();

  expect(deskOf(stage, 'ana').reads()).toContain('initech');
  expect(deskOf(stage, 'ben').reads()).toContain('stark');
  expect((await planned(stage)).map(({ rep_id: rep }) => rep).toSorted()).toEqual(['ana', 'ben']);

  const before = stage.slack.calls.length;
  await stage.send({ ...warmAt('initech') }, { source: 'content' });
  await stage.settle();
  const since = stage.slack.calls.slice(before).map(({ method }) => method);
  expect(since).not.toContain('chat.postMessage');
  expect(await stage.query("select outcome from items where outcome = 'joined'")).toHaveLength(1);
});

test('a colleague goes to whoever would work on the first of them, and the same person again is a signal', async () => {
  const stage = await startStage({ settings: shadow });
  await stage.send(person('Grace', 'grace@globex.example'));
  await stage.send(leadAt('initech'));
  await stage.send(person('Joan', 'joan@globex.example'));
  await stage.send(person('Grace', 'grace@globex.example'));
  await stage.settle();

  expect(
    await stage.query<{ by: string; rep_id: string }>(
      "select r.record ->> 'by' as by, s.rep_id from shadow_offers s join routing_log r on r.handoff_id = s.id order by r.id",
    ),
  ).toEqual([
    { by: 'pool', rep_id: 'ana' },
    { by: 'pool', rep_id: 'ben' },
    { by: 'domain', rep_id: 'ana' },
  ]);
  expect(
    (await stage.query<{ outcome: string }>('select outcome from items order by at, id'))
      .map((i) => i.outcome)
      .toSorted(),
  ).toEqual(['shadow', 'shadow', 'shadow', 'signal']);

  stage.clock.forward(31 * 24 * 60);
  await stage.send(person('Grace', 'grace@globex.example'));
  await stage.settle();
  expect(await planned(stage)).toHaveLength(4);
});

test('going live keeps what was planned, and whoever comes again gets a real card', async () => {
  const stage = await startStage({ settings: shadow });
  await stage.send(leadAt('initech'));
  await stage.send(leadAt('hooli'));
  await stage.settle();
  switchable(stage, { ...stage.app.core.inForce().settings, mode: 'live' });

  const seen = { kind: 'signal', signals: [{ type: 'pricing_view', at: '2026-11-23T09:00:00Z' }] };
  await stage.send({ ...leadAt('initech'), ...seen });
  await stage.send(leadAt('hooli'));
  await stage.send(leadAt('umbrella'));
  await stage.settle();

  expect(deskOf(stage, 'ana').cards()).toHaveLength(2);
  expect(deskOf(stage, 'ben').cards()).toHaveLength(1);
  expect(await planned(stage)).toHaveLength(2);
  const ana = deskOf(stage, 'ana');
  expect(await ana.press(ana.card(), ids.accept)).toContain('ccepted');
});

test('/handoff shadow says who would have got what, why some would wait, and how to go live', async () => {
  const stage = await startStage({ settings: shadow });
  for (const company of ['a', 'b', 'c']) await stage.send(leadAt(company));
  await stage.send(warmAt('big'), { source: 'content' });
  await stage.send(person('Ina', 'ina@big-fish.example'));
  await stage.send({ ...leadAt('idle'), channel: 'content' }, { source: 'content' });
  stage.clock.set(NIGHT);
  await stage.send(leadAt('night'));
  await stage.settle();
  const olga = deskOf(stage, 'olga');

  const answer = olga.read(await olga.ask('/handoff shadow 7d'));
  expect(answer).toContain('Shadow mode, last 7 days');
  expect(answer).toContain('Everything is in shadow now');
  expect(answer).toContain('5 would have been offered, 1 would have waited; 1 went to nurture.');
  expect(answer).toContain('Turns in SDRs in Europe, against the fair share by weight');
  expect(answer).toContain('• Ana Duarte: 2 (fair share 2.0)');
  expect(answer).toContain('• Ben Okafor: 2 (fair share 2.0)');
  expect(answer).toContain('to an owner or a person named by a route\n• Ana Duarte: 1');
  expect(answer).toContain('• SDRs in Europe: outside working hours: 1');
  expect(answer).toContain('• hot, 5 minutes to answer: 5 leads');
  expect(answer).toContain('• Website: 5 hot, 0 warm, 0 cold');
  expect(answer).toContain('pricing view or demo view, at least 2 within 14 days: 1 (100 %)');
  expect(answer).toContain('To go live: /handoff setup, or mode: live in the settings.');

  const ana = deskOf(stage, 'ana');
  expect(ana.read(await ana.ask('/handoff shadow'))).toContain('for managers and ops');
  expect(olga.read(await olga.ask('/handoff shadow 7d by rep'))).toContain('leave “by” out');
});

test('where nothing is in shadow the command says so, and how to look before leaping', async () => {
  const stage = await startStage();
  const mia = deskOf(stage, 'mia');
  const answer = mia.read(await mia.ask('/handoff shadow'));
  expect(answer).toContain('Nothing is in shadow now: leads are handed over.');
  expect(answer).toContain('Nothing came in shadow in this period.');
  expect(answer).toContain('mode: shadow in the settings');
});

test('a day of many leads is one message that tells the newest and counts the rest', async () => {
  const stage = await startStage({ settings: shadow });
  await stage.send(leadAt('company-0'));
  await stage.settle();
  for (let n = 1; n < 12; n += 1) await stage.send(leadAt(`company-${n}`));
  await stage.settle();

  const [message, ...others] = told(stage);
  expect(others).toEqual([]);
  expect(message).toContain('12 leads came: 12 would have been offered');
  expect(message).toContain('… and 2 more');
  expect(message).toContain('/handoff shadow');
});
