import { and, asc, eq, gt, inArray, isNotNull, lte, or, type SQL, sql } from 'drizzle-orm';
import type { Db } from './db.ts';
import { isAnyOf } from './rows.ts';
import { people } from './schema.ts';
import { together, writeAll } from './together.ts';

export type PersonRow = typeof people.$inferSelect;
type Status = Pick<PersonRow, 'statusEmoji' | 'statusUntil'>;

/** Who presses: the person of the settings with this Slack id. */
export async function personOfSlackId(db: Db, slackId: string): Promise<string | null> {
  const [row] = await db.select({ id: people.id }).from(people).where(eq(people.slackId, slackId));
  return row?.id ?? null;
}

/** The same, of an account that Slack has not deactivated: only such a one can ask for anything. */
export async function actorOfSlackId(db: Db, slackId: string): Promise<string | null> {
  const [row] = await db
    .select({ id: people.id })
    .from(people)
    .where(and(eq(people.slackId, slackId), people.isActive));
  return row?.id ?? null;
}

/** Everybody who ever was in the settings and found in Slack: their ids, by their Slack ids. */
export async function idsBySlackId(db: Db): Promise<Map<string, string>> {
  const rows = await db
    .select({ id: people.id, slackId: people.slackId })
    .from(people)
    .where(isNotNull(people.slackId));
  return new Map(rows.flatMap(({ id, slackId }) => (slackId === null ? [] : [[slackId, id] as const])));
}

export const readPeople = together(
  async (db, lists: readonly (readonly string[])[]): Promise<Map<string, PersonRow>[]> => {
    const ids = [...new Set(lists.flat())];
    const rows = ids.length === 0 ? [] : await db.select().from(people).where(isAnyOf(people.id, ids));
    const ofEach = new Map(rows.map((row) => [row.id, row]));
    return lists.map((list) => new Map(list.flatMap((id) => entryOf(ofEach, id))));
  },
);

function entryOf(rows: ReadonlyMap<string, PersonRow>, id: string): [string, PersonRow][] {
  const row = rows.get(id);
  return row ? [[id, row]] : [];
}

export async function readPerson(db: Db, id: string): Promise<PersonRow | null> {
  return (await readPeople(db, [id])).get(id) ?? null;
}

type InSlack = Pick<PersonRow, 'id' | 'slackId' | 'isActive' | 'problem'> & {
  checkedAt: Date;
} & Partial<Status>;

/** What Slack says of a person; their status only where it was asked for. */
export const savePersonInSlack = (db: Db, person: InSlack): Promise<void> => savePeopleInSlack(db, [person]);

/** The same of several. A Slack id belongs to one person only: the last to claim it has it. */
export async function savePeopleInSlack(db: Db, some: readonly InSlack[]): Promise<void> {
  if (some.length === 0) return;
  const slackIds = some.flatMap(({ slackId }) => slackId ?? []).sort();
  const ids = some.map(({ id }) => id);
  await db.transaction(async (tx) => {
    // Two processes may look up somebody new at once, and an insert can give way on one unique column only.
    for (const slackId of slackIds)
      await tx.execute(sql`select pg_advisory_xact_lock(hashtextextended(${slackId}, 13))`);
    await inOrder(tx, or(inArray(people.id, ids), inArray(people.slackId, slackIds)));
    for (const person of some.toSorted((a, b) => (a.id < b.id ? -1 : 1))) await saveInSlack(tx, person);
  });
}

async function saveInSlack(tx: Db, person: InSlack): Promise<void> {
  if (person.slackId !== null) {
    await tx
      .update(people)
      .set({ slackId: null, dmChannel: null })
      .where(sql`${people.slackId} = ${person.slackId} and ${people.id} <> ${person.id}`);
  }
  await tx
    .insert(people)
    .values(person)
    .onConflictDoUpdate({
      target: people.id,
      set: {
        ...person,
        dmChannel: sql`case when ${people.slackId} = ${person.slackId} then ${people.dmChannel} end`,
      },
    });
}

/** The present, or next, time in which Slack does not disturb each of them. */
export async function saveQuietTimes(
  db: Db,
  times: readonly { id: string; quiet: { from: Date; until: Date } | null }[],
): Promise<void> {
  const list = JSON.stringify(
    times.map(({ id, quiet }) => ({ id, starts: quiet?.from ?? null, ends: quiet?.until ?? null })),
  );
  await db.execute(sql`
    with told as (
      select * from jsonb_to_recordset(${list}::jsonb) as q(id text, starts timestamptz, ends timestamptz)
    ), locked as (
      select id from people where id in (select id from told) order by id for no key update
    )
    update people p set quiet_from = q.starts, quiet_until = q.ends
    from locked join told q using (id)
    where p.id = locked.id and (p.quiet_from, p.quiet_until) is distinct from (q.starts, q.ends)`);
}

/** Several people, locked in the order of their ids. */
const inOrder = (db: Db, which: SQL | undefined) =>
  db.select({ id: people.id }).from(people).where(which).orderBy(asc(people.id)).for('no key update');

/** Nobody asks for Do Not Disturb, or nobody may know it: what was known is not kept. */
export async function forgetQuietTimes(db: Db): Promise<void> {
  const isKnown = or(isNotNull(people.quietFrom), isNotNull(people.quietUntil));
  await db
    .update(people)
    .set({ quietFrom: null, quietUntil: null })
    .where(inArray(people.id, inOrder(db, isKnown)));
}

/** Nobody asks for statuses any more: what was known is not kept. */
export async function forgetStatuses(db: Db): Promise<void> {
  const isKnown = or(isNotNull(people.statusEmoji), isNotNull(people.statusUntil));
  await db
    .update(people)
    .set({ statusEmoji: null, statusUntil: null })
    .where(inArray(people.id, inOrder(db, isKnown)));
}

export async function setDmChannel(db: Db, id: string, channel: string): Promise<void> {
  await db.update(people).set({ dmChannel: channel }).where(eq(people.id, id));
}

/** Slack has none of that name any more: they are opened anew. */
export async function forgetDmChannel(db: Db, id: string): Promise<void> {
  await db.update(people).set({ dmChannel: null }).where(eq(people.id, id));
}

export async function setAwayUntil(tx: Db, id: string, until: Date | null): Promise<void> {
  await tx
    .insert(people)
    .values({ id, awayUntil: until })
    .onConflictDoUpdate({ target: people.id, set: { awayUntil: until } });
}

/** Of a person, that their absence is over and not ended yet. */
export const absenceIsOver = (now: Date) => lte(people.awayUntil, now);

/** Ends the absences that are over; answers whose. */
export async function forgetAbsences(tx: Db, now: Date): Promise<string[]> {
  const rows = await tx
    .update(people)
    .set({ awayUntil: null })
    .where(inArray(people.id, inOrder(tx, absenceIsOver(now))))
    .returning({ id: people.id });
  return rows.map((row) => row.id);
}

/** Forgets what whoever has this Slack id let pass; answers who it is where there was something to forget. */
export async function forgetMisses(db: Db, slackId: string): Promise<string | null> {
  const [row] = await db
    .update(people)
    .set({ missesInARow: 0 })
    .where(and(eq(people.slackId, slackId), gt(people.missesInARow, 0)))
    .returning({ id: people.id });
  return row?.id ?? null;
}

/** Counts an offer that somebody let pass. */
export const countMiss = together((tx, ids: readonly string[]) =>
  writeAll(
    tx,
    ids,
    (list) => sql`
      with missed as (
        select id, count(*)::int as times from jsonb_array_elements_text(${list}::jsonb) as m(id) group by id
      ), locked as (
        select id from people where id in (select id from missed) order by id for no key update
      )
      update people p set misses_in_a_row = misses_in_a_row + times
      from locked join missed using (id) where p.id = locked.id`,
  ),
);

/** Whoever does anything answers again: what they let pass counts no more. */
export async function forgetMissesOf(tx: Db, id: string): Promise<void> {
  await tx
    .update(people)
    .set({ missesInARow: 0 })
    .where(and(eq(people.id, id), gt(people.missesInARow, 0)));
}

/**
 * Lets one transaction at a time decide what a person takes next, or when they are there and who covers for them. It is
 * taken before anything else.
 */
export async function lockDoings(tx: Db, personId: string): Promise<void> {
  await tx.execute(sql`select pg_advisory_xact_lock(hashtextextended(${personId}, 19))`);
}

/** Keeps everybody else from counting what this person has until the transaction ends. */
export async function lockPerson(tx: Db, personId: string): Promise<void> {
  await tx.select({ id: people.id }).from(people).where(eq(people.id, personId)).for('no key update');
}
