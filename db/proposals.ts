import { asc, desc, eq, inArray, type SQL, sql } from 'drizzle-orm';
import type { Share } from '#domain/interval.ts';
import type { Sides } from '#domain/trial/judge-trial.ts';
import type { ProposalState } from '#domain/trial/proposal.ts';
import type { Db } from './db.ts';
import { insertLater } from './later.ts';
import { rowsOf } from './rows.ts';
import { proposals, trialVerdicts } from './schema.ts';

/** Changes of the definition that are proposed and tried, and what both definitions say of each lead meanwhile. */

export type ProposalRow = typeof proposals.$inferSelect;

export const insertProposal = (tx: Db, row: typeof proposals.$inferInsert): Promise<unknown> =>
  tx.insert(proposals).values(row);

export async function readProposal(db: Db, id: string): Promise<ProposalRow | null> {
  const [row] = await db.select().from(proposals).where(eq(proposals.id, id));
  return row ?? null;
}

export async function lockProposal(tx: Db, id: string): Promise<ProposalRow | null> {
  const [row] = await tx.select().from(proposals).where(eq(proposals.id, id)).for('no key update');
  return row ?? null;
}

export async function saveProposal(tx: Db, id: string, changes: Partial<ProposalRow>): Promise<void> {
  await tx.update(proposals).set(changes).where(eq(proposals.id, id));
}

export const proposalsIn = (db: Db, states: readonly ProposalState[]): Promise<ProposalRow[]> =>
  db
    .select()
    .from(proposals)
    .where(inArray(proposals.state, [...states]))
    .orderBy(asc(proposals.at), asc(proposals.id));

export const newestProposals = (db: Db, most: number): Promise<ProposalRow[]> =>
  db.select().from(proposals).orderBy(desc(proposals.at), desc(proposals.id)).limit(most);

export const addVerdicts = (tx: Db, rows: readonly (typeof trialVerdicts.$inferInsert)[]): void =>
  insertLater(tx, trialVerdicts, rows, { ifNew: true });

/** What sales said of the leads on each side, of those that it said something of. A wrong territory, or a lead twice, is no word on the lead. */
export async function countSides(db: Db, proposalId: string, isPromoted: boolean): Promise<Sides> {
  const isRejected = sql`h.state = 'rejected' and r.is_quality`;
  const counted = (where: SQL, of: SQL) => sql`count(*) filter (where ${where} and ${of})::int`;
  const isDecided = sql`(${isRejected} or h.accepted_at is not null)`;
  // While it is tried what it keeps out goes to sales all the same; once it is promoted only those that were drawn.
  const sides = {
    keptOut: sql`v.without and not v.with`,
    letIn: sql`not v.without and v.with`,
    both: sql`v.without and v.with`,
  };
  const columns = Object.entries(sides).map(
    ([side, is]) =>
      sql`${counted(is, isRejected)} as ${sql.identifier(`${side}Cases`)}, ${counted(is, isDecided)} as ${sql.identifier(`${side}Of`)}`,
  );
  const [row] = rowsOf<Record<string, number>>(
    await db.execute(sql`
      select ${sql.join(columns, sql`, `)}
      from trial_verdicts v join handoffs h on h.id = v.handoff_id
      left join lateral (
        select j.failure_point in ('qualification_threshold', 'data_quality') as is_quality
        from rejections j where j.handoff_id = h.id and j.undone_at is null order by j.at desc limit 1) r on true
      where v.proposal_id = ${proposalId} and v.is_promoted = ${isPromoted}`),
  );
  const share = (side: string): Share => ({ cases: row?.[`${side}Cases`] ?? 0, of: row?.[`${side}Of`] ?? 0 });
  return { keptOut: share('keptOut'), letIn: share('letIn'), both: share('both') };
}
