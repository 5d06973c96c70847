import { giveBack, rounded, takeAgain } from '../turns.ts';
import { type Candidate, takersOf } from './choose.ts';

export type PlaceInPool = { id: string; lag: number; owed: number };

/** A turn as the routing log and the balance tell of it. */
export type TakenTurn = { repId: string; isCatchUp: boolean; candidates: readonly Candidate[] };

/**
 * How the members of a pool stand once a turn is annulled (`credit`), or counts again (`debit`): those it was taken
 * among with the weights of then give up, or regain, what they accrued by it, and so does who was on leave. A turn
 * that was owed cost nobody else anything: it is owed again, or no longer.
 */
export function settled(
  places: readonly PlaceInPool[],
  { repId, isCatchUp, candidates }: TakenTurn,
  as: 'credit' | 'debit',
): PlaceInPool[] {
  const turns = as === 'credit' ? 1 : -1;
  if (isCatchUp) return places.map((one) => (one.id === repId ? owe(one, turns) : one));
  const known = new Map(candidates.map((candidate) => [candidate.repId, candidate]));
  const members = places.map((place) => ({ ...place, weight: known.get(place.id)?.weight ?? 1 }));
  const move = as === 'credit' ? giveBack : takeAgain;
  return move(members, repId, takersOf(candidates)).map(({ weight: _, ...place }) =>
    owe(place, -turns * (known.get(place.id)?.missed ?? 0)),
  );
}

const owe = (place: PlaceInPool, turns: number): PlaceInPool => ({
  ...place,
  owed: rounded(place.owed + turns),
});
