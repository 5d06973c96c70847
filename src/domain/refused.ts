/** When refused deliveries are news: from one hour to the next many are, of a source that had hardly any. */

type Refused = { unproven: number; unreadable: number };
const NONE: Refused = { unproven: 0, unreadable: 0 };

const FEWEST = 20;
/** So many times what an hour of the week before had. */
const MORE_THAN_BEFORE = 10;
const HOURS_BEFORE = 7 * 24;

/** `lately` is of the last hour or two, `before` of the week before that. Null where nothing is new. */
export function burstOf(
  lately: Refused = NONE,
  before: Refused = NONE,
): { amount: number; why: 'unproven' | 'unreadable' } | null {
  const amount = lately.unproven + lately.unreadable;
  const usual = (2 * (before.unproven + before.unreadable)) / HOURS_BEFORE;
  if (amount < FEWEST || amount < MORE_THAN_BEFORE * usual) return null;
  return { amount, why: lately.unproven >= lately.unreadable ? 'unproven' : 'unreadable' };
}
