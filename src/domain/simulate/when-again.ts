import { isOpen, nextOpening } from '../calendar.ts';
import type { Hours } from '../hours.ts';
import { endOf } from '../routing/check-ends.ts';
import type { Check } from '../routing/check-names.ts';
import type { RepStatus } from '../routing/checks.ts';
import type { NamedOwner, RoutingRecord } from '../routing/record.ts';
import type { Settings } from '../settings.ts';
import { WEEKDAYS } from '../settings-shapes.ts';
import { poolOf } from '../team.ts';

/**
 * What a lead that found nobody waits for: an instant, or that one of these people gets something off their desk. Where
 * it `isPaced`, one that comes new may find somebody before it.
 */
export type WaitsFor = { at: number; desks: DeskCap[]; isPaced: boolean };
/** Somebody with too many leads to answer, or to contact. */
export type DeskCap = { repId: string; check: 'cap_unanswered' | 'cap_uncontacted' };

/** When a decision may come out another way. Nobody's absence is simulated, so nothing else can change it. */
export function whenAgain(
  settings: Settings,
  statuses: ReadonlyMap<string, RepStatus>,
  record: RoutingRecord,
  now: Date,
): WaitsFor {
  const waits: WaitsFor = { at: Number.POSITIVE_INFINITY, desks: [], isPaced: false };
  // Plain loops: this is asked of every member of every pool, a hundred thousand times.
  const passOver = (repId: string, check: Check, poolId: string | null): void => {
    if (isOfDesks(check)) waits.desks.push({ repId, check });
    if (check === 'paced') waits.isPaced = true;
    waits.at = Math.min(waits.at, endsAt(settings, statuses.get(repId), { check, poolId }, now));
  };
  for (const pool of [record, ...(record.others ?? [])]) {
    for (const { repId, check } of pool.candidates) if (check) passOver(repId, check, pool.poolId);
  }
  for (const { repId, result } of record.rules) {
    if (repId !== null && isCheck(result)) passOver(repId, result, null);
  }
  return waits;
}

/** Whether somebody who is named could take a lead now, so that it has to be asked. */
export const isOwnerThere = (
  statuses: ReadonlyMap<string, RepStatus>,
  named: readonly NamedOwner[],
  now: Date,
): boolean =>
  named.some(({ by, repId }) => {
    const status = repId === null ? undefined : statuses.get(repId);
    return status?.isKnown === true && (by === 'senders_owner' || isOpen(status.hours, now));
  });

/** When the first of those who are named is at work again; infinity where none ever is. */
export const ownersOpen = (
  statuses: ReadonlyMap<string, RepStatus>,
  named: readonly NamedOwner[],
  now: Date,
): number =>
  Math.min(
    Number.POSITIVE_INFINITY,
    ...named.map(({ repId }) => {
      const status = repId === null ? undefined : statuses.get(repId);
      if (!status?.isKnown || !hasWork(status.hours)) return Number.POSITIVE_INFINITY;
      return nextOpening(status.hours, now).getTime();
    }),
  );

const isOfDesks = (check: Check): check is DeskCap['check'] =>
  check === 'cap_unanswered' || check === 'cap_uncontacted';

const RULE_RESULTS: readonly string[] = ['goes_to', 'no_match', 'unknown', 'fits', 'overlaps', 'hint'];
const isCheck = (result: string): result is Check => !RULE_RESULTS.includes(result);

function endsAt(
  settings: Settings,
  status: RepStatus | undefined,
  { check, poolId }: { check: Check; poolId: string | null },
  now: Date,
): number {
  // Who never works never opens, and the calendar would look for ever.
  if (!status || !hasWork(status.hours)) return Number.POSITIVE_INFINITY;
  const end = endOf(check, status, { pool: poolOf(settings, poolId), now });
  return end?.getTime() ?? Number.POSITIVE_INFINITY;
}

const hasWork = ({ week }: Hours): boolean => WEEKDAYS.some((day) => (week[day] ?? []).length > 0);
