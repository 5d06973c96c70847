import { and, eq, inArray, isNotNull, sql } from 'drizzle-orm';
import type { Db } from './db.ts';
import { rowsOf } from './rows.ts';
import {
  answers,
  deliveries,
  handoffEvents,
  handoffs,
  identities,
  items,
  rejections,
  returns,
  signals,
  stageChanges,
} from './schema.ts';

/** Takes out all that was told or written of a lead, so that only what is counted is left: when, what, and by whom of ours. */
export async function forgetLead(tx: Db, leadId: string): Promise<void> {
  const theirHandoffs = tx.select({ id: handoffs.id }).from(handoffs).where(eq(handoffs.leadId, leadId));
  // Nothing of it comes back: there is nobody any more to whom it would be offered again.
  await tx.update(handoffs).set({ before: null, undoUntil: null }).where(eq(handoffs.leadId, leadId));
  const theirDeliveries = tx.select({ id: items.deliveryId }).from(items).where(eq(items.leadId, leadId));
  // Raw bytes hold whatever was sent. What is not read yet is: it may be about others.
  await tx
    .update(deliveries)
    .set({ body: null })
    .where(and(inArray(deliveries.id, theirDeliveries), isNotNull(deliveries.readAt)));
  await tx.update(items).set({ lead: null, problems: null }).where(eq(items.leadId, leadId));
  await tx.delete(identities).where(eq(identities.leadId, leadId));
  // The same signal at the same time and without its address is one signal.
  await tx.delete(signals).where(eq(signals.leadId, leadId));
  await tx.update(stageChanges).set({ evidence: null }).where(eq(stageChanges.leadId, leadId));
  await tx.update(rejections).set({ note: '', weighed: null }).where(eq(rejections.leadId, leadId));
  await tx.delete(returns).where(eq(returns.leadId, leadId));
  // What marketing wrote of others as well is not about them.
  const { answerId } = rejections;
  await tx
    .update(answers)
    .set({ note: '' })
    .where(sql`
    ${answers.id} in (select ${answerId} from ${rejections} where ${rejections.leadId} = ${leadId})
    and not exists (select from ${rejections} where ${answerId} = ${answers.id} and ${rejections.leadId} <> ${leadId})`);
  await tx
    .update(handoffEvents)
    .set({ event: sql`jsonb_set(${handoffEvents.event}, '{note}', '""')` })
    .where(and(inArray(handoffEvents.handoffId, theirHandoffs), sql`${handoffEvents.event} ? 'note'`));
  await tx
    .update(handoffEvents)
    .set({ event: sql`jsonb_set(${handoffEvents.event}, '{email}', '""')` })
    .where(and(inArray(handoffEvents.handoffId, theirHandoffs), sql`${handoffEvents.event} ? 'email'`));
  await tx
    .update(handoffEvents)
    .set({ event: sql`jsonb_set(${handoffEvents.event}, '{answers}', '{}')` })
    .where(and(inArray(handoffEvents.handoffId, theirHandoffs), sql`${handoffEvents.event} ? 'answers'`));
  await tx
    .update(handoffEvents)
    .set({ event: sql`${handoffEvents.event} - 'correction'` })
    .where(and(inArray(handoffEvents.handoffId, theirHandoffs), eq(handoffEvents.type, 'rejected')));
  await forgetWhyReassigned(tx, leadId);
  await forgetDeals(tx, leadId);
}

/**
 * Why a person gave it to somebody else, in their words. With a rejection that is the code of its reason, and what nobody
 * decided is in ours.
 */
const forgetWhyReassigned = (tx: Db, leadId: string): Promise<unknown> =>
  tx.execute(sql`
    update handoff_events e set event = jsonb_set(e.event, '{because}', '""')
    from handoffs h
    where h.id = e.handoff_id and h.lead_id = ${leadId} and e.actor_id is not null
      and (e.type = 'reassigned' or e.type = 'owner_needed' and not exists (
        select from handoff_events r where r.handoff_id = e.handoff_id and r.type = 'rejected' and r.event ->> 'reason' = e.event ->> 'because'))`);

/** What a deal was worth is counted; what was agreed with them, what they may need, and whom they chose instead, is not. */
async function forgetDeals(tx: Db, leadId: string): Promise<void> {
  const theirs = inArray(
    handoffEvents.handoffId,
    tx.select({ id: handoffs.id }).from(handoffs).where(eq(handoffs.leadId, leadId)),
  );
  await tx
    .update(handoffEvents)
    .set({ event: sql`jsonb_set(${handoffEvents.event}, '{deal,nextStep}', '""')` })
    .where(and(theirs, eq(handoffEvents.type, 'opportunity')));
  await tx
    .update(handoffEvents)
    .set({ event: sql`jsonb_set(${handoffEvents.event}, '{competitor}', '""')` })
    .where(and(theirs, eq(handoffEvents.type, 'lost')));
  await tx
    .update(handoffEvents)
    .set({ event: sql`jsonb_set(${handoffEvents.event}, '{what}', '""')` })
    .where(and(theirs, eq(handoffEvents.type, 'expansion')));
  await tx
    .update(handoffs)
    .set({ deal: sql`jsonb_set(${handoffs.deal}, '{nextStep}', '""')` })
    .where(and(eq(handoffs.leadId, leadId), isNotNull(handoffs.deal)));
}

/** Who asks to be forgotten is named in the asking: of a delivery that was taken in nothing is kept but that it came. */
export async function dropBody(db: Db, deliveryId: string): Promise<void> {
  await db.update(deliveries).set({ body: null }).where(eq(deliveries.id, deliveryId));
}

/** Every message that shows something of a lead: those about its handoffs, and the lists in which one of them stands. */
export async function messageKeysOf(tx: Db, leadId: string): Promise<string[]> {
  const rows = rowsOf<{ key: string }>(
    await tx.execute(sql`
    with theirs as (select id, owner_id, claim_key from handoffs where lead_id = ${leadId})
    select m.key from theirs h join messages m on m.handoff_id = h.id
    union select r.message_key from rejections r where r.lead_id = ${leadId}
    union select r.dispute_key from rejections r where r.lead_id = ${leadId} and r.dispute_key is not null
    union select 'correction:' || r.id from rejections r where r.lead_id = ${leadId}
    union select m.key from theirs h join messages m
      on m.handoff_id is null and m.kind = 'late' and m.place = 'person:' || h.owner_id
    union select m.key from theirs h join messages m
      on m.handoff_id is null and m.kind = 'batch' and m.detail ->> 'batch' = h.claim_key
    union select m.key from theirs h join covered_handoffs c on c.handoff_id = h.id
      join messages m on m.handoff_id is null and m.kind = 'cover' and m.detail ->> 'coverId' = c.cover_id
    order by 1`),
  );
  return rows.map(({ key }) => key);
}

/** The handoffs of a lead, with whoever has each. */
export const handoffsOf = (tx: Db, leadId: string) =>
  tx
    .select({ id: handoffs.id, ownerId: handoffs.ownerId, poolId: handoffs.poolId })
    .from(handoffs)
    .where(eq(handoffs.leadId, leadId));
