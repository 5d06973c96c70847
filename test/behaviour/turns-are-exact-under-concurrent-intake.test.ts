import { expect, test } from 'vitest';
import { canonicalLeadSchema } from '#domain/lead.ts';
import type { Settings } from '#domain/settings.ts';
import { USUAL_LEG } from '#domain/settings-shapes.ts';
import { takeIn } from '#src/intake/take-in.ts';
import { leadAt } from '../support/leads.ts';
import { withoutCaps, withPool } from '../support/settings.ts';
import { openSite, type Site } from '../support/site.ts';
import { STANDINGS } from '../support/standings.ts';

const WORKERS = 8;
const EACH = 15;
/** Every other worker's leads. */
const ODD_WORKERS = { company: { includes: ['lead-1', 'lead-3', 'lead-5', 'lead-7'] } };

async function takeInAll(site: Site, settings: (settings: Settings) => Settings): Promise<void> {
  const { app } = await site.start({ settings });
  const deliveryId = 'concurrent';
  await site.query(`insert into deliveries (id, source_id, key, body, received_at, read_at)
    values ('${deliveryId}', 'website', 'concurrent', '', now(), now())`);
  const worker = async (no: number) => {
    for (let n = 0; n < EACH; n += 1) {
      const key = `lead-${no}-${n}`;
      const origin = {
        ...{
          deliveryId,
          sourceId: 'website',
          key,
          isBatch: false,
          isOnly: false,
          isForm: false,
          holdUntil: null,
        },
        position: no * EACH + n,
        receivedAt: site.clock.now(),
      };
      await takeIn(app.core, origin, canonicalLeadSchema.parse(leadAt(key)), []);
    }
  };
  await Promise.all(Array.from({ length: WORKERS }, (_, no) => worker(no)));
}

test('eight workers at once take no turn twice and leave none out, at any moment', {
  timeout: 120_000,
}, async () => {
  const site = await openSite();
  await takeInAll(site, (settings) =>
    withPool('sdr-emea', {
      members: [
        { person: 'ana', weight: 2 },
        { person: 'ben', weight: 1 },
      ],
    })(withoutCaps(settings)),
  );

  const turns = await site.query<{ rep_id: string }>('select rep_id from balance_entries order by id');
  const due = turns.map((_, n) => {
    const anas = turns.slice(0, n + 1).filter((turn) => turn.rep_id === 'ana').length;
    return Math.abs(anas - ((n + 1) * 2) / 3);
  });
  expect(turns).toHaveLength(WORKERS * EACH);
  expect(Math.max(...due)).toBeLessThan(1);
  expect(
    await site.query(`select rep_id, round(lag::numeric, 9)::float8 as lag from ${STANDINGS} order by 1`),
  ).toEqual([
    { rep_id: 'ana', lag: 0 },
    { rep_id: 'ben', lag: 0 },
  ]);
});

test('eight workers at once give nobody one more than their cap, in a chain of pools that overflow', {
  timeout: 120_000,
}, async () => {
  const site = await openSite();
  const caps = { unanswered: 20, uncontacted: 15, per_day: 1_000 };
  await takeInAll(site, (settings) =>
    withPool('sdr-americas', { caps, outside_hours: 'offer' })(
      withPool('sdr-emea', { caps, overflow: { pool: 'sdr-americas' } })(settings),
    ),
  );

  expect(
    await site.query('select owner_id, state, count(*)::int as leads from handoffs group by 1, 2 order by 1'),
  ).toEqual([
    { owner_id: 'ana', state: 'offered', leads: 20 },
    { owner_id: 'ben', state: 'offered', leads: 20 },
    { owner_id: 'cleo', state: 'offered', leads: 20 },
    { owner_id: 'dan', state: 'offered', leads: 20 },
    { owner_id: null, state: 'waiting', leads: WORKERS * EACH - 80 },
  ]);
});

test('eight workers at once give nobody one more than their cap who is in two pools', {
  timeout: 120_000,
}, async () => {
  const site = await openSite();
  const pool = { caps: { unanswered: 3, uncontacted: 15, per_day: 1_000 }, outside_hours: 'offer' } as const;
  const withAna = (other: string) => ['ana', other].map((person) => ({ person, weight: 1 }));
  await takeInAll(site, (settings) => {
    const changed = withPool('sdr-americas', { ...pool, members: withAna('cleo') })(
      withPool('sdr-emea', { ...pool, members: withAna('ben') })(settings),
    );
    const odd = { id: 'odd', leg: USUAL_LEG, when: ODD_WORKERS, to: { pool: 'sdr-americas' } };
    return { ...changed, routes: [odd, ...changed.routes] };
  });

  expect(
    await site.query('select owner_id, state, count(*)::int as leads from handoffs group by 1, 2 order by 1'),
  ).toEqual([
    { owner_id: 'ana', state: 'offered', leads: 3 },
    { owner_id: 'ben', state: 'offered', leads: 3 },
    { owner_id: 'cleo', state: 'offered', leads: 3 },
    { owner_id: null, state: 'waiting', leads: WORKERS * EACH - 9 },
  ]);
});
