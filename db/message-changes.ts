import { and, inArray } from 'drizzle-orm';
import type { Db } from './db.ts';
import { writeLater } from './later.ts';
import { QUIETLY } from './leases.ts';
import type { NewMessage } from './messages.ts';
import { messages } from './schema.ts';

/**
 * What a transaction changes of messages. It is gathered, and written when everything else is: held any longer, a message
 * that many leads change would hold up everybody. Each sort of change locks its messages in the order of their keys.
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
  /** Writes what was gathered, at the transaction's end; these keys as well. Answers whether anything may have to be shown now. */
  write: (
    tx: Db,
    now: Date,
    of: { also: readonly string[]; isQuiet: (key: string) => boolean },
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
    write: async (tx, now, { also, isQuiet }) => {
      touchAll(await cardsOf(tx, [...cards]), AS_IT_IS);
      touchAll(also, AS_IT_IS);
      for (const [key, change] of changes) if (isQuiet(key)) change.isQuiet = true;
      const alike = Map.groupBy(changes, ([, { message, due, isQuiet: quietly }]) =>
        [message === null ? 'touched' : 'made', due.type, quietly].join(),
      );
      // In the same order whoever it is: Postgres carries out the last part of a statement first.
      for (const sort of [...alike.keys()].toSorted().toReversed())
        writeAlike(tx, now, alike.get(sort) ?? []);
      return [...changes.values()].some((change) => !change.isQuiet && change.due.type !== 'later');
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

/** Writes changes of one sort, in the order of their keys. */
function writeAlike(tx: Db, now: Date, some: readonly [string, Change][]): void {
  const sorted = some.toSorted(([a], [b]) => (a < b ? -1 : 1));
  const rows = sorted.map(([key, { message, due }]) => ({
    ...(message && {
      kind: message.kind,
      marker: message.marker,
      handoff_id: message.handoffId,
      place: message.place,
      parent_key: message.parentKey,
      detail: message.detail,
      created_at: now,
    }),
    key,
    wanted_at: now,
    not_before: 'at' in due ? due.at : null,
  }));
  const [[, { message, due, isQuiet }] = NONE] = sorted;
  writeLater(tx, (list) => (message ? made : touched)(list, due.type, isQuiet ? QUIETLY : 'null'), rows);
}

const NONE: [string, Change] = ['', { message: null, due: AS_IT_IS, isQuiet: true }];

const made = (list: string, due: Due['type'], quietUntil: string): string => `
  insert into messages (key, kind, marker, handoff_id, place, parent_key, detail, not_before, quiet_until,
    wanted, wanted_at, shown, created_at)
  select key, kind, marker, handoff_id, place, parent_key, detail, not_before, ${quietUntil}, 1, wanted_at, 0, created_at
  from json_populate_recordset(null::messages, ${list})
  on conflict (key) do update set wanted = messages.wanted + 1, wanted_at = excluded.wanted_at,
    quiet_until = ${quietUntil}${notBefore(due, 'excluded')}`;

/** Those that there are, locked in the order of their keys. */
const touched = (list: string, due: Due['type'], quietUntil: string): string => `
  update messages set wanted = messages.wanted + 1, wanted_at = told.wanted_at, quiet_until = ${quietUntil}${notBefore(due, 'told')}
  from (
    select m.key, t.wanted_at, t.not_before
    from json_to_recordset(${list}) as t(key text, wanted_at timestamptz, not_before timestamptz)
    join messages m on m.key = t.key order by m.key collate "C" for no key update of m) told
  where messages.key = told.key`;

function notBefore(due: Due['type'], told: 'excluded' | 'told'): string {
  switch (due) {
    case 'as_it_is':
      return '';
    case 'now':
      return ', not_before = case when messages.problem is null then null else messages.not_before end';
    case 'later':
      return `, not_before = coalesce(messages.not_before, ${told}.not_before)`;
    case 'by':
      // What Slack has, or was kept from it by trouble, goes its own way.
      return `, not_before = case
        when messages.ts is null and messages.sending_since is null and messages.attempts = 0
        then least(messages.not_before, ${told}.not_before) else messages.not_before end`;
  }
}
