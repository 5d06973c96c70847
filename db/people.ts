import { eq, inArray, isNotNull, lte, sql } from 'drizzle-orm';
import type { Db } from './open.ts';
import { people } from './schema.ts';

export type PersonRow = typeof people.$inferSelect;

/** Who presses: the person of the settings with this Slack id. */
export async function personOfSlackId(db: Db, slackId: string): Promise<string | null> {
  const [row] = await db.select({ id: people.id }).from(people).where(eq(people.slackId, slackId));
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

export async function readPeople(db: Db, ids: readonly string[]): Promise<Map<string, PersonRow>> {
  if (ids.length === 0) return new Map();
  const rows = await db
    .select()
    .from(people)
    .where(inArray(people.id, [...ids]));
  return new Map(rows.map((row) => [row.id, row]));
}

export async function readPerson(db: Db, id: string): Promise<PersonRow | null> {
  const [row] = await db.select().from(people).where(eq(people.id, id));
  return row ?? null;
}

/** What Slack says of a person. A Slack id belongs to one person only: the last to claim it has it. */
export async function savePersonInSlack(
  db: Db,
  person: { id: string; slackId: string | null; isActive: boolean; problem: string | null; checkedAt: Date },
): Promise<void> {
  await db.transaction(async (tx) => {
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
  });
}

export async function setDmChannel(db: Db, id: string, channel: string): Promise<void> {
  await db.update(people).set({ dmChannel: channel }).where(eq(people.id, id));
}

export async function setAwayUntil(tx: Db, id: string, until: Date | null): Promise<void> {
  await tx
    .insert(people)
    .values({ id, awayUntil: until })
    .onConflictDoUpdate({ target: people.id, set: { awayUntil: until } });
}

/** Ends the absences that are over; answers whose. */
export async function forgetAbsences(tx: Db, now: Date): Promise<string[]> {
  const rows = await tx
    .update(people)
    .set({ awayUntil: null })
    .where(lte(people.awayUntil, now))
    .returning({ id: people.id });
  return rows.map((row) => row.id);
}

/** Counts a missed offer, or forgets them all when the rep does anything. */
export async function countMiss(tx: Db, id: string, missed: boolean): Promise<void> {
  await tx
    .update(people)
    .set({ missesInARow: missed ? sql`${people.missesInARow} + 1` : 0 })
    .where(eq(people.id, id));
}
