import { describeConditions, type FactValues, type RuleResult, resultOf } from './conditions.ts';
import type { LeadSignal, SignalType } from './lead.ts';
import type { Conditions, Duration } from './settings-shapes.ts';

/** Behaviour rules: enough signals of certain kinds in a window that ends now. */

export type BehaviourRule = {
  any_of: readonly SignalType[];
  at_least: number;
  within: Duration;
  /** Of which leads it counts. */
  when: Conditions;
};
/** `isMeant`: the rule is about leads like this one. */
export type CheckedBehaviour = { rule: string; count: number; isMeant: boolean; result: RuleResult };

const DAY = 24 * 60 * 60_000;

/**
 * Counts a rule's signals. A sender's clock may be ahead of ours, so what lies in the future counts. Where it is not
 * known whether the rule is about this lead, what they did neither counts nor speaks against them.
 */
export function checkBehaviour(
  rule: BehaviourRule,
  lead: { facts: FactValues; signals: readonly LeadSignal[] },
  now: Date,
): CheckedBehaviour {
  const since = windowStart(rule.within, now);
  const count = lead.signals.filter(
    ({ type, at }) => rule.any_of.includes(type) && Date.parse(at) >= since,
  ).length;
  const fits = resultOf(rule.when, lead.facts);
  const result = count >= rule.at_least ? fits : 'failed';
  return { rule: describeBehaviour(rule), count, isMeant: fits !== 'failed', result };
}

/** A behaviour rule in words: pricing view or demo view, at least 2 within 30 days, where segment is small. */
export function describeBehaviour(rule: BehaviourRule): string {
  const kinds = rule.any_of.map((kind) => kind.replaceAll('_', ' '));
  const words = kinds.length < 2 ? kinds.join('') : `${kinds.slice(0, -1).join(', ')} or ${kinds.at(-1)}`;
  const where = Object.keys(rule.when).length === 0 ? '' : `, where ${describeConditions(rule.when)}`;
  return `${words}, at least ${rule.at_least} within ${describeDuration(rule.within)}${where}`;
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
