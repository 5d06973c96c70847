import type { LeadSignal, SignalType } from './lead.ts';
import type { Duration } from './settings.ts';

/** Behaviour rules: enough signals of certain kinds in a window that ends now. */

export type BehaviourRule = { any_of: readonly SignalType[]; at_least: number; within: Duration };
export type CheckedBehaviour = { rule: string; count: number; result: 'held' | 'failed' };

const DAY = 24 * 60 * 60_000;

/** Counts a rule's signals. A sender's clock may be ahead of ours, so what lies in the future counts. */
export function checkBehaviour(
  rule: BehaviourRule,
  signals: readonly LeadSignal[],
  now: Date,
): CheckedBehaviour {
  const since = windowStart(rule.within, now);
  const count = signals.filter(
    ({ type, at }) => rule.any_of.includes(type) && Date.parse(at) >= since,
  ).length;
  return { rule: describeBehaviour(rule), count, result: count >= rule.at_least ? 'held' : 'failed' };
}

/** A behaviour rule in words: pricing view or demo view, at least 2 within 30 days. */
export function describeBehaviour(rule: BehaviourRule): string {
  const kinds = rule.any_of.map((kind) => kind.replaceAll('_', ' '));
  const words = kinds.length < 2 ? kinds.join('') : `${kinds.slice(0, -1).join(', ')} or ${kinds.at(-1)}`;
  return `${words}, at least ${rule.at_least} within ${describeDuration(rule.within)}`;
}

/** A length of time in words, in the largest unit that fits: 2 days, 90 minutes. */
export function describeDuration({ unit, amount }: Duration): string {
  if (unit === 'business_days') return count(amount, 'business day');
  if (amount % (24 * 60) === 0) return count(amount / (24 * 60), 'day');
  if (amount % 60 === 0) return count(amount / 60, 'hour');
  return count(amount, 'minute');
}

function count(amount: number, noun: string): string {
  return `${amount} ${noun}${amount === 1 ? '' : 's'}`;
}

function windowStart({ unit, amount }: Duration, now: Date): number {
  if (unit === 'minutes') return now.getTime() - amount * 60_000;
  let start = now.getTime();
  // Whoever behaves has no calendar of ours: their business days are Monday to Friday.
  for (let left = amount; left > 0; ) {
    start -= DAY;
    if (![0, 6].includes(new Date(start).getUTCDay())) left -= 1;
  }
  return start;
}
