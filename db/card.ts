import { sql } from 'drizzle-orm';
import type { Db } from './db.ts';
import { type Telling, TOLD } from './deliveries.ts';
import { type HandoffRow, toHandoffRow } from './handoffs.ts';
import { type LeadRow, toSignal } from './leads.ts';
import { HAS_MIRROR } from './mirrored-accounts.ts';
import type { PauseRow } from './pauses.ts';
import type { PersonRow } from './people.ts';
import { rowOf, rowsOf } from './rows.ts';
import {
  accountSignals,
  clocks,
  handoffEvents,
  handoffs,
  leads,
  offers,
  pauses,
  people,
  signals,
} from './schema.ts';

/** Everything of one handoff that a card tells, as the rows say at one moment. */
export type CardRows = {
  row: HandoffRow;
  lead: LeadRow;
  /** The newest last. */
  clocks: (typeof clocks.$inferSelect)[];
  events: (typeof handoffEvents.$inferSelect)[];
  offers: (typeof offers.$inferSelect)[];
  signals: ReturnType<typeof toSignal>[];
  /** What their company did. */
  accountSignals: ReturnType<typeof toSignal>[];
  tellings: Telling[];
  /** Who has it. */
  owner: PersonRow | null;
  /** The pause of all clocks that is in force. */
  pause: PauseRow | null;
  /** Whether any account is mirrored, so that there is something to be asked. */
  hasMirror: boolean;
};

type Json = Record<string, unknown>;
type Found = {
  handoff: Json;
  lead: Json;
  pause: Json | null;
  owner: Json | null;
  hasMirror: boolean;
} & Record<'clocks' | 'events' | 'offers' | 'signals' | 'accountSignals' | 'tellings', Json[]>;

/** In one statement: a card is drawn for each lead, and each time it changes. Null where the handoff is not there. */
export async function readCard(
  db: Db,
  handoffId: string,
  most: { signals: number; tellings: number },
): Promise<CardRows | null> {
  const told = sql.param([...TOLD]);
  const [found] = rowsOf<Found>(
    await db.execute(sql`
      select to_json(h) as handoff, to_json(l) as lead,
        (select coalesce(json_agg(c order by c.started_at, c.offer_no), '[]')
          from clocks c where c.handoff_id = h.id) as clocks,
        (select coalesce(json_agg(e order by e.id), '[]')
          from handoff_events e where e.handoff_id = h.id) as events,
        (select coalesce(json_agg(o order by o.no), '[]') from offers o where o.handoff_id = h.id) as offers,
        (select coalesce(json_agg(s), '[]') from (
          select type, at, title, url from signals where lead_id = l.id order by at desc limit ${most.signals}) s) as signals,
        (select coalesce(json_agg(s), '[]') from (
          select type, at, title, url from account_signals where account_id = l.account_id
          order by at desc limit ${most.signals}) s) as "accountSignals",
        (select coalesce(json_agg(t order by t.at, t.id), '[]') from (
          select id, source_id as "sourceId", lead as told, at from items
          where lead_id = l.id and outcome = any(${told}::text[]) and lead is not null
          order by at desc, id desc limit ${most.tellings}) t) as tellings,
        (select to_json(p) from pauses p where p.ended_at is null order by p.no desc limit 1) as pause,
        (select to_json(o) from people o where o.id = h.owner_id) as owner,
        ${HAS_MIRROR} as "hasMirror"
      from handoffs h join leads l on l.id = h.lead_id where h.id = ${handoffId}`),
  );
  if (!found) return null;
  return {
    row: toHandoffRow(rowOf(handoffs, found.handoff)),
    lead: rowOf(leads, found.lead),
    clocks: found.clocks.map((row) => rowOf(clocks, row)),
    events: found.events.map((row) => rowOf(handoffEvents, row)),
    offers: found.offers.map((row) => rowOf(offers, row)),
    pause: found.pause && rowOf(pauses, found.pause),
    hasMirror: found.hasMirror,
    owner: found.owner && rowOf(people, found.owner),
    signals: found.signals.map((row) => toSignal(rowOf(signals, row))),
    accountSignals: found.accountSignals.map((row) => toSignal(rowOf(accountSignals, row))),
    tellings: found.tellings.map(({ sourceId, told: telling, at }) => ({
      sourceId: String(sourceId),
      told: telling as Telling['told'],
      at: new Date(String(at)),
    })),
  };
}
