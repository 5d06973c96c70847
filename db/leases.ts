import { and, asc, eq, gte, inArray, isNotNull, isNull, lt, or, sql } from 'drizzle-orm';
import type { Db } from './db.ts';
import type { DeliveryRow } from './deliveries.ts';
import type { MessageRow } from './messages.ts';
import { deliveries, messages } from './schema.ts';

/**
 * What is to be read or shown is a row that says so. Whoever takes it has it for a while, and nobody else looks at it
 * meanwhile: a process that dies gives it back by not asking for more time. Leases run by the clock of the database, the
 * only one that all processes share.
 */

/** Asked for anew several times before it is over. */
export const LEASE_SECONDS = 15;
/** As long as what belongs together may take to be written: shown before, it would be shown once for each part. */
const QUIET_SECONDS = 5;

const inSeconds = (seconds: number) => sql`clock_timestamp() + make_interval(secs => ${seconds})`;
const isOver = (
  until: typeof deliveries.takenUntil | typeof messages.takenUntil | typeof messages.quietUntil,
) => or(isNull(until), lt(until, sql`clock_timestamp()`));

/** Of what whoever stores it reads at once: as long as for one that was taken. */
export const takenAtOnce = inSeconds(LEASE_SECONDS);

/** Until when nobody shows it, unless somebody says sooner that everything is written. */
export const QUIETLY = `clock_timestamp() + make_interval(secs => ${QUIET_SECONDS})`;

/** Takes deliveries that nobody reads, the oldest first; with `since` only what was received from then on. `tries` counts this one. */
export async function takeDeliveries(db: Db, most: number, since: Date | null): Promise<DeliveryRow[]> {
  const free = db
    .select({ id: deliveries.id })
    .from(deliveries)
    .where(
      and(
        isNull(deliveries.readAt),
        isOver(deliveries.takenUntil),
        since ? gte(deliveries.receivedAt, since) : undefined,
      ),
    )
    .orderBy(asc(deliveries.receivedAt))
    .limit(most)
    .for('update', { skipLocked: true });
  const rows = await db
    .update(deliveries)
    .set({ takenUntil: inSeconds(LEASE_SECONDS), tries: sql`${deliveries.tries} + 1` })
    // As an array: Postgres may run a subquery behind `in` more than once, and would lock others each time.
    .where(sql`${deliveries.id} = any(array${free})`)
    .returning();
  return rows.toSorted((a, b) => a.receivedAt.getTime() - b.receivedAt.getTime());
}

/** Since when a message is due: it was wanted then, or held back until then. Rows of older versions say only when they were made. */
export const messageDueAt = ({ notBefore, wantedAt, createdAt }: MessageRow): Date =>
  notBefore ?? wantedAt ?? createdAt;

/**
 * Takes messages that do not show the truth and may be looked at now: what managers are told first, then what is due longest;
 * with `since` only what is due from then on.
 */
export async function takeMessages(
  db: Db,
  { now, since }: { now: Date; since: Date | null },
  most: number,
): Promise<MessageRow[]> {
  const due = sql`coalesce(${messages.notBefore}, ${messages.wantedAt}, ${messages.createdAt})`;
  const isFree = and(
    sql`shown < wanted`,
    sql`${due} <= ${now.toISOString()}::timestamptz`,
    since ? sql`${due} >= ${since.toISOString()}::timestamptz` : undefined,
    isOver(messages.takenUntil),
    isOver(messages.quietUntil),
  );
  const free = (kinds: ReturnType<typeof eq> | undefined) =>
    db
      .select({ key: messages.key })
      .from(messages)
      .where(and(isFree, kinds))
      .orderBy(asc(due))
      .limit(most)
      .for('update', { skipLocked: true });
  const rows = await db
    .update(messages)
    .set({ takenUntil: inSeconds(LEASE_SECONDS) })
    .where(
      sql`${messages.key} = any((array${free(eq(messages.kind, 'escalations'))} || array${free(undefined)})[1:${most}])`,
    )
    .returning();
  return rows.toSorted((a, b) => messageDueAt(a).getTime() - messageDueAt(b).getTime());
}

/** They are being worked on still. What was given back before this arrived stays free: it would be nobody's for a whole lease. */
export async function renewDeliveries(db: Db, ids: readonly string[]): Promise<void> {
  await db
    .update(deliveries)
    .set({ takenUntil: inSeconds(LEASE_SECONDS) })
    .where(and(inArray(deliveries.id, [...ids]), isNotNull(deliveries.takenUntil)));
}

export async function renewMessages(db: Db, keys: readonly string[]): Promise<void> {
  await db
    .update(messages)
    .set({ takenUntil: inSeconds(LEASE_SECONDS) })
    .where(and(inArray(messages.key, [...keys]), isNotNull(messages.takenUntil)));
}

/** It could not be done: nobody looks at it for so long. */
export async function leaveDelivery(db: Db, id: string, seconds: number): Promise<void> {
  await db
    .update(deliveries)
    .set({ takenUntil: inSeconds(seconds) })
    .where(eq(deliveries.id, id));
}

export async function leaveMessage(db: Db, key: string, seconds: number): Promise<void> {
  await db
    .update(messages)
    .set({ takenUntil: inSeconds(seconds) })
    .where(eq(messages.key, key));
}

/** Of a message, that it was kept quiet while others were written. */
export const isQuiet = sql`quiet_until is not null`;

/** What was kept quiet may be shown: everything is written. It is due from now on: looks have passed when it was wanted. */
export async function endQuiet(db: Db, now: Date): Promise<void> {
  await db.update(messages).set({ quietUntil: null, wantedAt: now }).where(isQuiet);
}
