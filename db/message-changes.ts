import { and, inArray, sql } from 'drizzle-orm';
import type { Db } from './db.ts';
import { quiet } from './leases.ts';
import { byKey, type NewMessage } from './messages.ts';
import { messages } from './schema.ts';

/**
 * What a transaction changes of messages. It is gathered, and written when everything else is, in the order of the
 * keys: whoever has one message and wants another never waits for somebody who has that and wants this.
 */

/** When a message is due that Slack has no part in yet; `as_it_is` leaves what stands. */
type Due = { type: 'as_it_is' } | { type: 'now' } | { type: 'by'; at: Date } | { type: 'later'; at: Date };

type Change = {
  /** What is made where there is none; null where only one that is there changes. */
  message: (NewMessage & { marker: string }) | null;
  due: Due;
  /** Whether more that belongs to it is about to be written: then it is shown a moment later, or when that is said to be over. */
  isQuiet: boolean;
};

export type MessageChanges = {
  /** A message should be there, and be looked at. `notBefore` of several is the earliest. */
  want: (message: NewMessage, marker: string) => void;
  /** The same, though not before then: what changes many times in a moment is shown once for all of them. */
  wantLater: (message: NewMessage, marker: string, notBefore: Date) => void;
  /** Those of these that there are have to be looked at again. */
  touch: (keys: readonly string[]) => void;
  /** The same, in a moment: others are shown first. */
  touchQuietly: (keys: readonly string[]) => void;
  /** The same, though not before then. */
  touchLater: (keys: readonly string[], notBefore: Date) => void;
  /** The same, and what was only held back for a moment is due now. */
  touchNow: (keys: readonly string[]) => void;
  /** Every card of a handoff, and where it lies to be claimed, has to be looked at again. */
  touchCards: (handoffId: string) => void;
  /** Writes what was gathered; these keys come last, in their order. Answers whether anything may be shown now. */
  write: (
    tx: Db,
    now: Date,
    of: { last: readonly string[]; isQuiet: (key: string) => boolean },
  ) => Promise<boolean>;
};

export function gatherMessageChanges(): MessageChanges {
  const changes = new Map<string, Change>();
  const cards = new Set<string>();
  const add = (key: string, next: Change): void => {
    const known = changes.get(key);
    changes.set(key, known ? merged(known, next) : next);
  };
  const touchAll = (keys: readonly string[], due: Due, isQuiet = false): void => {
    for (const key of keys) add(key, { message: null, due, isQuiet });
  };
  return {
    want: (message, marker) => {
      const { notBefore } = message;
      const due: Due = notBefore ? { type: 'by', at: notBefore } : AS_IT_IS;
      add(message.key, { message: { ...message, marker }, due, isQuiet: false });
    },
    wantLater: (message, marker, at) =>
      add(message.key, { message: { ...message, marker }, due: { type: 'later', at }, isQuiet: false }),
    touch: (keys) => touchAll(keys, AS_IT_IS),
    touchQuietly: (keys) => touchAll(keys, AS_IT_IS, true),
    touchLater: (keys, at) => touchAll(keys, { type: 'later', at }),
    touchNow: (keys) => touchAll(keys, { type: 'now' }),
    touchCards: (handoffId) => void cards.add(handoffId),
    write: async (tx, now, { last, isQuiet }) => {
      touchAll(await cardsOf(tx, [...cards]), AS_IT_IS);
      touchAll(last, AS_IT_IS);
      for (const [key, change] of changes) if (isQuiet(key)) change.isQuiet = true;
      const atEnd = new Set(last);
      const sorted = [...changes].toSorted(
        ([a], [b]) => Number(atEnd.has(a)) - Number(atEnd.has(b)) || (a < b ? -1 : 1),
      );
      let isAnyDue = false;
      for (const run of runsOf(sorted)) isAnyDue = (await writeRun(tx, now, run)) || isAnyDue;
      return isAnyDue;
    },
  };
}

const AS_IT_IS: Due = { type: 'as_it_is' };

/** Of one message in one transaction: it is made if any says so, shown soon if any wants that, and due as the last one says. */
const merged = (known: Change, next: Change): Change => ({
  message: known.message ?? next.message,
  due: laterWord(known.due, next.due),
  isQuiet: known.isQuiet && next.isQuiet,
});

function laterWord(known: Due, next: Due): Due {
  if (next.type === 'as_it_is') return known;
  return known.type === 'by' && next.type === 'by' && known.at < next.at ? known : next;
}

/** The cards of these handoffs, and the messages in which they lie to be claimed. */
async function cardsOf(tx: Db, handoffIds: readonly string[]): Promise<string[]> {
  if (handoffIds.length === 0) return [];
  const rows = await tx
    .select({ key: messages.key })
    .from(messages)
    .where(and(inArray(messages.handoffId, [...handoffIds]), inArray(messages.kind, ['card', 'claim'])));
  return rows.map(({ key }) => key);
}

type Run = { isMade: boolean; due: Due; isQuiet: boolean; changes: [string, Change][] };

/** Neighbours that one statement can write. */
function runsOf(sorted: readonly [string, Change][]): Run[] {
  const runs: Run[] = [];
  for (const one of sorted) {
    const [, { message, due, isQuiet }] = one;
    const last = runs.at(-1);
    const isSame =
      last &&
      last.isMade === (message !== null) &&
      last.isQuiet === isQuiet &&
      last.due.type === due.type &&
      timeOf(last.due) === timeOf(due);
    if (isSame) last.changes.push(one);
    else runs.push({ isMade: message !== null, due, isQuiet, changes: [one] });
  }
  return runs;
}

const timeOf = (due: Due): number => ('at' in due ? due.at.getTime() : 0);

/** Answers whether any of it may be shown now. */
async function writeRun(tx: Db, now: Date, { due, isQuiet, changes }: Run): Promise<boolean> {
  const quietUntil = isQuiet ? quiet() : null;
  const set = { wanted: sql`${messages.wanted} + 1`, quietUntil, ...notBefore(due) };
  const made = changes.flatMap(([, { message }]) => message ?? []);
  const first = { notBefore: 'at' in due ? due.at : null, quietUntil, wanted: 1, shown: 0, createdAt: now };
  const rows =
    made.length > 0
      ? await tx
          .insert(messages)
          .values(made.map((message) => ({ ...message, ...first })))
          .onConflictDoUpdate({ target: messages.key, set })
          .returning({ key: messages.key })
      : await tx
          .update(messages)
          .set(set)
          .where(
            inArray(
              messages.key,
              lockedInOrder(
                tx,
                changes.map(([key]) => key),
              ),
            ),
          )
          .returning({ key: messages.key });
  return rows.length > 0 && !isQuiet && due.type !== 'later';
}

function notBefore(due: Due) {
  const { notBefore: held } = messages;
  switch (due.type) {
    case 'as_it_is':
      return {};
    case 'now':
      return { notBefore: sql`case when ${messages.problem} is null then null else ${held} end` };
    case 'later':
      return { notBefore: sql`coalesce(${held}, ${due.at.toISOString()})` };
    case 'by':
      // What Slack has, or was kept from it by trouble, goes its own way.
      return {
        notBefore: sql`case
          when ${messages.ts} is null and ${messages.sendingSince} is null and ${messages.attempts} = 0
          then least(coalesce(${held}, ${due.at.toISOString()}), ${due.at.toISOString()})
          else ${held} end`,
      };
  }
}

const lockedInOrder = (tx: Db, keys: readonly string[]) =>
  tx
    .select({ key: messages.key })
    .from(messages)
    .where(sql`${messages.key} = any(${sql.param([...keys])}::text[])`)
    .orderBy(byKey)
    .for('no key update');
