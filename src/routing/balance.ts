import {
  addBalanceEntry,
  lockAcross,
  lockStanding,
  lockTogether,
  readRoutingLog,
  saveStanding,
  turnOf,
} from '#db/routing.ts';
import type { Handoff } from '#domain/handoff.ts';
import { linkedPools } from '#domain/routing/linked-pools.ts';
import { type PlaceInPool, settled } from '#domain/routing/settle-turn.ts';
import { poolOf } from '#domain/team.ts';
import type { Work } from '#src/core/core.ts';

/**
 * Keeps what is counted of a pool's members as it is until the transaction ends, where other pools count it as well.
 * `standingOf` says under which name the turns of a pool are counted.
 */
export async function lockCounts(
  { settings, tx }: Work,
  poolId: string,
  standingOf: (poolId: string) => string = (id) => id,
): Promise<void> {
  const linked = linkedPools(settings, poolId);
  // A pool that stands alone is locked with its standing.
  if (linked.length > 1) await lockTogether(tx, linked.map(standingOf));
}

/**
 * Whoever gives a turn back in one pool and then asks another, which may have nothing to do with the first, does so
 * alone: nobody else goes the other way round meanwhile. It is taken before any pool.
 */
export const lockAcrossPools = ({ tx }: Work): Promise<void> => lockAcross(tx);

/**
 * Gives the owner's turn back for a lead that was none (`credit`), or takes that back when the rejection is
 * undone (`debit`). Those the turn was taken among give up, or regain, what they accrued by it.
 */
export async function settleTurn(work: Work, handoff: Handoff, kind: 'credit' | 'debit'): Promise<void> {
  const { id, ownerId, offerNo: lastNo } = handoff;
  if (ownerId === null) return;
  const turn = await turnOf(work.tx, { handoffId: id, repId: ownerId, offerNo: lastNo });
  const pool = turn && poolOf(work.settings, turn.poolId);
  if (!turn || !pool) return;
  const log = await readRoutingLog(work.tx, handoff.id);
  const routed = log.find(({ record }) => record.chosenId === turn.repId && record.poolId === pool.id);

  const ids = pool.members.map(({ person }) => person);
  await lockCounts(work, pool.id);
  const places = await lockStanding(work.tx, pool.id);
  const members = ids.map(
    (id): PlaceInPool => ({ id, lag: places.lags.get(id) ?? 0, owed: places.owed.get(id) ?? 0 }),
  );
  const { poolId, repId, handoffId, offerNo } = turn;
  const isCatchUp = turn.kind === 'catch_up';
  const taken = { repId, isCatchUp, candidates: routed?.record.candidates ?? [] };
  saveStanding(work.tx, pool.id, settled(members, taken, kind));
  addBalanceEntry(work.tx, { poolId, repId, handoffId, offerNo, kind, at: work.now });
}
