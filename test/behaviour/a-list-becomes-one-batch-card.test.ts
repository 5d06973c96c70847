import { sql } from 'drizzle-orm';
import { expect, test, vi } from 'vitest';
import { ids } from '#blocks/ids.ts';
import type { Settings } from '#domain/settings.ts';
import { deskOf } from '../support/desk.ts';
import { coldAt, leadAt, person, warmAt } from '../support/leads.ts';
import { inChannel, POOL_CHANNEL, withPool, withSource } from '../support/settings.ts';
import { openSite, type Site } from '../support/site.ts';
import { startStage, type TestStage } from '../support/stage.ts';

/** Twelve people met at a trade show, from companies whose names are in order. */
const list = (many: number) => Array.from({ length: many }, (_, n) => coldAt(`show-${String(n + 10)}`));

/** The batch that somebody sees, wherever it stands. */
function batchOf({ slack, slackIdOf }: Pick<TestStage, 'slack' | 'slackIdOf'>, personId: string) {
  const messages = slack.as(slackIdOf(personId)).messages();
  const batch = messages.findLast(({ blocks }) => blocks.some(({ block_id: id }) => id === 'batch/leads/0'));
  if (!batch) throw new Error(`${personId} sees no batch`);
  return batch;
}

const NOTHING_LEFT = 'Nothing is left here for you: all of it is taken.';

/** What only they were told. */
function answers({ slack, slackIdOf }: Pick<TestStage, 'slack' | 'slackIdOf'>, personId: string): string[] {
  const person = slack.as(slackIdOf(personId));
  return person
    .messages()
    .filter(({ ephemeral }) => ephemeral)
    .map((message) => person.read(message));
}

const shared = (stage: Pick<TestStage, 'query'>) =>
  stage.query('select state, owner_id, count(*)::int as leads from handoffs group by 1, 2 order by 1, 2');

async function listed(many = 12) {
  const stage = await startStage();
  await stage.send(list(many), { source: 'content' });
  await stage.settle();
  return { stage, ana: deskOf(stage, 'ana'), ben: deskOf(stage, 'ben') };
}

test('a list of leads is one message for each of the pool, not a card each', async () => {
  const { stage, ana, ben } = await listed();

  expect(await shared(stage)).toEqual([{ state: 'waiting', owner_id: null, leads: 12 }]);
  const [heading, ...lines] = ana.read(batchOf(stage, 'ana')).split('\n');
  expect(heading).toBe('12 leads from Content and webinars · Autumn demo · for SDRs in Europe · 12 left');
  const lead = expect.stringMatching(/^• Lead of show-(\d\d) \(show-\1\) · ❄️ Cold$/);
  expect(lines).toEqual([lead, lead, lead, lead, lead, '… and 7 more', '[Take next]']);
  expect([ana.direct().length, ben.direct().length, ana.cards().length]).toEqual([1, 1, 0]);
});

test('whoever takes the next one has it with a card of their own, and everybody sees what is left and who took how many', async () => {
  const { stage, ana, ben } = await listed();

  expect(await ana.press(batchOf(stage, 'ana'), ids.takeNext)).toBe(
    'It is yours now, and accepted. You have a card for it, with Undo for two minutes.',
  );
  expect(ana.reads()).toMatch(/Lead of show-.*Accepted by Ana Duarte.*\[Log response\]/s);
  expect(ana.read(batchOf(stage, 'ana'))).toContain('· 11 left\nAna Duarte took 1\n• Lead of show-');
  await ben.press(batchOf(stage, 'ben'), ids.takeNext);
  await ben.press(batchOf(stage, 'ben'), ids.takeNext);
  await stage.pass(1);

  expect(await shared(stage)).toEqual([
    { state: 'accepted', owner_id: 'ana', leads: 1 },
    { state: 'accepted', owner_id: 'ben', leads: 2 },
    { state: 'waiting', owner_id: null, leads: 9 },
  ]);
  expect(ana.read(batchOf(stage, 'ana'))).toContain('· 9 left\nBen Okafor took 2, Ana Duarte 1\n');
  expect(await stage.query('select count(*)::int as turns from balance_entries')).toEqual([{ turns: 0 }]);
});

test('a batch says that all clocks are paused, and no more when they go on', async () => {
  const { stage, ana } = await listed();
  await deskOf(stage, 'olga').ask('/handoff pause offsite');
  await stage.pass(1);
  expect(ana.read(batchOf(stage, 'ana'))).toContain(
    '· 12 left\nClocks are paused since today at 10:00 AM by Olga Brandt: offsite\n• Lead of show-',
  );
  await deskOf(stage, 'olga').ask('/handoff resume');
  await stage.pass(1);
  expect(ana.read(batchOf(stage, 'ana'))).toContain('· 12 left\n• Lead of show-');
});

test('what is undone lies in the batch again', async () => {
  const { stage, ana } = await listed();
  await ana.press(batchOf(stage, 'ana'), ids.takeNext);
  await ana.press(ana.card(), ids.undo);
  await stage.pass(1);

  expect(await shared(stage)).toEqual([{ state: 'waiting', owner_id: null, leads: 12 }]);
  expect(ana.read(batchOf(stage, 'ana'))).toContain('· 12 left\n• Lead of show-');
});

test('when the last one is taken the card says how it was shared, and a late press is told', async () => {
  const { stage, ana, ben } = await listed(10);
  const seen = batchOf(stage, 'ben');
  for (const _ of Array.from({ length: 10 })) await ana.press(batchOf(stage, 'ana'), ids.takeNext);

  expect(ana.read(batchOf(stage, 'ana')).split('\n')).toEqual([
    '10 leads from Content and webinars · Autumn demo · for SDRs in Europe',
    'All taken: Ana Duarte took 10',
  ]);
  expect(await ben.press(seen, ids.takeNext)).toBe(NOTHING_LEFT);
  expect(ben.read(batchOf(stage, 'ben'))).toContain('All taken');
  expect(await shared(stage)).toEqual([{ state: 'accepted', owner_id: 'ana', leads: 10 }]);
});

test('who is full takes nothing, and hears why', async () => {
  const { stage, ana } = await listed(20);
  for (const _ of Array.from({ length: 15 })) await ana.press(batchOf(stage, 'ana'), ids.takeNext);

  expect(await ana.press(batchOf(stage, 'ana'), ids.takeNext)).toContain(
    'You have as many leads without a first response',
  );
  expect(await shared(stage)).toEqual([
    { state: 'accepted', owner_id: 'ana', leads: 15 },
    { state: 'waiting', owner_id: null, leads: 5 },
  ]);
});

test('of a list the hot ones are offered at once, and so is what belongs to somebody by name', async () => {
  const stage = await startStage();
  const named = {
    ...coldAt('bigfish'),
    ...{ person: { ...person('Ina', 'ina@bigfish-group.example').person } },
  };
  await stage.send([...list(10), leadAt('burning'), named], { source: 'content' });
  await stage.settle();

  expect(
    await stage.query(
      'select temperature, state, count(*)::int as leads from handoffs group by 1, 2 order by 1, 2',
    ),
  ).toEqual([
    { temperature: 'cold', state: 'offered', leads: 1 },
    { temperature: 'cold', state: 'waiting', leads: 10 },
    { temperature: 'hot', state: 'offered', leads: 1 },
  ]);
});

test('the warmer ones are taken first, and of those as warm the oldest', async () => {
  const stage = await startStage();
  const ana = deskOf(stage, 'ana');
  const sendTen = async (lead: (company: string) => object, name: string) => {
    await stage.send(
      Array.from({ length: 10 }, (_, n) => lead(`${name}-${n}`)),
      { source: 'content' },
    );
    await stage.settle();
    stage.clock.forward(1);
  };
  await sendTen(coldAt, 'early-cold');
  await sendTen(coldAt, 'late-cold');
  await sendTen(warmAt, 'warm');
  for (const _ of Array.from({ length: 11 })) await ana.press(batchOf(stage, 'ana'), ids.takeNext);

  expect(
    await stage.query(`select left(l.record -> 'account' ->> 'name', 6) as name, count(*)::int as leads
      from handoffs h join leads l on l.id = h.lead_id where h.owner_id = 'ana' group by 1 order by 1`),
  ).toEqual([
    { name: 'early-', leads: 1 },
    { name: 'warm-0', leads: 1 },
    ...Array.from({ length: 9 }, (_, n) => ({ name: `warm-${n + 1}`, leads: 1 })),
  ]);
});

test('what joins later the same day lies in the same batch', async () => {
  const { stage, ana } = await listed();
  await stage.send(
    Array.from({ length: 10 }, (_, n) => coldAt(`later-${n + 10}`)),
    { source: 'content' },
  );
  await stage.settle();

  expect(ana.direct().map((text) => text.split('\n')[0])).toEqual([
    '22 leads from Content and webinars · Autumn demo · for SDRs in Europe · 22 left',
  ]);
});

test('few leads are a card each; a source may always be a batch, or never', async () => {
  const stage = await startStage({
    settings: (settings) =>
      withSource('content', { batch: 'always' })(withSource('website', { batch: 'never' })(settings)),
  });
  await stage.send(list(2), { source: 'content' });
  await stage.send(
    Array.from({ length: 10 }, (_, n) => coldAt(`never-${n}`)),
    { source: 'website' },
  );
  await stage.settle();

  expect(
    await stage.query(
      'select source_id, claim_key is not null as lies, count(*)::int as leads from handoffs group by 1, 2 order by 1, 2',
    ),
  ).toEqual([
    { source_id: 'content', lies: true, leads: 2 },
    { source_id: 'website', lies: false, leads: 10 },
  ]);
});

test('where the pool has a channel the batch stands there once, for all of them', async () => {
  const stage = await startStage({ settings: inChannel });
  await stage.send(list(10), { source: 'content' });
  await stage.settle();
  const ana = deskOf(stage, 'ana');
  const ben = deskOf(stage, 'ben');

  expect([ana.direct(), ana.channel(POOL_CHANNEL).length]).toEqual([[], 1]);
  await ana.press(batchOf(stage, 'ana'), ids.takeNext);
  expect(ben.read(batchOf(stage, 'ben'))).toContain('· 9 left\nAna Duarte took 1\n');
});

const EVERYBODY = ['ana', 'ben', 'cleo', 'dan', 'mia', 'max', 'eva', 'vic', 'mara', 'olga'];
const membersAre = (...people: string[]) =>
  withPool('sdr-emea', { members: people.map((id) => ({ person: id, weight: 1 })) });

/** Whoever is shown no leads is refused one that is still there, and so hears what chance says. */
const allAreShownLeads = (settings: Settings): Settings => ({
  ...settings,
  people: settings.people.map((one) => ({ ...one, roles: [...new Set([...one.roles, 'sdr' as const])] })),
});

/** Somebody of a site presses Take next, and hears something. */
async function takeNext(site: Site, personId: string): Promise<string> {
  const before = answers(site, personId).length;
  await site.slack.as(site.slackIdOf(personId)).press(batchOf(site, personId), ids.takeNext);
  return site.slack.until(() => answers(site, personId)[before], 20_000);
}

const claims = (site: Pick<Site, 'query'>) =>
  site.query(`select count(*)::int as claims, count(distinct handoff_id)::int as leads
    from handoff_events where type = 'claimed'`);

test('seven leads and ten presses at once, through two processes where the database allows it: each lead has one owner', {
  timeout: 60_000,
}, async () => {
  const site = await openSite();
  const [first] = await site.startTwo({
    settings: (settings) => membersAre(...EVERYBODY)(allAreShownLeads(settings)),
  });
  await first.send(list(10), { source: 'content' });
  await site.drain(first);
  for (const id of ['ana', 'ben', 'cleo']) await takeNext(site, id);
  await site.drain(first);

  const told = await Promise.all(EVERYBODY.map((id) => takeNext(site, id)));
  expect(await claims(site)).toEqual([{ claims: 10, leads: 10 }]);
  expect(await site.query('select count(*)::int as offers from offers')).toEqual([{ offers: 10 }]);
  expect(told.filter((text) => text === NOTHING_LEFT)).toHaveLength(3);
});

test('whoever presses twice takes one, hears which, and may press again', async () => {
  const { stage, ana } = await listed();
  const seen = batchOf(stage, 'ana');
  const { press } = stage.slack.as(stage.slackIdOf('ana'));
  await Promise.all([press(seen, ids.takeNext), press(seen, ids.takeNext)]);
  await stage.slack.until(() => answers(stage, 'ana').length === 2, 5_000);
  await stage.settle();

  expect(answers(stage, 'ana').toSorted()).toEqual([
    'It is yours now, and accepted. You have a card for it, with Undo for two minutes.',
    expect.stringMatching(/^You took Lead of show-\d\d just now\. Press Take next again for another one\.$/),
  ]);
  expect(await claims(stage)).toEqual([{ claims: 1, leads: 1 }]);
  await ana.press(batchOf(stage, 'ana'), ids.takeNext);
  expect(await claims(stage)).toEqual([{ claims: 2, leads: 2 }]);
});

test('where Slack shows the press late, an old card takes the next one after a few seconds', async () => {
  const { stage, ana } = await listed();
  const seen = batchOf(stage, 'ana');
  await ana.press(seen, ids.takeNext);
  stage.clock.forward(0.1);
  await ana.press(seen, ids.takeNext);
  expect(await claims(stage)).toEqual([{ claims: 2, leads: 2 }]);
});

test('whoever presses while the last lead is being decided about has it when it is free again', async () => {
  const site = await openSite();
  const running = await site.start({ settings: withSource('content', { batch: 'always' }) });
  await running.send(list(1), { source: 'content' });
  await site.drain(running);
  const held = Promise.withResolvers<void>();
  const freed = Promise.withResolvers<void>();
  // On the embedded database everything else waits for this as well.
  const refused = site.database.db.transaction(async (tx) => {
    await tx.execute(sql`select id from handoffs for update`);
    held.resolve();
    await freed.promise;
  });
  await held.promise;
  const told = takeNext(site, 'ben');
  await new Promise((resolve) => setTimeout(resolve, 500));
  freed.resolve();
  await refused;

  expect(await told).toBe(
    'It is yours now, and accepted. You have a card for it, with Undo for two minutes.',
  );
});

/** What follows from other settings is done beside the start, which waits for none of it. */
const batchesAreWantedAnew = ({ query }: Site) =>
  vi.waitFor(
    async () =>
      expect(await query("select key from messages where kind = 'batch' and shown < wanted")).not.toEqual([]),
    { timeout: 10_000 },
  );

const said = (site: Site, personId: string, no: number): string => {
  const person = site.slack.as(site.slackIdOf(personId));
  const batches = person
    .messages()
    .filter(({ blocks }) => blocks.some(({ block_id: id }) => id === 'batch/leads/0'));
  return person.read(batches.at(no) ?? batchOf(site, personId));
};

test('when the pool has other members they see what lies, and the former ones have no button any more', async () => {
  const site = await openSite();
  const before = await site.start();
  await before.send(list(12), { source: 'content' });
  await site.drain(before);
  await before.stop();
  const after = await site.start({ settings: membersAre('cleo', 'dan') });
  await batchesAreWantedAnew(site);
  await site.drain(after);

  expect(said(site, 'cleo', -1)).toMatch(/· 12 left\n.*\[Take next\]$/s);
  expect(said(site, 'ana', -1).split('\n')).toEqual([
    '12 leads from Content and webinars · Autumn demo · for SDRs in Europe · 12 left',
    'No longer here: each of the pool has it in their direct messages',
  ]);
  await takeNext(site, 'cleo');
  await site.drain(after);
  expect([said(site, 'dan', -1), said(site, 'ana', -1)]).toEqual([
    expect.stringContaining('· 11 left\nCleo Marsh took 1\n'),
    expect.stringContaining('· 11 left\nCleo Marsh took 1\nNo longer here'),
  ]);
});

test('when the pool gets a channel what lies is shown there, and the direct messages say so', async () => {
  const site = await openSite();
  const members = ['ana', 'ben', 'cleo'].map((id) => site.slackIdOf(id));
  site.slack.addUser({
    id: 'U0STRANGER',
    name: 'sam',
    realName: 'Sam',
    email: 'sam@else.example',
    tz: 'UTC',
  });
  site.slack.addChannel({
    id: POOL_CHANNEL,
    name: 'sdr-emea',
    members: [...members, 'U0STRANGER'],
    botIsMember: true,
  });
  const before = await site.start();
  await before.send(list(10), { source: 'content' });
  await site.drain(before);
  await before.stop();
  const after = await site.start({ settings: inChannel });
  await batchesAreWantedAnew(site);
  await site.drain(after);
  const inTheChannel = () => {
    const [batch] = site.slack.as(site.slackIdOf('ben')).messages(POOL_CHANNEL);
    if (!batch) throw new Error('nothing stands in the channel');
    return batch;
  };
  const direct = () => {
    const ana = site.slack.as(site.slackIdOf('ana'));
    return ana.dm().map((message) => ana.read(message))[0];
  };

  expect(direct()).toMatch(/· 10 left\nNo longer here: it lies in #sdr-emea$/);
  await site.slack.as(site.slackIdOf('ben')).press(inTheChannel(), ids.takeNext);
  await site.slack.until(() => answers(site, 'ben')[0], 5_000);
  await site.drain(after);
  expect(deskOf(site, 'ben').read(inTheChannel())).toContain('· 9 left\nBen Okafor took 1\n');
  expect(direct()).toContain('· 9 left\nBen Okafor took 1\n');

  const notTheirs = 'This lead is for the people of its pool. Only they, their managers or ops can take it.';
  expect(await deskOf(site, 'cleo').press(inTheChannel(), ids.takeNext)).toBe(notTheirs);
  const stranger = { ...site, slackIdOf: () => 'U0STRANGER' };
  expect(await deskOf(stranger, 'sam').press(inTheChannel(), ids.takeNext)).toBe(notTheirs);
  expect(await claims(site)).toEqual([{ claims: 1, leads: 1 }]);
  expect(await site.query('select person_id, command from refusals order by id')).toEqual([
    { person_id: 'cleo', command: 'claim' },
    { person_id: null, command: 'claim' },
  ]);
});

test('leads in a batch are among those that wait, and the breach of all of them is one message to the manager', async () => {
  const { stage } = await listed();
  const mia = deskOf(stage, 'mia');
  expect(mia.read(await mia.ask('/leads waiting'))).toContain('of 12');

  await stage.pass(24 * 60 + 1);
  const [heading, ...lines] = mia.read(mia.overdue()).split('\n');
  expect(heading).toMatch(/^12 leads overdue, since /);
  expect(lines).toEqual([
    expect.stringMatching(
      /^12 leads in a batch from Content and webinars · for SDRs in Europe · nobody took them · was due .* · \/leads waiting lists them$/,
    ),
  ]);
  expect(
    await stage.query(`select type, count(*)::int as events from handoff_events
      where type in ('breached', 'escalated') group by 1 order by 1`),
  ).toEqual([
    { type: 'breached', events: 12 },
    { type: 'escalated', events: 1 },
  ]);
  expect(
    await stage.query("select count(*)::int as messages from messages where kind = 'escalations'"),
  ).toEqual([{ messages: 1 }]);
});
