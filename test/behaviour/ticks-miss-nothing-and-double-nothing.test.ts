import { expect, test } from 'vitest';
import { ids } from '#blocks/ids.ts';
import type { Settings } from '#domain/settings.ts';
import { deskOf } from '../support/desk.ts';
import { holdHandoff } from '../support/hold.ts';
import { hot, leadAt, warmAt } from '../support/leads.ts';
import { withoutCaps } from '../support/settings.ts';
import { openSite, type RunningApp, type Site } from '../support/site.ts';

const withoutDigest = (settings: Settings): Settings => ({
  ...withoutCaps(settings),
  digests: { ...settings.digests, managers: 'off' },
});

const COMPANIES = ['initech', 'hooli', 'umbrella', 'soylent', 'globex', 'stark'];

/** Two processes tick at the same moment, several times. */
async function tickBoth(apps: readonly RunningApp[]): Promise<void> {
  const all = [...apps, ...apps, ...apps, ...apps];
  await Promise.all(all.map(({ app }) => app.tick()));
}

const people = ['ana', 'ben', 'mia'];
const said = (site: Site) =>
  people.map((id) => {
    const all = site.slack.as(site.slackIdOf(id)).dm();
    return { who: id, messages: all.length, replies: all.flatMap(({ replies }) => replies).length };
  });

test('two processes that tick at once do every step once', { timeout: 90_000 }, async () => {
  const site = await openSite();
  const apps = [await site.start({ settings: withoutDigest }), await site.start({ settings: withoutDigest })];
  for (const company of COMPANIES) await apps[0]?.send(leadAt(company));
  await site.settle();

  for (const minutes of [3, 2, 5]) {
    site.clock.forward(minutes);
    await tickBoth(apps);
    await site.settle();
  }

  // Six cards each: three of their own and three passed on; a reminder for each lead; one message for the manager.
  expect(said(site)).toEqual([
    { who: 'ana', messages: 6, replies: 3 },
    { who: 'ben', messages: 6, replies: 3 },
    { who: 'mia', messages: 1, replies: 0 },
  ]);
  expect(
    await site.query(
      'select "do", count(*)::int as times from steps where done_at is not null group by "do" order by "do"',
    ),
  ).toEqual([
    { do: 'breach', times: 6 },
    { do: 'offer_next', times: 6 },
    { do: 'remind', times: 6 },
    { do: 'tell_manager', times: 6 },
  ]);
  expect(
    await site.query('select type, count(*)::int as times from handoff_events group by type order by type'),
  ).toEqual([
    { type: 'breached', times: 6 },
    { type: 'escalated', times: 6 },
    { type: 'offered', times: 12 },
    { type: 'owner_needed', times: 6 },
    { type: 'reminded', times: 6 },
  ]);
});

test('two processes wake a snoozed lead once, and end the time for undoing once', async () => {
  const site = await openSite();
  const apps = [await site.start(), await site.start()];
  await apps[0]?.send(warmAt('initech'));
  await site.settle();
  const ana = deskOf(site, 'ana');
  await ana.press(ana.card(), ids.snooze, '1 hour');
  site.clock.forward(60);
  await tickBoth(apps);
  await site.settle();

  expect(ana.card().replies).toHaveLength(1);
  expect(await site.query("select count(*)::int as woken from handoff_events where type = 'woken'")).toEqual([
    { woken: 1 },
  ]);
});

test('two processes find one owner for what waited', async () => {
  const site = await openSite();
  const apps = [await site.start(), await site.start()];
  await site.query("update people set away_until = '2026-11-23T09:10:00Z' where id in ('ana', 'ben')");
  await apps[0]?.send(leadAt('initech'));
  await apps[0]?.send(leadAt('hooli'));
  await site.settle();
  site.clock.forward(10);
  await tickBoth(apps);
  await site.settle();

  expect(said(site).slice(0, 2)).toEqual([
    { who: 'ana', messages: 1, replies: 0 },
    { who: 'ben', messages: 1, replies: 0 },
  ]);
  expect(await site.query('select count(*)::int as turns from balance_entries')).toEqual([{ turns: 2 }]);
});

test('a tick that is repeated does nothing new', async () => {
  const site = await openSite();
  const app = await site.start();
  await app.send(hot);
  await site.settle();
  site.clock.forward(6);
  await app.app.tick();
  await site.settle();
  const before = said(site);
  const events = await site.query('select count(*)::int as events from handoff_events');

  for (let times = 0; times < 5; times += 1) await app.app.tick();
  await site.settle();
  expect(said(site)).toEqual(before);
  expect(await site.query('select count(*)::int as events from handoff_events')).toEqual(events);
});

test('what fell due while nothing ran is done at start, once', async () => {
  const site = await openSite();
  const first = await site.start();
  await first.send(hot);
  await first.send(leadAt('initech'));
  await site.settle();
  await first.stop();
  // Two hours without the app.
  site.clock.forward(120);
  await site.start({ settings: withoutDigest, ticksByCron: true });
  await site.slack.until(() => ['ana', 'ben'].every((id) => deskOf(site, id).cards().length === 2), 10_000);
  await site.settle();

  // Each rep has the other's lead, and the manager one summary.
  expect(site.slack.as(site.slackIdOf('mia')).dm()).toHaveLength(1);
  expect(deskOf(site, 'ana').reads()).toContain(
    '\nPassed on from Ben Okafor: no answer · Accept by today at 12:05 PM\n',
  );
  expect(
    await site.query(
      'select "do", count(*)::int as times from steps where done_at is not null group by "do" order by "do"',
    ),
  ).toEqual([
    { do: 'breach', times: 4 },
    { do: 'offer_next', times: 2 },
    { do: 'remind', times: 2 },
    // Of two the acceptance is missed, and by then the first response as well.
    { do: 'tell_manager', times: 4 },
  ]);
});

test('a handoff that somebody holds keeps no other waiting, and has its own turn later', {
  timeout: 90_000,
}, async () => {
  const site = await openSite();
  const app = await site.start({ settings: withoutDigest });
  for (const company of ['initech', 'hooli', 'umbrella']) await app.send(leadAt(company));
  await site.settle();
  const [first] = await site.query<{ id: string }>('select id from handoffs order by created_at, id limit 1');
  const held = await holdHandoff(site.database.db, first?.id ?? '');
  site.clock.forward(3);
  await app.app.tick();
  const meanwhile = await reminded(site);
  await held.release();
  await app.app.tick();

  expect(meanwhile).toEqual([{ reminded: 2 }]);
  expect(await reminded(site)).toEqual([{ reminded: 3 }]);
});

const reminded = (site: Site) =>
  site.query("select count(*)::int as reminded from handoff_events where type = 'reminded'");
