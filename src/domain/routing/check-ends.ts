import { isOpen, nextMorning, nextOpening } from '../calendar.ts';
import { dayOf, weekdayAt } from '../day.ts';
import type { Pool } from '../settings.ts';
import type { Check } from './check-names.ts';
import { paceEnds, type RepStatus } from './checks.ts';

/** What speaks against somebody, and until when, where that can be known. */
export type Against = { check: Check; until: Date | null };

const LOOKED_AHEAD_DAYS = 14;

/** Every check worth telling, with the moment at which it will pass by itself. */
export function tellChecks(
  checks: readonly Check[],
  status: RepStatus | undefined,
  of: { pool: Pool | null; now: Date },
): Against[] {
  return withoutEchoes(checks).map((check) => ({ check, until: status ? endOf(check, status, of) : null }));
}

/** A holiday is outside working hours too, and who rejected a lead was offered it: the one says it. */
export const withoutEchoes = (checks: readonly Check[]): Check[] =>
  checks.filter(
    (check) =>
      (check !== 'outside_hours' || !checks.includes('holiday')) &&
      (check !== 'had_it' || !checks.includes('refused')),
  );

/** When a check will pass by itself; null where that cannot be known. */
export function endOf(
  check: Check,
  status: RepStatus,
  { pool, now }: { pool: Pool | null; now: Date },
): Date | null {
  const { hours } = status;
  switch (check) {
    case 'away':
      return status.awayUntil;
    case 'status_away':
      return status.status?.until ?? null;
    case 'do_not_disturb':
      return status.quiet?.until ?? null;
    case 'off_day':
      return pool && nextPoolDay(status, pool, now);
    case 'holiday':
    case 'outside_hours':
      return nextOpening(hours, now);
    case 'paced':
      return pool && status.lastOfferedAt && paceEnds(pool, status.lastOfferedAt);
    case 'cap_per_day':
      return dayOf(hours, now).to;
    case 'not_in_settings':
    case 'shown_no_leads':
    case 'unknown_to_slack':
    case 'deactivated':
    case 'refused':
    case 'had_it':
    case 'not_answering':
    case 'cap_unanswered':
    case 'cap_uncontacted':
      return null;
  }
}

/** The next opening on a day on which they work in this pool. */
function nextPoolDay({ id, hours }: RepStatus, pool: Pool, now: Date): Date | null {
  const days = pool.members.find(({ person }) => person === id)?.days ?? [];
  let opening = isOpen(hours, now) ? nextMorning(hours, now) : nextOpening(hours, now);
  for (let looked = 0; looked < LOOKED_AHEAD_DAYS; looked += 1) {
    if (days.includes(weekdayAt(hours.timeZone, opening))) return opening;
    opening = nextMorning(hours, opening);
  }
  return null;
}
