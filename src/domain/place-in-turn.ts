import { type TurnMember, takeTurn } from './turns.ts';

/** Nobody waits longer in a pool of ordinary weights; who does is told that it is a long way. */
const LOOKED_AHEAD = 500;

/**
 * After how many leads it is whose turn, of those asked for who can take leads now, their own counted: 1 is next. Whoever
 * has to wait longer than anybody would count is not in it.
 */
export function placesInTurn(
  members: readonly TurnMember[],
  askedIds: ReadonlySet<string>,
  eligibleIds: ReadonlySet<string>,
): Map<string, number> {
  const places = new Map<string, number>();
  let standing: readonly TurnMember[] = members.filter(({ id }) => eligibleIds.has(id));
  const asked = standing.filter(({ id }) => askedIds.has(id)).length;
  for (let place = 1; place <= LOOKED_AHEAD && places.size < asked; place += 1) {
    const { chosen, members: after } = takeTurn(standing, eligibleIds);
    if (chosen !== null && askedIds.has(chosen) && !places.has(chosen)) places.set(chosen, place);
    standing = after;
  }
  return places;
}

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
