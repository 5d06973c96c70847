import { eq, exists, isNull, type SQL, type SQLWrapper, sql } from 'drizzle-orm';
import type { PgColumn } from 'drizzle-orm/pg-core';
import { SNOOZED_CLOCKS } from '#domain/snooze.ts';
import { isOverdue } from './answers.ts';
import { isPlanned } from './clocks.ts';
import { needsTending } from './covers.ts';
import type { Db } from './db.ts';
import { isToBeOffered, settles, wakes } from './handoffs.ts';
import { isQuiet } from './leases.ts';
import { isUnasked } from './meetings.ts';
import { goesOn } from './pauses.ts';
import { absenceIsOver } from './people.ts';
import { begins } from './planned-absences.ts';
import { isAwaited } from './returns.ts';
import { rowsOf } from './rows.ts';
import {
  clocks,
  covers,
  handoffs,
  meetings,
  messages,
  pauses,
  people,
  plannedAbsences,
  rejections,
  returns,
  steps,
} from './schema.ts';
import { type LyingPlace, waitsForOwner } from './waiting.ts';

/** What is asked of the database at once: which parts of a tick have anything to do. */
export const PARTS = [
  'pause',
  'reserved',
  'wakes',
  'steps',
  'meetings',
  'settles',
  'absences',
  'planned',
  'covers',
  'answers',
  'returns',
  'waiting',
  'quiet',
] as const;
export type Part = (typeof PARTS)[number];

/** From when on a part has to be looked for; null where from the beginning. */
export type SeenUntil = (part: Part) => Date | null;

export type DueBy = {
  seenUntil: SeenUntil;
  now: Date;
  lostBefore: Date;
  askedBefore: Date;
  places: readonly LyingPlace[];
};

const ANY = { any: sql`1` };

/** The parts that have something to do now. */
export async function partsWithWork(db: Db, by: DueBy): Promise<Set<Part>> {
  const { now } = by;
  const has: Record<Part, SQLWrapper> = {
    pause: pauseIsToSettle(db),
    reserved: exists(
      db
        .select(ANY)
        .from(handoffs)
        .where(isToBeOffered(now, by.seenUntil('reserved'))),
    ),
    wakes: exists(
      db
        .select(ANY)
        .from(handoffs)
        .where(wakes(now, by.seenUntil('wakes'))),
    ),
    steps: firstIsDue(steps.dueAt, isPlanned, now),
    meetings: firstIsDue(meetings.endAt, isUnasked, now),
    settles: exists(
      db
        .select(ANY)
        .from(handoffs)
        .where(settles(now, by.seenUntil('settles'))),
    ),
    absences: exists(db.select(ANY).from(people).where(absenceIsOver(now))),
    planned: exists(db.select(ANY).from(plannedAbsences).where(begins(by))),
    covers: exists(
      db.select(ANY).from(covers).leftJoin(people, eq(people.id, covers.personId)).where(needsTending(by)),
    ),
    answers: exists(db.select(ANY).from(rejections).where(isOverdue(now))),
    returns: firstIsDue(returns.dueAt, isAwaited, now),
    waiting: exists(db.select(ANY).from(handoffs).where(waitsForOwner(by.places))),
    quiet: exists(db.select(ANY).from(messages).where(isQuiet)),
  };
  const asked = PARTS.map((part) => sql`${has[part]} as ${sql.identifier(part)}`);
  const [found] = rowsOf<Record<Part, boolean>>(await db.execute(sql`select ${sql.join(asked, sql`, `)}`));
  return new Set(PARTS.filter((part) => found?.[part]));
}

/**
 * Whether what is due first is due by now. Of `exists` Postgres expects to find one soon, because most of a long history was
 * due by now, and reads all of it; the first stands at the beginning of an index.
 */
const firstIsDue = (at: PgColumn, waits: SQL, now: Date): SQLWrapper =>
  sql`coalesce((select min(${at}) from ${at.table} where ${waits}) <= ${now.toISOString()}::timestamptz, false)`;

/** One is in force, which what starts meanwhile has to heed; or it is over and clocks still stand. */
function pauseIsToSettle(db: Db): SQLWrapper {
  const ever = db.select(ANY).from(pauses);
  const inForce = db.select(ANY).from(pauses).where(isNull(pauses.endedAt));
  const standing = db
    .select(ANY)
    .from(clocks)
    .innerJoin(handoffs, eq(handoffs.id, clocks.handoffId))
    .where(goesOn(SNOOZED_CLOCKS));
  return sql`(${exists(inForce)} or (${exists(ever)} and ${exists(standing)}))`;
}
