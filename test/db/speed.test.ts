import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Db } from '#db/db.ts';
import type { Database } from '#db/open.ts';
import { deliveries, handoffEvents, items, messages } from '#db/schema.ts';
import { countSpeed, readSpeedTimes } from '#db/speed.ts';
import type { HandoffEvent } from '#domain/handoff.ts';
import { snoozesIn, speedOf } from '#domain/speed.ts';
import { make } from '../domain/make.ts';
import { addHandoff, addLead, openDatabase } from './make.ts';

let database: Database;
let db: Db;

const at = (time: string) => new Date(`2026-03-02T${time}Z`);

/** The delivery that opened a handoff, as its sender told it. */
async function came(handoffId: string, receivedAt: Date, occurred_at?: string): Promise<void> {
  const source = { sourceId: 'website', key: handoffId };
  await db.insert(deliveries).values({ ...source, id: handoffId, body: Buffer.from(''), receivedAt });
  const lead = make.lead({ occurred_at });
  const item = { ...source, id: handoffId, deliveryId: handoffId, position: 0, lead, at: receivedAt };
  await db.insert(items).values({ ...item, outcome: 'handoff', leadId: handoffId, handoffId });
}

async function shown(handoffId: string, no: number, postedAt: Date | null): Promise<void> {
  const key = `card:${handoffId}:${no}`;
  const message = { key, marker: key, kind: 'card', handoffId, place: 'person:ana', detail: {} } as const;
  await db.insert(messages).values({ ...message, wanted: 1, shown: 1, createdAt: at('08:00:00'), postedAt });
}

const history: { at: Date; event: HandoffEvent }[] = [
  { at: at('08:00:30'), event: { type: 'offered', to: 'ana', poolId: 'sdr', no: 1 } },
  { at: at('08:02:00'), event: { type: 'snoozed', by: 'ana', until: at('08:30:00') } },
  { at: at('08:05:00'), event: { type: 'breached', clock: 'accept', repId: 'ana' } },
  {
    at: at('08:06:00'),
    event: {
      type: 'told_again',
      by: null,
      channel: 'call',
      of: '2026-03-02T08:01:30.000Z',
      outcome: 'no_answer',
      note: '',
      via: 'crm',
    },
  },
  { at: at('08:07:00'), event: { type: 'woken', because: 'rep' } },
];

beforeAll(async () => {
  database = await openDatabase();
  db = database.db;
  await addLead(db, 'grace', { capturedAt: new Date('2025-01-01T08:00:00Z') });
  const responded = { acceptedAt: at('08:09:00'), respondedAt: at('08:11:00') };
  await addHandoff(db, 'grace', { leadId: 'grace', state: 'working', ...responded });
  await came('grace', at('08:00:20'), '2026-03-02T08:00:00Z');
  await shown('grace', 1, at('08:01:00'));
  await shown('grace', 2, at('08:08:00'));
  await db
    .insert(handoffEvents)
    .values(
      history.map((one) => ({ ...one, type: one.event.type, handoffId: 'grace', sourceId: 'website' })),
    );

  await addLead(db, 'past', { capturedAt: at('07:00:00') });
  await addHandoff(db, 'past', { leadId: 'past', ownerId: 'ben', respondedAt: at('08:00:00') });

  await addLead(db, 'early', {});
  await addHandoff(db, 'early', { leadId: 'early', respondedAt: at('08:00:10') });
  await came('early', at('08:00:00'));
  await shown('early', 1, at('08:00:20'));

  await addLead(db, 'open', {});
  await addHandoff(db, 'open', { leadId: 'open' });
  await shown('open', 1, null);
}, 60_000);

afterAll(() => database.close());

test('what opened the handoff says when it was captured, not the lead’s first visit; the first card, when Slack had it', async () => {
  expect(await readSpeedTimes(db, 'grace')).toEqual({
    captured: at('08:00:00'),
    received: at('08:00:20'),
    routed: at('08:00:00'),
    delivered: at('08:01:00'),
    accepted: at('08:09:00'),
    responded: at('08:11:00'),
  });
});

test('an imported handoff was captured and never delivered', async () => {
  expect(await readSpeedTimes(db, 'past')).toMatchObject({
    captured: at('07:00:00'),
    received: null,
    delivered: null,
  });
});

test('what lay in a batch was in Slack from when it was laid there', async () => {
  await addLead(db, 'scan', {});
  await addHandoff(db, 'scan', { leadId: 'scan', state: 'waiting' });
  const held = { type: 'held', claimKey: 'batch:fair:sdr:2026-03-02' } as const;
  const row = { handoffId: 'scan', type: held.type, sourceId: 'fair', event: held };
  await db.insert(handoffEvents).values({ ...row, at: at('08:00:40') });
  await shown('scan', 1, at('11:00:00'));
  expect((await readSpeedTimes(db, 'scan')).delivered).toEqual(at('08:00:40'));
});

const all = sql`those as (
  select h.id, h.lead_id, h.leg, h.created_at, h.responded_at, l.captured_at as lead_captured_at, h.owner_id as key
  from handoffs h join leads l on l.id = h.lead_id where h.responded_at is not null
)`;

test('counted together, each share is what the rule makes of one lead', async () => {
  const rows = await countSpeed(db, all);
  const graces = speedOf(await readSpeedTimes(db, 'grace'), snoozesIn(history)).shares;
  expect(graces).toEqual({ total: 11, system: 1, person: 10, snoozed: 5 });
  expect(rows.toSorted((a, b) => JSON.stringify(a).localeCompare(JSON.stringify(b)))).toEqual([
    { key: 'ana', share: 'person', seconds: 0, count: 1 },
    { key: 'ana', share: 'person', seconds: 600, count: 1 },
    { key: 'ana', share: 'snoozed', seconds: 300, count: 1 },
    { key: 'ana', share: 'system', seconds: 10, count: 1 },
    { key: 'ana', share: 'system', seconds: 60, count: 1 },
    { key: 'ana', share: 'total', seconds: 10, count: 1 },
    { key: 'ana', share: 'total', seconds: 660, count: 1 },
    { key: 'ben', share: 'total', seconds: 3_600, count: 1 },
  ]);
});
