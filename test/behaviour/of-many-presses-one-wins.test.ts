import { expect, test } from 'vitest';
import { ids } from '#blocks/ids.ts';
import type { Settings } from '#domain/settings.ts';
import type { SeenMessage } from '#sandbox/slack/seen-message.ts';
import { TooLate } from '#src/core/deadline.ts';
import { press } from '#src/handoff/press.ts';
import { deskOf } from '../support/desk.ts';
import { holdHandoff } from '../support/hold.ts';
import { leadAt } from '../support/leads.ts';
import { inChannel, POOL_CHANNEL, withoutCaps } from '../support/settings.ts';
import { openSite, type RunningApp, type Site } from '../support/site.ts';

/** How often the race is run, and by how many presses; a proof takes 200 rounds of 100. */
const ROUNDS = Number(process.env.PRESS_ROUNDS ?? 2);
const PRESSES = Number(process.env.PRESSES ?? 50);
/** Whether each was answered in time shows in what it was told; this only ends a test that waits in vain. */
const WAIT_MS = 15_000;
/** How long a press looks whether it may be decided, and a look that began in time. */
const GIVEN_UP_MS = 12_500;
/** The owner, their manager, ops, a colleague, a marketer, and a manager of others. */
const PEOPLE = ['ana', 'mia', 'olga', 'ben', 'mara', 'max'];
const MAY = ['ana', 'mia', 'olga'];

/** Why somebody was not first, or need not have tried. */
const REFUSED =
  /^This lead (was (accepted|snoozed) .*is with Ana Duarte\. Nothing|is already accepted; it is with Ana Duarte\. Nothing|is with Ana Duarte\. Only they)/;
const DONE = /^(Accepted\. The card has Undo|Snoozed until )/;

/** Every lead is offered to Ana, and her card stands where everybody can press it. */
const onlyAna = (settings: Settings): Settings => ({
  ...withoutCaps(inChannel(settings)),
  snooze_budget: { per_rep_a_day: 1_000 },
  pools: withoutCaps(inChannel(settings)).pools.map((pool) => ({
    ...pool,
    members: pool.id === 'sdr-emea' ? pool.members.filter(({ person }) => person === 'ana') : pool.members,
  })),
});

type Press = { personId: string; id: string; choice?: string };

/** What the mix is made of: each person does each thing, in an order that chance chooses. */
const mixed = (): Press[] =>
  Array.from({ length: PRESSES }, (_, index): Press => {
    const personId = PEOPLE[index % PEOPLE.length] ?? '';
    return Math.random() < 0.5
      ? { personId, id: ids.accept }
      : { personId, id: ids.snooze, choice: '15 minutes' };
  });

const answers = ({ slack, slackIdOf }: Site, personId: string) =>
  slack
    .as(slackIdOf(personId))
    .messages()
    .filter(({ ephemeral }) => ephemeral);

const told = (site: Site, personId: string, from: number): string[] =>
  answers(site, personId)
    .slice(from)
    .map((message) => site.slack.as(site.slackIdOf(personId)).read(message));

const howMany = (site: Site): number =>
  PEOPLE.reduce((sum, personId) => sum + answers(site, personId).length, 0);

/** All at once, on one process after the other. Done when each was answered. */
async function pressAll(site: Site, apps: readonly RunningApp[], card: SeenMessage): Promise<void> {
  const before = howMany(site);
  const mix = mixed();
  const presses: Promise<unknown>[] = [];
  for (const [half, app] of apps.entries()) {
    await site.slack.connect({ eventsUrl: `${app.address}/slack/events` });
    const part = mix.filter((_, index) => index % apps.length === half);
    for (const { personId, id, choice } of part) {
      const person = site.slack.as(site.slackIdOf(personId));
      presses.push(person.press(card, id, choice === undefined ? {} : { value: choice }));
    }
  }
  await site.slack.until(() => howMany(site) === before + PRESSES, WAIT_MS);
  await Promise.all(presses);
}

async function race(site: Site, apps: readonly RunningApp[]): Promise<void> {
  const members = PEOPLE.map(site.slackIdOf);
  site.slack.addChannel({ id: POOL_CHANNEL, name: 'sdr-emea', members, botIsMember: true });
  const [first] = apps;
  if (!first) throw new Error('no app runs');
  for (let round = 1; round <= ROUNDS; round += 1) {
    const before = new Map(PEOPLE.map((id) => [id, answers(site, id).length]));
    expect(await first.send(leadAt(`company${round}`))).toBe(200);
    // Slack takes one post a second in a channel: of many rounds the next card waits for its turn.
    await site.drain(first);
    await pressAll(site, apps, deskOf(site, 'ana').card());
    await site.settle();

    const all = PEOPLE.flatMap((id) => told(site, id, before.get(id) ?? 0).map((text) => ({ id, text })));
    const won = all.filter(({ text }) => DONE.test(text));
    const others = all.filter(({ text }) => !DONE.test(text) && !REFUSED.test(text));
    expect(others).toEqual([]);
    expect(won).toHaveLength(1);
    expect(MAY).toContain(won[0]?.id);
    expect(all).toHaveLength(PRESSES);
    expect(
      await site.query(
        `select count(*)::int as decided from handoff_events where type in ('accepted', 'snoozed')`,
      ),
    ).toEqual([{ decided: round }]);
  }
}

test('of many who press one card at once one has it, and each of the others is told why not', async () => {
  const site = await openSite();
  const app = await site.start({ settings: onlyAna });
  await race(site, [app]);
});

test('on two processes too', async () => {
  const site = await openSite();
  const apps = await site.startTwo({ settings: onlyAna });
  await race(site, apps);
});

test('many who press what somebody holds for long give up in time, and hear why when it is free', async () => {
  const site = await openSite();
  const { app, send } = await site.start({ settings: onlyAna });
  await send(leadAt('globex'));
  await site.settle();
  const [handoff] = await site.query<{ id: string }>('select id from handoffs');
  const id = handoff?.id ?? '';
  const by = { slackUserId: site.slackIdOf('ana'), seen: { offerNo: 1, stand: 'offered' as const } };
  const held = await holdHandoff(app.core.db, id);

  const began = performance.now();
  const waiting = Array.from({ length: PRESSES }, () => press(app.core, id, { type: 'accept' }, by));
  const ends = await Promise.allSettled(waiting);
  expect(performance.now() - began).toBeLessThan(GIVEN_UP_MS);
  expect(new Set(ends.map((end) => end.status === 'rejected' && end.reason instanceof TooLate))).toEqual(
    new Set([true]),
  );
  const last = press(app.core, id, { type: 'accept' }, by);
  await held.release();
  expect(await last).toMatchObject({ ok: true });
});
