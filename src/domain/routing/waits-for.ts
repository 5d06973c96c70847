import type { Check } from './check-names.ts';
import type { RoutingRecord } from './record.ts';

/** What each check means to a lead that waits: what changes from hour to hour within a kind is no news to it. */
const KINDS = {
  not_in_settings: 'gone',
  shown_no_leads: 'gone',
  unknown_to_slack: 'gone',
  deactivated: 'gone',
  refused: 'had this lead',
  had_it: 'had this lead',
  away: 'absent',
  status_away: 'absent',
  do_not_disturb: 'absent',
  off_day: 'absent',
  holiday: 'absent',
  outside_hours: 'absent',
  not_answering: 'busy',
  paced: 'busy',
  cap_unanswered: 'busy',
  cap_uncontacted: 'busy',
  cap_per_day: 'busy',
} as const satisfies Record<Check, string>;

/**
 * Whether a lead that waited goes on waiting for the same people, for causes of the same kind. Then a second row in
 * the routing log would say nothing: a lead at the head of a long line is looked at every minute.
 */
export const waitsForTheSame = (before: RoutingRecord, now: RoutingRecord): boolean =>
  before.chosenId === null && now.chosenId === null && causesOf(before) === causesOf(now);

function causesOf({ by, poolId, rules, candidates, others = [] }: RoutingRecord): string {
  const pools = [{ poolId, candidates }, ...others];
  return JSON.stringify([
    by,
    rules.map((one) => [one.rule, kindOf(one.result), one.repId, one.poolId]),
    pools.map((pool) => [pool.poolId, pool.candidates.map(({ repId, check }) => [repId, kindOf(check)])]),
  ]);
}

// The log's oldest rows may hold a check that no longer exists.
const kindOf = (result: string | null): string | null =>
  result !== null && Object.hasOwn(KINDS, result) ? KINDS[result as Check] : result;
