import { and, eq, inArray, isNull, sql } from 'drizzle-orm';
import type { Db } from './db.ts';
import { noteChange } from './funnel-days.ts';
import { removeHandoffs } from './import.ts';
import { IMPORTED } from './imported.ts';
import { rowsOf } from './rows.ts';
import {
  accountSignals,
  accounts,
  deliveries,
  handoffs,
  identities,
  items,
  leads,
  meetings,
  signals,
  stageChanges,
} from './schema.ts';

/** An import that may be taken back; null when there is none of this id. */
export async function readImport(db: Db, id: string): Promise<{ sourceId: string; at: Date } | null> {
  const [row] = await db
    .select({ sourceId: deliveries.sourceId, at: deliveries.receivedAt })
    .from(deliveries)
    .where(and(eq(deliveries.id, id), eq(deliveries.key, `${IMPORTED}${id}`)));
  return row ?? null;
}

/**
 * Takes back the leads one import made. Kept is whoever was heard of since, from a source or in another import, or was
 * handed to somebody here. Answers how many went and how many stay.
 */
export async function removeImport(tx: Db, id: string): Promise<{ removed: number; kept: number }> {
  const rows = rowsOf<{ id: string; isOnlyHere: boolean }>(
    await tx.execute(sql`
      select l.id, not exists (select from items i where i.lead_id = l.id and i.delivery_id <> ${id})
        and not exists (
          select from handoffs h where h.lead_id = l.id and not starts_with(h.settings_version, ${IMPORTED})
        ) as "isOnlyHere"
      from leads l join deliveries d on d.id = ${id} and l.created_at = d.received_at
      where exists (
        select from items i
        where i.lead_id = l.id and i.source_id = d.source_id and starts_with(i.key, ${IMPORTED})
      )`),
  );
  const gone = rows.filter(({ isOnlyHere }) => isOnlyHere).map((row) => row.id);
  for (let from = 0; from < gone.length; from += REMOVED_AT_ONCE) {
    await removeLeads(tx, gone.slice(from, from + REMOVED_AT_ONCE));
  }
  const left = await tx.select({ id: items.id }).from(items).where(eq(items.deliveryId, id)).limit(1);
  if (left.length === 0) await tx.delete(deliveries).where(eq(deliveries.id, id));
  return { removed: gone.length, kept: rows.length - gone.length };
}

const REMOVED_AT_ONCE = 1_000;

async function removeLeads(tx: Db, ids: readonly string[]): Promise<void> {
  const passed = await tx
    .select({ id: handoffs.id })
    .from(handoffs)
    .where(inArray(handoffs.leadId, [...ids]));
  await removeHandoffs(
    tx,
    passed.map((row) => row.id),
  );
  for (const table of [meetings, signals, stageChanges, identities, items]) {
    await tx.delete(table).where(inArray(table.leadId, [...ids]));
  }
  const gone = await tx
    .delete(leads)
    .where(inArray(leads.id, [...ids]))
    .returning({ accountId: leads.accountId, capturedAt: leads.capturedAt });
  noteChange(
    tx,
    gone.map(({ capturedAt }) => capturedAt),
  );
  const accountIds = [...new Set(gone.flatMap(({ accountId }) => accountId ?? []))];
  if (accountIds.length === 0) return;
  await tx.delete(accounts).where(
    and(
      inArray(accounts.id, accountIds),
      isNull(accounts.ownerId),
      sql`not exists (select from ${leads} where ${leads.accountId} = ${accounts.id})`,
      // What the company did is kept for who comes later.
      sql`not exists (select from ${accountSignals} where ${accountSignals.accountId} = ${accounts.id})`,
    ),
  );
}
