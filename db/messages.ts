import {
  and,
  asc,
  desc,
  eq,
  getTableColumns,
  gt,
  inArray,
  isNotNull,
  isNull,
  lte,
  ne,
  type SQL,
  sql,
} from 'drizzle-orm';
import type { Db } from './db.ts';
import { type MessageKind, messages } from './schema.ts';

export type MessageRow = typeof messages.$inferSelect;

export type NewMessage = {
  key: string;
  kind: MessageKind;
  handoffId: string | null;
  /** `person:<id>` for direct messages, `channel:<id>`, or `channel-for:<use>` of the settings. */
  place: string;
  parentKey: string | null;
  detail: Record<string, string | number>;
  /** Not posted before then. What stands in Slack already is changed at once; of several the earliest holds. */
  notBefore?: Date;
};

/** The order in which messages are locked. Here, as where keys are sorted, it must not depend on a language. */
export const byKey = sql`${messages.key} collate "C"`;

/** What was only held back for a moment is due now; answers the keys. */
export async function releaseHeldBack(tx: Db, keyPrefix: string): Promise<string[]> {
  const isHeld = and(sql`shown < wanted`, isNotNull(messages.notBefore), isNull(messages.problem));
  return release(tx, and(isHeld, sql`starts_with(${messages.key}, ${keyPrefix})`));
}

async function release(tx: Db, which: SQL | undefined): Promise<string[]> {
  const inOrder = tx
    .select({ key: messages.key })
    .from(messages)
    .where(which)
    .orderBy(byKey)
    .for('no key update');
  const rows = await tx
    .update(messages)
    .set({ notBefore: null })
    .where(inArray(messages.key, inOrder))
    .returning({ key: messages.key });
  return rows.map((row) => row.key);
}

/** Every message in which a batch stands or stood, whoever may read it now, and the person it is for; '' is a channel. */
export async function batchMessages(tx: Db, batch: string): Promise<{ key: string; personId: string }[]> {
  return tx
    .select({ key: messages.key, personId: sql<string>`${messages.detail} ->> 'personId'` })
    .from(messages)
    .where(
      // Of no handoff: an index finds those among all the cards.
      and(
        isNull(messages.handoffId),
        eq(messages.kind, 'batch'),
        sql`${messages.detail} ->> 'batch' = ${batch}`,
      ),
    );
}

/** Whether a message of this kind for this place waits because Slack does not take it. */
export async function isHeldUp(db: Db, kind: MessageKind, place: string): Promise<boolean> {
  const held = await db
    .select({ key: messages.key })
    .from(messages)
    .where(
      and(
        eq(messages.kind, kind),
        eq(messages.place, place),
        sql`${messages.shown} < ${messages.wanted} and ${messages.problem} is not null`,
      ),
    )
    .limit(1);
  return held.length > 0;
}

export async function readMessage(db: Db, key: string): Promise<MessageRow | null> {
  const [row] = await db.select().from(messages).where(eq(messages.key, key));
  return row ?? null;
}

/** Which message stands there; null when it is none of ours. It is asked for rarely, and needs no index. */
export async function keyOfPosted(db: Db, at: { channel: string; ts: string }): Promise<string | null> {
  const [row] = await db
    .select({ key: messages.key })
    .from(messages)
    .where(and(eq(messages.channel, at.channel), eq(messages.ts, at.ts)));
  return row?.key ?? null;
}

/** The messages of a kind that belong to no handoff and whose keys begin so. */
export async function keysBeginning(db: Db, kind: MessageKind, beginning: string): Promise<string[]> {
  const rows = await db
    .select({ key: messages.key })
    .from(messages)
    .where(
      and(
        isNull(messages.handoffId),
        eq(messages.kind, kind),
        sql`starts_with(${messages.key}, ${beginning})`,
      ),
    );
  return rows.map(({ key }) => key);
}

/** Those of these messages that there are, in no order. */
export async function readMessages(db: Db, keys: readonly string[]): Promise<MessageRow[]> {
  if (keys.length === 0) return [];
  return db
    .select()
    .from(messages)
    .where(inArray(messages.key, [...keys]));
}

/** When a lead last asked again, as its card says; null where never. */
export async function lastAskedAgain(db: Db, handoffId: string): Promise<Date | null> {
  const [row] = await db
    .select({ at: messages.createdAt })
    .from(messages)
    .where(
      and(
        eq(messages.handoffId, handoffId),
        eq(messages.kind, 'joined'),
        sql`${messages.detail} ->> 'isRequest' = '1'`,
      ),
    )
    .orderBy(desc(messages.createdAt))
    .limit(1);
  return row?.at ?? null;
}

/** The oldest message of a kind that a place waits for; null when it has all. */
export async function readUnposted(db: Db, kind: MessageKind, place: string): Promise<MessageRow | null> {
  const [row] = await db
    .select()
    .from(messages)
    .where(and(sql`shown < wanted`, isNull(messages.ts), eq(messages.kind, kind), eq(messages.place, place)))
    .orderBy(asc(messages.createdAt))
    .limit(1);
  return row ?? null;
}

/** Since when a place waits for a card or a reminder that Slack has not taken; null when it has all. */
export async function unreachedSince(db: Db, place: string): Promise<Date | null> {
  const [row] = await db
    .select({ since: messages.createdAt })
    .from(messages)
    .where(
      and(
        sql`shown < wanted`,
        eq(messages.place, place),
        isNull(messages.ts),
        inArray(messages.kind, ['card', 'reminder']),
      ),
    )
    .orderBy(asc(messages.createdAt))
    .limit(1);
  return row?.since ?? null;
}

/** Whether a later reminder of the same handoff says what this one would. */
export async function isReminderOutdated(
  db: Db,
  { key, handoffId, createdAt }: MessageRow,
): Promise<boolean> {
  if (handoffId === null) return false;
  const later = and(
    eq(messages.handoffId, handoffId),
    eq(messages.kind, 'reminder'),
    ne(messages.key, key),
    gt(messages.createdAt, createdAt),
  );
  return (await db.$count(messages, later)) > 0;
}

/** The newest messages of a kind, of each place at most so many, the oldest first. Of kinds that belong to no handoff. */
export async function newestOfEach(db: Db, kind: MessageKind, most: number): Promise<MessageRow[]> {
  const numbered = db
    .select({
      key: messages.key,
      no: sql<number>`row_number() over (
        partition by ${messages.place} order by ${messages.createdAt} desc, ${messages.key} desc)`.as('no'),
    })
    .from(messages)
    .where(and(isNull(messages.handoffId), eq(messages.kind, kind)))
    .as('numbered');
  return db
    .select(getTableColumns(messages))
    .from(messages)
    .innerJoin(numbered, eq(numbered.key, messages.key))
    .where(lte(numbered.no, most))
    .orderBy(asc(messages.createdAt), asc(messages.key));
}

/**
 * Whether a message stands in Slack, or is about to: one that is tried again stands as soon as Slack takes it, one held
 * back for a night was never tried.
 */
export const isToStand = ({ ts, notBefore, shown, wanted, attempts }: MessageRow, now: Date): boolean =>
  ts !== null || (shown < wanted && (attempts > 0 || notBefore === null || notBefore <= now));

/** A message is about to be posted: from here on it may be in Slack without our knowing its ts. */
export async function markSending(db: Db, key: string, channel: string, now: Date): Promise<void> {
  await db.update(messages).set({ channel, sendingSince: now }).where(eq(messages.key, key));
}

export async function markPosted(db: Db, key: string, posted: Posted): Promise<void> {
  await db
    .update(messages)
    .set({
      ...placeOf(posted),
    })
    .where(eq(messages.key, key));
}

type Posted = { channel: string; ts: string; at: Date };

const placeOf = ({ channel, ts, at }: Posted) => ({
  channel,
  ts,
  // Posted anew, it was there before.
  postedAt: sql`coalesce(${messages.postedAt}, ${at.toISOString()}::timestamptz)`,
  sendingSince: null,
});

/** Slack shows this now, and was it posted just now, there. `shown` is the count that was wanted when it was read. */
export async function markShown(
  db: Db,
  key: string,
  hash: string | null,
  shown: number,
  posted: Posted | null = null,
): Promise<void> {
  // A change that was held back while this was shown is still held back: nothing looks before that.
  const held = sql`case when ${messages.wanted} > ${shown} and ${messages.attempts} = 0
    then ${messages.notBefore} end`;
  await db
    .update(messages)
    .set({
      ...{ shownHash: hash, shown, attempts: 0, notBefore: held, problem: null, takenUntil: null },
      ...(posted && placeOf(posted)),
    })
    .where(eq(messages.key, key));
}

/** Slack shows nothing of it any more: the next sync shows it anew. */
export async function forgetShown(tx: Db, key: string): Promise<void> {
  await tx.update(messages).set({ shownHash: null, notBefore: null }).where(eq(messages.key, key));
}

/** Not now: try again at `notBefore`. */
export async function postpone(
  db: Db,
  key: string,
  values: { notBefore: Date; problem: string | null; isSurelyUnsent: boolean },
): Promise<void> {
  await db
    .update(messages)
    .set({
      notBefore: values.notBefore,
      problem: values.problem,
      takenUntil: null,
      attempts: sql`${messages.attempts} + 1`,
      ...(values.isSurelyUnsent && { sendingSince: null }),
    })
    .where(eq(messages.key, key));
}

/** The message is no longer in Slack: the next sync posts it anew. */
export async function forgetPosted(db: Db, key: string, now: Date): Promise<void> {
  await db
    .update(messages)
    .set({
      ts: null,
      shownHash: null,
      sendingSince: null,
      notBefore: null,
      wanted: sql`${messages.wanted} + 1`,
      wantedAt: now,
    })
    .where(eq(messages.key, key));
}

/**
 * What was tried and never sent is due again at once: new settings may have a place for it. What is only held back
 * until its time is not. Answers the keys.
 */
export const releaseUnsent = (tx: Db): Promise<string[]> =>
  release(
    tx,
    and(sql`shown < wanted`, isNull(messages.ts), isNull(messages.sendingSince), gt(messages.attempts, 0)),
  );
