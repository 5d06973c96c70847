import { expect, test } from 'vitest';
import type { Settings } from '#domain/settings.ts';
import { leadAt } from '../support/leads.ts';
import { withoutCaps, withPool, withSource } from '../support/settings.ts';
import { openSite, type RunningApp, type Site } from '../support/site.ts';
import { STANDINGS } from '../support/standings.ts';

const LEADS = 1_000;
const DELIVERIES = 10;
const WEIGHTS: Record<string, number> = { ana: 3, ben: 2, mia: 1, max: 1 };
const TOTAL = 7;
// One message a second and channel: the thousandth card of a burst comes a quarter of an hour after the first.
const SHOWN_FOR_MS = 12_000;

/** Four people with different shares, and nobody ever full. */
const burst = (settings: Settings): Settings =>
  withSource('website', { batch: 'never' })(
    withPool('sdr-emea', {
      outside_hours: 'offer',
      members: Object.entries(WEIGHTS).map(([person, weight]) => ({ person, weight })),
    })(withoutCaps(settings)),
  );

const deliveryNo = (n: number) =>
  Array.from({ length: LEADS / DELIVERIES }, (_, index) => leadAt(`company-${n}-${index}`));

async function untilRead(site: Site): Promise<void> {
  for (;;) {
    const [left] = await site.query<{ unread: number }>(
      'select count(*)::int as unread from deliveries where read_at is null',
    );
    if (left?.unread === 0) return;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

/** Lets time pass in the stand-in Slack, for as long as a test may take, until every card is posted. */
async function showFor(site: Site, { app }: RunningApp, milliseconds: number): Promise<void> {
  const end = performance.now() + milliseconds;
  while (performance.now() < end) {
    const [left] = await site.query('select key from messages where shown < wanted limit 1');
    if (!left) return;
    site.clock.forward(0.1);
    await app.tick();
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

test('of a thousand leads at once everybody has their exact share at every moment, and each lead one card', {
  timeout: 240_000,
}, async () => {
  const site = await openSite();
  const [first, second] = await site.startTwo({ settings: burst });

  const answers = await Promise.all(
    Array.from({ length: DELIVERIES }, (_, n) => (n % 2 === 0 ? first : second).send(deliveryNo(n))),
  );
  await untilRead(site);

  expect(new Set(answers)).toEqual(new Set([200]));
  const turns = await site.query<{ rep_id: string }>('select rep_id from balance_entries order by id');
  expect(furthestFromShare(turns.map((turn) => turn.rep_id))).toBeLessThan(1);
  expect(
    await site.query(`select (select count(*)::int from leads) as leads,
      (select count(*)::int from handoffs where state = 'offered') as offered,
      (select count(distinct handoff_id)::int from offers) as offers,
      (select count(*)::int from routing_log) as decisions,
      (select count(*)::int from balance_entries where kind = 'turn') as turns,
      (select count(distinct handoff_id)::int from messages where kind = 'card') as cards,
      (select count(*)::int from messages where kind = 'card') as messages`),
  ).toEqual([
    {
      leads: LEADS,
      offered: LEADS,
      offers: LEADS,
      decisions: LEADS,
      turns: LEADS,
      cards: LEADS,
      messages: LEADS,
    },
  ]);
  expect(await site.query(`select round(sum(lag)::numeric, 6)::float8 as sum from ${STANDINGS}`)).toEqual([
    { sum: 0 },
  ]);

  await showFor(site, first, SHOWN_FOR_MS);
  const shown = Object.keys(WEIGHTS).flatMap((id) => cardsOf(site, id));
  expect(shown.length).toBeGreaterThan(LEADS / 50);
  expect(new Set(shown).size).toBe(shown.length);
  console.info(`NOT LOOKED AT in Slack: ${LEADS - shown.length} of ${LEADS} cards, which wait for its pace`);
});

/** The most that anybody was from their share, in leads, after any of the turns. */
function furthestFromShare(turns: readonly string[]): number {
  const taken = new Map(Object.keys(WEIGHTS).map((id) => [id, 0]));
  const distances = turns.flatMap((id, index) => {
    taken.set(id, (taken.get(id) ?? 0) + 1);
    return [...taken].map(([rep, count]) => Math.abs(count - ((index + 1) * (WEIGHTS[rep] ?? 0)) / TOTAL));
  });
  return Math.max(...distances);
}

/** Which companies somebody sees a card of, card by card. */
const cardsOf = (site: Site, personId: string): string[] => {
  const person = site.slack.as(site.slackIdOf(personId));
  return person
    .dm()
    .filter(({ blocks }) => blocks.some(({ block_id: id }) => String(id).startsWith('card/')))
    .map((message) => /company-\d+-\d+/.exec(person.read(message))?.[0] ?? 'a card of no lead');
};
