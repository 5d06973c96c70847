import { isOpen } from '../calendar.ts';
import { addMinutes, localDate, weekdayAt } from '../day.ts';
import type { Hours } from '../hours.ts';
import type { Pool, Settings } from '../settings.ts';
import type { Check } from './check-names.ts';

/** What routing knows about somebody at the moment it decides. Instants of the past and future, counts of leads. */
export type RepStatus = {
  id: string;
  /** Whether one of their roles is shown leads: nobody has what they may not read. */
  isReader: boolean;
  isKnown: boolean;
  isActive: boolean;
  awayUntil: Date | null;
  /** The emoji of their Slack status, where the settings ask for it; null until is until they change it. */
  status: { emoji: string; until: Date | null } | null;
  /** The next, or present, time in which Slack does not disturb them, where the settings ask for it. */
  quiet: { from: Date; until: Date } | null;
  /** Offers in a row that they let pass. */
  misses: number;
  hours: Hours;
  unanswered: number;
  uncontacted: number;
  /** Everything they have that is not closed. */
  open: number;
  today: number;
  /** When the last lead came to them that had waited for somebody. */
  lastOfferedAt: Date | null;
};

/** Who had this lead: those who refused it never see it again, the others only when alone. */
export type Past = { refused: ReadonlySet<string>; had: ReadonlySet<string> };
const NOBODY: ReadonlySet<string> = new Set();
/** Of a lead nobody had yet. */
export const NO_PAST: Past = { refused: NOBODY, had: NOBODY };

/** What a check may ask. `pool` is null for somebody who is named rather than one of a pool. */
export type CheckedFor = {
  pool: Pool | null;
  availability: Settings['availability'];
  past: Past;
  /** Whether the lead waited, and comes in the pace of a backlog. */
  isBacklog: boolean;
  now: Date;
};

type Failing = (status: RepStatus, of: CheckedFor) => boolean;

/** Each check in the order in which its answer is told. A check of pools passes whoever is named. */
const FAILING: Record<Exclude<Check, 'not_in_settings' | 'unknown_to_slack'>, Failing> = {
  shown_no_leads: ({ isReader }) => !isReader,
  deactivated: ({ isActive }) => !isActive,
  refused: ({ id }, { past }) => past.refused.has(id),
  had_it: ({ id }, { past }) => past.had.has(id),
  away: ({ awayUntil }, { now }) => awayUntil !== null && awayUntil > now,
  status_away: ({ status }, { availability, now }) =>
    status !== null &&
    availability.away_statuses.includes(status.emoji) &&
    (status.until === null || status.until > now),
  do_not_disturb: ({ quiet }, { availability, now }) =>
    availability.do_not_disturb && quiet !== null && quiet.from <= now && now < quiet.until,
  off_day: ({ id, hours }, { pool, now }) => {
    const days = pool?.members.find(({ person }) => person === id)?.days;
    return days !== undefined && !days.includes(weekdayAt(hours.timeZone, now));
  },
  holiday: ({ hours }, of) =>
    isAsleep(hours, of) && hours.holidays.includes(localDate(hours.timeZone, of.now)),
  outside_hours: ({ hours }, of) => isAsleep(hours, of),
  not_answering: ({ misses }, { pool, availability }) =>
    pool !== null && misses >= availability.not_answering_after,
  paced: ({ lastOfferedAt }, { pool, isBacklog, now }) =>
    pool !== null && isBacklog && lastOfferedAt !== null && now < paceEnds(pool, lastOfferedAt),
  cap_unanswered: ({ unanswered }, { pool }) => pool !== null && unanswered >= pool.caps.unanswered,
  cap_uncontacted: ({ uncontacted }, { pool }) => pool !== null && uncontacted >= pool.caps.uncontacted,
  cap_per_day: ({ today }, { pool }) => pool !== null && today >= pool.caps.per_day,
};
// Object.entries forgets the keys' type; the record has no others.
const ORDERED = Object.entries(FAILING) as [keyof typeof FAILING, Failing][];

const isAsleep = (hours: Hours, { pool, now }: CheckedFor): boolean =>
  pool?.outside_hours !== 'offer' && !isOpen(hours, now);

/** When somebody of this pool may be given the next lead that waited. */
export const paceEnds = ({ backlog_pace }: Pick<Pool, 'backlog_pace'>, lastOfferedAt: Date): Date =>
  addMinutes(lastOfferedAt, backlog_pace.unit === 'minutes' ? backlog_pace.amount : 0);

/** Why somebody cannot take this lead now, the first reason; null when they can. `waived` checks are not asked. */
export function checkRep(
  status: RepStatus | undefined,
  of: CheckedFor,
  waived: ReadonlySet<Check>,
): Check | null {
  if (!status?.isKnown) return 'unknown_to_slack';
  for (const [check, fails] of ORDERED) if (fails(status, of) && !waived.has(check)) return check;
  return null;
}

/** Everything that speaks against somebody, for a person who decides over it. */
export function checksAgainst(status: RepStatus | undefined, of: CheckedFor): Check[] {
  if (!status?.isKnown) return ['unknown_to_slack'];
  return ORDERED.filter(([, fails]) => fails(status, of)).map(([check]) => check);
}

/** Whether somebody gets a new lead all the same where nobody else can take it. */
export const isAskedLast = (check: Check): boolean => check === 'not_answering';

/** What is asked of somebody who claims a lead: whoever presses is there, whatever their hours and absences say. */
export const CHECKS_OF_CLAIMS: readonly Check[] = [
  'not_in_settings',
  'shown_no_leads',
  'unknown_to_slack',
  'deactivated',
  'refused',
  'cap_unanswered',
  'cap_uncontacted',
  'cap_per_day',
];

/** The checks that a pool asks for a lead that comes new: where the first to come has it, those of a claim. */
const isAskedBy = ({ mode }: Pool, check: Check): boolean =>
  mode !== 'claim' || CHECKS_OF_CLAIMS.includes(check);

/** Everything that keeps a member of a pool from any new lead now. */
export const checksForAnyLead = (
  { availability }: Pick<Settings, 'availability'>,
  pool: Pool,
  status: RepStatus | undefined,
  { isBacklog, now }: { isBacklog: boolean; now: Date },
): Check[] =>
  checksAgainst(status, { pool, availability, past: NO_PAST, isBacklog, now }).filter((check) =>
    isAskedBy(pool, check),
  );

/** Why a member of a pool would be passed over for any new lead now; null when they would not. */
export const checkForAnyLead = (
  settings: Pick<Settings, 'availability'>,
  pool: Pool,
  status: RepStatus | undefined,
  now: Date,
): Check | null => checksForAnyLead(settings, pool, status, { isBacklog: false, now })[0] ?? null;
