import { openMoves } from '#db/covers.ts';
import type { Db } from '#db/db.ts';
import type { HandoffRow } from '#db/handoffs.ts';
import { isOpenState } from '#domain/handoff.ts';

/** `awayIds` are all whose lead it is only covered for: a cover may have been covered themselves. */
export type CoverOf = { forId: string; until: Date; awayIds: readonly string[] };

/** Whom the owner of a handoff has it for, and until when; null where it is not covered. */
export async function coverOf(db: Db, { handoff }: Pick<HandoffRow, 'handoff'>): Promise<CoverOf | null> {
  // Whoever covers was put it to after somebody else.
  if (handoff.offerNo < 2 || !isOpenState(handoff.state)) return null;
  const moves = await openMoves(db, handoff.id);
  const own = moves.find(({ toId }) => toId === handoff.ownerId);
  if (!own) return null;
  return { forId: own.personId, until: own.until, awayIds: moves.map(({ personId }) => personId) };
}
