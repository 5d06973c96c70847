import { type TurnMember, takeTurn } from './turns.ts';

/** Nobody waits longer in a pool of ordinary weights; who does is told that it is a long way. */
const LOOKED_AHEAD = 500;

/**
 * After how many leads it is somebody's turn, their own counted: 1 is next. Those who cannot take leads now are left
 * out, the one who asks is not. Null when it is further than anybody would count.
 */
export function placeInTurn(
  members: readonly TurnMember[],
  id: string,
  eligibleIds: ReadonlySet<string>,
): number | null {
  const eligible = new Set(eligibleIds).add(id);
  let standing: readonly TurnMember[] = members;
  for (let place = 1; place <= LOOKED_AHEAD; place += 1) {
    const turn = takeTurn(standing, eligible);
    if (turn.chosen === id) return place;
    standing = turn.members;
  }
  return null;
}
