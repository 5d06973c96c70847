import { addBalanceEntry, lockStanding, readRoutingLog, saveStanding, turnOf } from '#db/routing.ts';
import type { Handoff } from '#domain/handoff.ts';
import { poolOf } from '#domain/team.ts';
import { giveBack, takeAgain } from '#domain/turns.ts';
import type { Work } from './core.ts';

/**
 * Gives the owner's turn back for a lead that was none (`credit`), or takes that back when the rejection is
 * undone (`debit`). Those the turn was taken among give up, or regain, what they accrued by it.
 */
export async function settleTurn(work: Work, handoff: Handoff, kind: 'credit' | 'debit'): Promise<void> {
  if (handoff.ownerId === null) return;
  const turn = await turnOf(work.tx, handoff.id, handoff.ownerId);
  const pool = turn && poolOf(work.settings, turn.poolId);
  if (!turn || !pool) return;
  const log = await readRoutingLog(work.tx, handoff.id);
  const routed = log.find(({ record }) => record.chosenId === turn.repId && record.poolId === pool.id);
  const candidates = routed?.record.candidates ?? [];
  const eligible = new Set(candidates.filter(({ check }) => check === null).map(({ repId }) => repId));

  const lags = await lockStanding(
    work.tx,
    pool.id,
    pool.members.map((member) => member.person),
  );
  const members = pool.members.map(({ person, weight }) => ({
    id: person,
    weight,
    lag: lags.get(person) ?? 0,
  }));
  const settle = kind === 'credit' ? giveBack : takeAgain;
  await saveStanding(work.tx, pool.id, settle(members, turn.repId, eligible));
  const { poolId, repId, handoffId, offerNo } = turn;
  await addBalanceEntry(work.tx, { poolId, repId, handoffId, offerNo, kind, at: work.now });
}
