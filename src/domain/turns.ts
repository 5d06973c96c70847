/**
 * Whose turn it is, in proportion to weights, among those who can take one now.
 *
 * R. Tijdeman, "The chairman assignment problem" (1980): serve by deadline, and nobody before their time. While
 * eligibility stays the same every member is within 1 − 1/(2k−2) of their share at every moment, k being how
 * many are eligible. Serving the largest deficit instead does not keep within one.
 */

/** `lag` is what a member was entitled to less what they took; a new member starts level, at 0. */
export type TurnMember = { id: string; weight: number; lag: number };

export type Turn<M extends TurnMember> = { chosen: string | null; members: M[] };

// Sums of fractions such as 1/3 must not drift, nor decide what is a tie: lags are rounded, ties are within this.
const LAG_DIGITS = 1e12;
const TIE = 1e-6;

/** Gives one turn; null when nobody is eligible. Those who are not neither take nor accrue. Ties: first in the list. */
export function takeTurn<M extends TurnMember>(
  members: readonly M[],
  eligibleIds: ReadonlySet<string>,
): Turn<M> {
  const entitled = move(members, eligibleIds, 1);
  const eligible = entitled.filter((member) => eligibleIds.has(member.id));
  const chosen = choose(eligible);
  return {
    chosen: chosen?.id ?? null,
    members: entitled.map((member) => (member === chosen ? withLag(member, member.lag - 1) : member)),
  };
}

/**
 * Annuls a turn: the member gets it back, and those it was taken among give back what they accrued by it.
 * Without their part each credit would raise the pool's sum, and whoever was away or new would wait for it.
 */
export function giveBack<M extends TurnMember>(
  members: readonly M[],
  id: string,
  eligibleIds: ReadonlySet<string>,
): M[] {
  const takers = members.some((member) => member.id === id)
    ? new Set(eligibleIds).add(id)
    : new Set<string>();
  return move(members, takers, -1).map((member) =>
    member.id === id ? withLag(member, member.lag + 1) : member,
  );
}

/** Undoes `giveBack`: the turn counts again, as if it had never been annulled. */
export function takeAgain<M extends TurnMember>(
  members: readonly M[],
  id: string,
  eligibleIds: ReadonlySet<string>,
): M[] {
  const takers = members.some((member) => member.id === id)
    ? new Set(eligibleIds).add(id)
    : new Set<string>();
  return move(members, takers, 1).map((member) =>
    member.id === id ? withLag(member, member.lag - 1) : member,
  );
}

function choose<M extends TurnMember>(eligible: readonly M[]): M | undefined {
  if (eligible.length < 2) return eligible[0];
  const total = sumOfWeights(eligible);
  const earliest = 1 / (2 * eligible.length - 2);
  const latest = 1 - earliest;

  // With changing eligibility several can be past their deadline; the one who is owed most comes first.
  const overdue = eligible.filter((member) => member.lag > latest + TIE);
  if (overdue.length > 0) return least(overdue, (member) => -member.lag);

  const due = eligible.filter((member) => member.lag >= earliest - TIE);
  if (due.length > 0) return least(due, (member) => ((latest - member.lag) * total) / member.weight);

  return least(eligible, (member) => -member.lag);
}

function least<M>(members: readonly M[], measure: (member: M) => number): M | undefined {
  return members.reduce<{ member: M; value: number } | undefined>((best, member) => {
    const value = measure(member);
    return best === undefined || value < best.value - TIE ? { member, value } : best;
  }, undefined)?.member;
}

/** Adds so many turns' entitlement to the eligible, each by weight. */
function move<M extends TurnMember>(
  members: readonly M[],
  eligibleIds: ReadonlySet<string>,
  turns: number,
): M[] {
  const total = sumOfWeights(members.filter((member) => eligibleIds.has(member.id)));
  return members.map((member) =>
    eligibleIds.has(member.id) ? withLag(member, member.lag + (turns * member.weight) / total) : member,
  );
}

const withLag = <M extends TurnMember>(member: M, lag: number): M => ({ ...member, lag: rounded(lag) });

/** Turns without what adding up fractions leaves behind: ten tenths are one. */
export const rounded = (turns: number): number => Math.round(turns * LAG_DIGITS) / LAG_DIGITS || 0;

function sumOfWeights(members: readonly TurnMember[]): number {
  return members.reduce((sum, member) => sum + member.weight, 0);
}
