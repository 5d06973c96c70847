import { and, asc, desc, eq, gte, isNotNull, isNull, ne, or, type SQL, sql } from 'drizzle-orm';
import type { Db } from './db.ts';
import { sinkRecords, sinks } from './schema.ts';
import type { SinkRecordRow, SinkRow } from './sinks.ts';

/** What is said of the tools that are told: how each stands, and which leads stand how. */

/** How a lead can stand in a tool; it may stand in more than one way. */
export const SINK_LISTS = ['failed', 'planned', 'waiting', 'noted'] as const;
export type SinkList = (typeof SINK_LISTS)[number];

const IN_LIST: Readonly<Record<SinkList, SQL | undefined>> = {
  failed: isNotNull(sinkRecords.problem),
  planned: isNotNull(sinkRecords.planned),
  waiting: and(isNotNull(sinkRecords.dueAt), isNull(sinkRecords.problem), isNull(sinkRecords.planned)),
  noted: sql`${sinkRecords.notes} <> '{}'`,
};

export const readSinkRows = (db: Db): Promise<SinkRow[]> => db.select().from(sinks).orderBy(asc(sinks.id));

/** How many leads of each tool stand how, and when it was last told of one. */
export async function countSinkRecords(db: Db) {
  const of = (list: SinkList) => sql<number>`count(*) filter (where ${IN_LIST[list]})`.mapWith(Number);
  return db
    .select({
      sinkId: sinkRecords.sinkId,
      failed: of('failed'),
      planned: of('planned'),
      waiting: of('waiting'),
      lastAt: sql`max(${sinkRecords.doneAt})`.mapWith(sinkRecords.doneAt),
    })
    .from(sinkRecords)
    .groupBy(sinkRecords.sinkId);
}

/** The first of a list, and how many there are. Of what failed, what fails longest. */
export async function readSinkList(
  db: Db,
  { sinkId, list, most }: { sinkId: string; list: SinkList; most: number | null },
): Promise<{ rows: SinkRecordRow[]; count: number }> {
  const of = and(eq(sinkRecords.sinkId, sinkId), IN_LIST[list]);
  const order = {
    failed: [asc(sinkRecords.failedSince)],
    planned: [asc(sinkRecords.dueAt)],
    waiting: [asc(sinkRecords.dueAt)],
    noted: [desc(sinkRecords.doneAt)],
  }[list];
  const found = db
    .select()
    .from(sinkRecords)
    .where(of)
    .orderBy(...order, asc(sinkRecords.leadId));
  const rows = await (most === null ? found : found.limit(most));
  return { rows, count: most === null ? rows.length : await db.$count(sinkRecords, of) };
}

/** So often a tool may be away before anybody is told of a lead. */
const TRIES_UNTOLD = 3;

/** What tools could not be told of a lead, and why; what is only away for a moment is not among it. */
export async function untoldOf(
  db: Db,
  leadId: string,
  now: Date,
): Promise<{ sinkId: string; problem: string; nextAt: Date | null }[]> {
  const rows = await db
    .select({
      sinkId: sinkRecords.sinkId,
      own: sinkRecords.problem,
      about: sinkRecords.problemAbout,
      tries: sinkRecords.tries,
      dueAt: sinkRecords.dueAt,
      refused: sinks.problem,
      pausedUntil: sinks.pausedUntil,
    })
    .from(sinkRecords)
    .leftJoin(sinks, eq(sinks.id, sinkRecords.sinkId))
    .where(
      and(eq(sinkRecords.leadId, leadId), or(isNotNull(sinkRecords.problem), isNotNull(sinkRecords.dueAt))),
    )
    .orderBy(asc(sinkRecords.sinkId));
  return rows.flatMap(({ sinkId, own, about, tries, dueAt, refused, pausedUntil }) => {
    // What the tool refuses all of us waits for that, as soon as it is due.
    if (refused !== null && dueAt !== null && dueAt <= now)
      return [{ sinkId, problem: refused, nextAt: pausedUntil }];
    const isSerious = own !== null && (about !== 'away' || tries >= TRIES_UNTOLD);
    return isSerious ? [{ sinkId, problem: own, nextAt: dueAt }] : [];
  });
}

/** Whether somebody has to hear that a tool could not be told of a lead. */
export async function isAnyUntold(db: Db, sinkId: string): Promise<boolean> {
  const isSerious = or(ne(sinkRecords.problemAbout, 'away'), gte(sinkRecords.tries, TRIES_UNTOLD));
  const rows = await db
    .select({ leadId: sinkRecords.leadId })
    .from(sinkRecords)
    .where(and(eq(sinkRecords.sinkId, sinkId), isNotNull(sinkRecords.problem), isSerious))
    .limit(1);
  return rows.length > 0;
}
