import { and, asc, eq, inArray, isNull, lte, or, sql } from 'drizzle-orm';
import type { Db } from './open.ts';
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
};

/** Makes sure that a message is wanted; one that is there already is wanted anew. */
export async function wantMessage(tx: Db, message: NewMessage, marker: string, now: Date): Promise<void> {
  await tx
    .insert(messages)
    .values({ ...message, marker, wanted: 1, shown: 0, createdAt: now })
    .onConflictDoUpdate({ target: messages.key, set: { wanted: sql`${messages.wanted} + 1` } });
}

/** Every message that shows this handoff has to be looked at again; answers their keys. */
export async function touchMessages(
  tx: Db,
  handoffId: string,
  alsoKeys: readonly string[],
): Promise<string[]> {
  const rows = await tx
    .update(messages)
    .set({ wanted: sql`${messages.wanted} + 1` })
    .where(
      or(
        and(eq(messages.handoffId, handoffId), eq(messages.kind, 'card')),
        alsoKeys.length > 0 ? inArray(messages.key, [...alsoKeys]) : undefined,
      ),
    )
    .returning({ key: messages.key });
  return rows.map((row) => row.key);
}

/**
 * Those of these messages that there are have to be looked at again; answers their keys. They are locked in order,
 * so that two transactions with several in common do not wait for each other.
 */
export async function touchKeys(tx: Db, keys: readonly string[]): Promise<string[]> {
  if (keys.length === 0) return [];
  const locked = tx
    .select({ key: messages.key })
    .from(messages)
    .where(inArray(messages.key, [...keys]))
    .orderBy(asc(messages.key))
    .for('update');
  const rows = await tx
    .update(messages)
    .set({ wanted: sql`${messages.wanted} + 1` })
    .where(inArray(messages.key, locked))
    .returning({ key: messages.key });
  return rows.map((row) => row.key);
}

export async function readMessage(db: Db, key: string): Promise<MessageRow | null> {
  const [row] = await db.select().from(messages).where(eq(messages.key, key));
  return row ?? null;
}

/** Messages of one kind whose key begins like this, the oldest first. */
export async function messagesLike(db: Db, keyPrefix: string): Promise<MessageRow[]> {
  return db
    .select()
    .from(messages)
    .where(sql`starts_with(${messages.key}, ${keyPrefix})`)
    .orderBy(asc(messages.createdAt), asc(messages.key));
}

/** A message is about to be posted: from here on it may be in Slack without our knowing its ts. */
export async function markSending(db: Db, key: string, channel: string, now: Date): Promise<void> {
  await db.update(messages).set({ channel, sendingSince: now }).where(eq(messages.key, key));
}

export async function markPosted(
  db: Db,
  key: string,
  posted: { channel: string; ts: string; at: Date },
): Promise<void> {
  await db
    .update(messages)
    .set({ channel: posted.channel, ts: posted.ts, postedAt: posted.at, sendingSince: null })
    .where(eq(messages.key, key));
}

/** Slack shows this now. `shown` is the count that was wanted when it was read. */
export async function markShown(db: Db, key: string, hash: string | null, shown: number): Promise<void> {
  await db
    .update(messages)
    .set({ shownHash: hash, shown, attempts: 0, notBefore: null, problem: null })
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
      attempts: sql`${messages.attempts} + 1`,
      ...(values.isSurelyUnsent && { sendingSince: null }),
    })
    .where(eq(messages.key, key));
}

/** The message is no longer in Slack: the next sync posts it anew. */
export async function forgetPosted(db: Db, key: string): Promise<void> {
  await db
    .update(messages)
    .set({
      ts: null,
      shownHash: null,
      sendingSince: null,
      notBefore: null,
      wanted: sql`${messages.wanted} + 1`,
    })
    .where(eq(messages.key, key));
}

/** What was never sent is due again at once: new settings may have a place for it. Answers the keys. */
export async function releaseUnsent(tx: Db): Promise<string[]> {
  const rows = await tx
    .update(messages)
    .set({ notBefore: null })
    .where(and(sql`shown < wanted`, isNull(messages.ts), isNull(messages.sendingSince)))
    .returning({ key: messages.key });
  return rows.map((row) => row.key);
}

/** Messages that do not show the truth although nothing keeps them from it, the oldest first. */
export async function messagesToSync(db: Db, now: Date, limit: number): Promise<string[]> {
  const rows = await db
    .select({ key: messages.key })
    .from(messages)
    .where(and(sql`shown < wanted`, or(isNull(messages.notBefore), lte(messages.notBefore, now))))
    .orderBy(asc(messages.createdAt))
    .limit(limit);
  return rows.map((row) => row.key);
}
