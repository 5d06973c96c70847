import { and, asc, eq, inArray, isNull, lte, sql } from 'drizzle-orm';
import { became, type Telling, type ToldMeeting } from '#domain/meetings.ts';
import type { Db } from './db.ts';
import type { LeadRow } from './leads.ts';
import { meetings, type Stored } from './schema.ts';

/** The meetings of a lead, as each source tells of them. A lead that nobody told a meeting of costs no statement. */
export async function meetingsOf(
  db: Db,
  { id, record }: Pick<LeadRow, 'id' | 'record'>,
): Promise<ToldMeeting[]> {
  return record.meeting === undefined ? [] : readMeetings(db, id);
}

async function readMeetings(db: Db, leadId: string): Promise<ToldMeeting[]> {
  const rows = await db.select().from(meetings).where(eq(meetings.leadId, leadId)).orderBy(asc(meetings.id));
  return rows.map(({ id, sourceId, key, replaces, tellings }) => {
    return { id, sourceId, key, replaces, tellings: tellings.map(readTelling) };
  });
}

function readTelling({ at, startAt, endAt, ...told }: Stored<Telling>): Telling {
  const date = (text: string | null) => (text === null ? null : new Date(text));
  return { ...told, at: new Date(at), startAt: date(startAt), endAt: date(endAt) };
}

const storeTelling = ({ at, startAt, endAt, ...told }: Telling): Stored<Telling> => ({
  ...told,
  at: at.toISOString(),
  startAt: startAt?.toISOString() ?? null,
  endAt: endAt?.toISOString() ?? null,
});

/** Stores what is told of a meeting by now. What comes of it is asked for again when its end, or its outcome, is another. */
export async function saveMeeting(tx: Db, leadId: string, row: ToldMeeting): Promise<void> {
  const { id, sourceId, key, replaces } = row;
  const { status, startAt, endAt } = became([row]);
  const told = { replaces, tellings: row.tellings.map(storeTelling), status, startAt, endAt };
  await tx
    .insert(meetings)
    .values({ id, leadId, sourceId, key, ...told })
    .onConflictDoUpdate({
      target: [meetings.leadId, meetings.sourceId, meetings.key],
      set: {
        ...told,
        askedAt: sql`case when ${meetings.endAt} is not distinct from excluded.end_at
          and ${meetings.status} in ('booked', 'moved') then ${meetings.askedAt} end`,
      },
    });
}

/** Nobody asked what came of it, as the index `meetings_over` knows it. */
export const isUnasked = sql`asked_at is null and status in ('booked', 'moved')`;
const isOver = (now: Date) => and(isUnasked, lte(meetings.endAt, now));

/** A meeting that is over and of which nobody said what came of it. */
export type MeetingOver = { id: string; leadId: string; dueAt: Date };

/** Meetings that are over and nobody was asked about yet, the earliest first, from after one of them. */
export async function meetingsOver(
  db: Db,
  now: Date,
  { after, most }: { after: MeetingOver | null; most: number },
): Promise<MeetingOver[]> {
  const { id, leadId, endAt } = meetings;
  const isBehind = after && sql`(${endAt}, ${id}) > (${after.dueAt.toISOString()}::timestamptz, ${after.id})`;
  const rows = await db
    .select({ id, leadId, endAt })
    .from(meetings)
    .where(and(isOver(now), isBehind ?? undefined))
    .orderBy(asc(endAt), asc(id))
    .limit(most);
  return rows.map((row) => ({ id: row.id, leadId: row.leadId, dueAt: row.endAt ?? now }));
}

/** Of these meetings nobody is asked again. Answers which of them were not noted before. */
export async function noteAsked(tx: Db, ids: readonly string[], at: Date): Promise<string[]> {
  const noted = await tx
    .update(meetings)
    .set({ askedAt: at })
    .where(and(inArray(meetings.id, [...ids]), isNull(meetings.askedAt)))
    .returning({ id: meetings.id });
  return noted.map(({ id }) => id);
}
