import { and, eq, gt, inArray, isNull, lte, type SQL, sql } from 'drizzle-orm';
import { OPEN_STATES } from '#domain/handoff.ts';
import type { Db } from './db.ts';
import { EMPTY, runsOut, type Section, sections } from './home.ts';
import { rowsOf } from './rows.ts';
import { clocks, handoffs } from './schema.ts';

/** What a manager's team has open. */

/** Whose leads a manager answers for: those of these reps, and those that wait for these pools. */
export type Team = { repIds: readonly string[]; poolIds: readonly string[] };
export const TEAM_LISTS = ['overdue', 'at_risk', 'waiting', 'snoozed'] as const;
export type TeamList = (typeof TEAM_LISTS)[number];
/** Leads that lie in one batch, which are one line: `dueAt` is the first of their deadlines. */
export type LyingBatch = { list: TeamList; claimKey: string; leads: number; dueAt: Date | null };
export type TeamWork = Record<TeamList, Section> & { batches: LyingBatch[] };
/** What falls due after `now` is at risk up to `riskUntil`. */
type Moment = { now: Date; riskUntil: Date };

/** A team's open handoffs that need its manager; each stands in the first list it belongs to. */
export async function openWorkOfTeam(db: Db, team: Team, moment: Moment, most: number): Promise<TeamWork> {
  const due = sql`case when ${handoffs.state} = 'snoozed' and not coalesce(${isDueBy(moment.riskUntil)}, false)
    then ${handoffs.snoozedUntil} else ${runsOut} end`;
  const isTheirs = and(isTeams(team), inArray(handoffs.state, [...OPEN_STATES]));
  // Nobody is to do anything about what its lead may be booking.
  const where = and(isTheirs, isNull(handoffs.reservedFor), sql`not ${liesInBatch}`);
  const found = await sections(db, most, { where, section: teamList(moment), due });
  return {
    overdue: found.get('overdue') ?? EMPTY,
    at_risk: found.get('at_risk') ?? EMPTY,
    waiting: found.get('waiting') ?? EMPTY,
    snoozed: found.get('snoozed') ?? EMPTY,
    batches: await lyingBatches(db, team, moment),
  };
}

const isTeams = ({ repIds, poolIds }: Team): SQL => sql`(${inArray(handoffs.ownerId, [...repIds])}
  or (${isNull(handoffs.ownerId)} and ${inArray(handoffs.poolId, [...poolIds])}))`;

const isDueBy = (at: Date): SQL => sql`${runsOut} <= ${at.toISOString()}`;

const teamList = ({ now, riskUntil }: Moment): SQL => sql`case
  when ${isDueBy(now)} then 'overdue' when ${isDueBy(riskUntil)} then 'at_risk'
  when ${handoffs.state} in ('waiting', 'snoozed') then ${handoffs.state} end`;

const liesInBatch = sql`coalesce(starts_with(${handoffs.claimKey}, 'batch:'), false)`;

/** The batches in which leads of a team lie, what is due first first. */
async function lyingBatches(db: Db, team: Team, moment: Moment): Promise<LyingBatch[]> {
  const rows = rowsOf<Omit<LyingBatch, 'dueAt'> & { dueAt: Date | string | null }>(
    await db.execute(sql`
      with lying as (
        select ${handoffs.claimKey} as claim_key, ${teamList(moment)} as list, ${runsOut} as due_at
        from ${handoffs} where ${isTeams(team)} and ${handoffs.state} = 'waiting' and ${liesInBatch}
      )
      select list, claim_key as "claimKey", count(*)::int as leads, min(due_at) as "dueAt"
      from lying group by list, claim_key order by min(due_at) nulls last, claim_key`),
  );
  return rows.map(({ dueAt, ...row }) => ({ ...row, dueAt: dueAt === null ? null : new Date(dueAt) }));
}

/** Whose running clocks fall due in a stretch of time: owners, and pools for which a lead waits. */
export async function fallingDue(db: Db, after: Date, until: Date) {
  return db
    .selectDistinct({ ownerId: handoffs.ownerId, poolId: handoffs.poolId })
    .from(clocks)
    .innerJoin(handoffs, eq(handoffs.id, clocks.handoffId))
    .where(
      and(
        isNull(clocks.stoppedAt),
        isNull(clocks.pausedAt),
        gt(clocks.deadlineAt, after),
        lte(clocks.deadlineAt, until),
      ),
    );
}
