import { expect, test } from 'vitest';
import { ids } from '#blocks/ids.ts';
import type { Settings } from '#domain/settings.ts';
import { deskOf } from '../support/desk.ts';
import { leadAt } from '../support/leads.ts';
import { withoutCaps } from '../support/settings.ts';
import { openSite, type RunningApp, type Site } from '../support/site.ts';
import { wireTo } from '../support/wire.ts';

const OPS_CHANNEL = 'C0OPS0001';
const PEOPLE = ['ana', 'ben', 'mia'];
const COMPANIES = ['initech', 'hooli', 'umbrella', 'soylent'];
const HEALED_MS = 30_000;
/** Shorter than what counts as an outage. */
const STRIDE_MINUTES = 9;
const SOON_MINUTES = 0.1;

/** Five minutes to accept, by day and night: a reminder, the manager, and nobody else is asked. */
function fiveMinutes(settings: Settings): Settings {
  return {
    ...withoutCaps(settings),
    digests: { ...settings.digests, managers: 'off' },
    sla: settings.sla.map((policy) => ({
      ...policy,
      accept: { ...policy.accept, within: { unit: 'minutes', amount: 5 }, calendar: 'wall' },
      response: undefined,
      first_email: undefined,
      first_call: undefined,
      follow_up: undefined,
      qualify: undefined,
      ladder: [
        { at: '3m', do: 'remind', urgent: false },
        { at: '100%', do: 'tell_manager', urgent: false },
      ],
    })),
  };
}

const tickBoth = async (apps: readonly RunningApp[]): Promise<void> => {
  await Promise.all([...apps, ...apps].map(({ app }) => app.tick()));
};

/** What each of them reads in direct messages that is no card, and how many replies stand under their cards. */
const told = (site: Site) =>
  PEOPLE.map((id) => {
    const desk = deskOf(site, id);
    const cards = desk.cards().map(desk.read);
    return {
      who: id,
      reads: desk
        .direct()
        .filter((text) => !cards.includes(text))
        .map((text) => text.split('\n')[0]),
      cards: cards.length,
      replies: desk.cards().flatMap(({ replies }) => replies).length,
    };
  });

const stepsOf = (site: Site) =>
  site.query('select "do", outcome, count(*)::int as times from steps group by 1, 2 order by 1, 2');

const ALL_STEPS_ONCE = [
  { do: 'breach', outcome: 'done', times: 4 },
  { do: 'remind', outcome: 'left_out', times: 4 },
  { do: 'tell_manager', outcome: 'done', times: 4 },
];

const summaries = (site: Site) =>
  site.query("select count(*)::int as summaries from messages where kind = 'late'");

const summaryOf = (site: Site, personId: string) =>
  deskOf(site, personId)
    .direct()
    .find((text) => text.startsWith('Handoff could not reach you'));

async function sendFour(site: Site, app: RunningApp): Promise<void> {
  for (const company of COMPANIES) {
    await app.send(leadAt(company));
    await site.settle();
    // Of two that came at the same moment, nothing says which is the first of a list.
    site.clock.forward(SOON_MINUTES);
  }
}

/** Both processes tick every few minutes, as they do all day. */
async function pass(site: Site, apps: readonly RunningApp[], minutes: number): Promise<void> {
  for (let left = minutes; left > 0; left -= STRIDE_MINUTES) {
    site.clock.forward(Math.min(STRIDE_MINUTES, left));
    await tickBoth(apps);
    await site.settle();
  }
}

const SUMMARY = 'Handoff could not reach you from today at 10:00 AM to today at 12:00 PM.';
const AWAY = 'Handoff was away from today at 10:00 AM to today at 12:00 PM.';

async function expectOneOfEach(site: Site): Promise<void> {
  expect(told(site)).toEqual([
    { who: 'ana', reads: [SUMMARY], cards: 2, replies: 0 },
    { who: 'ben', reads: [SUMMARY], cards: 2, replies: 0 },
    { who: 'mia', reads: ['4 leads overdue, since today at 12:00 PM'], cards: 0, replies: 0 },
  ]);
  expect(await stepsOf(site)).toEqual(ALL_STEPS_ONCE);
  expect(deskOf(site, 'mia').direct()[0]?.split('\n')[1]).toBe(AWAY);
  const ops = deskOf(site, 'olga');
  expect(ops.channel(OPS_CHANNEL).map((message) => ops.read(message).split('\n')[0])).toEqual([
    `Handoff is back. ${AWAY}`,
  ]);
  expect(await site.query('select count(*)::int as outages from outages')).toEqual([{ outages: 1 }]);
}

test('after two hours without the bot each rep has one summary, the manager one message, and ops one notice', {
  timeout: 90_000,
}, async () => {
  const site = await openSite();
  const before = await site.startTwo({ settings: fiveMinutes });
  await sendFour(site, before[0]);
  await tickBoth(before);
  for (const app of new Set(before)) await app.stop();
  site.clock.forward(120);
  const after = await site.startTwo({ settings: fiveMinutes });
  await tickBoth(after);
  await site.drain(after[0]);

  await expectOneOfEach(site);
  expect(summaryOf(site, 'ana')?.split('\n')).toEqual([
    SUMMARY,
    'Still open: 2 leads',
    'Lead of initech (initech) · 🔥 Hot · Offered, not answered · Overdue: acceptance was due today at 10:05 AM',
    '[Show]',
    'Lead of umbrella (umbrella) · 🔥 Hot · Offered, not answered · Overdue: acceptance was due today at 10:05 AM',
    '[Show]',
  ]);
});

test('after two hours without Slack each rep has one summary and the manager the newest list alone; no card is lost', {
  timeout: 90_000,
}, async () => {
  const site = await openSite();
  const apps = await site.startTwo({ settings: fiveMinutes });
  await sendFour(site, apps[0]);
  site.slack.fail({ method: '*', times: 100_000, as: 'http_500' });
  for (const minutes of [3, 2, 57]) await pass(site, apps, minutes);
  await apps[0].send(leadAt('late'));
  await site.settle();
  for (const minutes of [3, 2, 53]) await pass(site, apps, minutes);
  expect(told(site).map(({ reads }) => reads)).toEqual([[], [], []]);
  site.slack.clearFaults();
  await pass(site, apps, 2);
  await site.drain(apps[0]);

  const summary = expect.stringMatching(
    /^Handoff could not reach you from today at 10:0\d AM to today at 12:0\d PM\.$/,
  );
  expect(told(site)).toEqual([
    { who: 'ana', reads: [summary], cards: 3, replies: 0 },
    { who: 'ben', reads: [summary], cards: 2, replies: 0 },
    { who: 'mia', reads: ['5 leads overdue, since today at 11:07 AM'], cards: 0, replies: 0 },
  ]);
  expect(summaryOf(site, 'ana')).toContain('Still open: 3 leads');
  expect(await stepsOf(site)).toEqual([
    { do: 'breach', outcome: 'done', times: 5 },
    { do: 'remind', outcome: 'done', times: 5 },
    { do: 'tell_manager', outcome: 'done', times: 5 },
  ]);
});

test('when all is answered before a summary can be posted, nobody is disturbed', async () => {
  const site = await openSite();
  const app = await site.start({ settings: fiveMinutes });
  await app.send(leadAt('initech'));
  await site.settle();
  site.slack.fail({ method: 'chat.postMessage', times: 100_000, as: 'http_500' });
  for (const minutes of [3, 12]) await pass(site, [app], minutes);
  expect(await summaries(site)).toEqual([{ summaries: 1 }]);
  const ana = deskOf(site, 'ana');
  await ana.open(ana.card(), ids.reject);
  await ana.submit({ reason: 'Competitor' });
  site.slack.clearFaults();
  await pass(site, [app], 6);
  await site.drain(app);

  expect(told(site).slice(0, 1)).toEqual([{ who: 'ana', reads: [], cards: 1, replies: 0 }]);
});

test('of several reminders of a lead that Slack did not take, only the last is posted', async () => {
  const site = await openSite();
  const app = await site.start({
    settings: (settings) => ({
      ...fiveMinutes(settings),
      sla: fiveMinutes(settings).sla.map((policy) => ({
        ...policy,
        ladder: [
          { at: '2m', do: 'remind', urgent: false },
          { at: '30m', do: 'remind', urgent: false },
        ],
        accept: { ...policy.accept, within: { unit: 'minutes', amount: 60 } },
      })),
      escalation: { ...settings.escalation, late_after: { unit: 'minutes', amount: 60 } },
    }),
  });
  await app.send(leadAt('initech'));
  await site.settle();
  site.slack.fail({ method: 'chat.postMessage', times: 100_000, as: 'http_500' });
  for (const minutes of [2, 28]) await pass(site, [app], minutes);
  site.slack.clearFaults();
  await pass(site, [app], 2);
  await site.drain(app);

  expect(told(site).slice(0, 1)).toEqual([{ who: 'ana', reads: [], cards: 1, replies: 1 }]);
});

test('the first start is no outage, and neither is a tick that comes in time', async () => {
  const site = await openSite();
  const app = await site.start();
  await pass(site, [app], 30);

  expect(await site.query('select count(*)::int as outages from outages')).toEqual([{ outages: 0 }]);
});

test('after two hours without Postgres each rep has one summary, the manager one message, and ops one notice', {
  timeout: 90_000,
}, async () => {
  const site = await openSite();
  const { url, wire } = await wireTo(site.database);
  const apps = await site.startTwo({ settings: fiveMinutes, databaseUrl: url });
  await sendFour(site, apps[0]);
  await tickBoth(apps);
  await wire.cut();
  site.clock.forward(60);
  await expect(apps[0].app.tick()).rejects.toThrow();
  site.clock.forward(60);
  await wire.mend();
  // A connection of before may be met first; by cron the next tick comes in any case.
  const ticked = () =>
    tickBoth(apps).then(
      () => true,
      () => false,
    );
  await expect.poll(ticked, { timeout: HEALED_MS }).toBe(true);
  await site.slack.until(() => told(site).every(({ reads }) => reads.length === 1), HEALED_MS);
  await site.drain(apps[0]);

  await expectOneOfEach(site);
});
