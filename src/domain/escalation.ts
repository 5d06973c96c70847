import { isOvernight, nextOpening } from './calendar.ts';
import { addMinutes, windowOf } from './day.ts';
import type { Hours } from './hours.ts';
import type { Check } from './routing/check-names.ts';
import { checksAgainst, NO_PAST, type RepStatus } from './routing/checks.ts';
import type { Settings } from './settings.ts';
import { WEEKDAYS } from './settings-shapes.ts';
import type { LadderStep } from './sla-settings.ts';
import { deputyOf, hoursOf, managersOf } from './team.ts';

/** Who is told of what was missed, and when; and which steps of a ladder wait or are not worth doing any more. */

/** Whoever reads one live list of what is overdue: a person, ops, or a Slack user group. */
export const OPS = 'ops';
/** No person's id has a capital letter. */
export const groupReader = (groupId: string): string => `group-${groupId}`;
export const groupOf = (reader: string): string | null => /^group-(S.+)$/.exec(reader)?.[1] ?? null;

type Escalation = Settings['escalation'];
type Of = { ownerId: string | null; poolId: string | null };

/** Where somebody is who cannot be told anything now. */
const ABSENT: readonly Check[] = ['unknown_to_slack', 'deactivated', 'away', 'status_away'];

/** Whether somebody reads nothing for now. Being outside working hours is no absence: they read it at their opening. */
export function isAbsent(
  status: RepStatus | undefined,
  availability: Settings['availability'],
  now: Date,
): boolean {
  const checks = checksAgainst(status, { pool: null, availability, past: NO_PAST, isBacklog: false, now });
  return checks.some((check) => ABSENT.includes(check));
}

/**
 * The manager who is told, or with `tell_managers_manager` theirs. In the place of who is absent their deputy is told,
 * else whoever is above.
 */
export function readerOf(
  settings: Settings,
  of: Of,
  step: 'tell_manager' | 'tell_managers_manager',
  isThere: (id: string) => boolean,
): string {
  const standIn = (id: string): string | null => {
    if (isThere(id)) return id;
    const deputy = deputyOf(settings, id);
    // Whoever let it pass is not told that they did.
    return deputy !== null && deputy !== of.ownerId && isThere(deputy) ? deputy : null;
  };
  const [manager, ...above] = managersOf(settings, of);
  const own = manager === undefined ? null : standIn(manager);
  const next = above.map(standIn).find((id) => id !== null) ?? null;
  return (step === 'tell_manager' ? (own ?? next) : (next ?? own)) ?? OPS;
}

/** Those in whose place a reader is told, as they are absent. */
export function replacedBy(
  settings: Settings,
  reader: string,
  of: Of,
  isThere: (id: string) => boolean,
): string[] {
  const chain = managersOf(settings, of);
  const deputised = chain.findIndex((id) => !isThere(id) && deputyOf(settings, id) === reader);
  const place = reader === OPS ? chain.length : deputised >= 0 ? deputised + 1 : chain.indexOf(reader);
  return chain.slice(0, Math.max(0, place)).filter((id) => !isThere(id));
}

/** When a reader is told, and the window of their one message in which it stands. */
export function whenTold(
  settings: Settings,
  reader: string,
  step: { isUrgent: boolean },
  now: Date,
): { at: Date; windowAt: Date } {
  const { quiet_hours } = settings.escalation;
  // Ops and groups have the team's hours.
  const at = step.isUrgent ? now : endOfQuiet(quiet_hours, hoursOf(settings, reader), now);
  return { at, windowAt: windowOf(at, windowMinutes(settings)) };
}

const DAY = 24 * 60;

const windowMinutes = ({ escalation: { window } }: Settings): number =>
  window.unit === 'minutes' ? window.amount : window.amount * DAY;

/** When the window that began then is over. */
export const windowEnd = (settings: Settings, windowAt: Date): Date =>
  addMinutes(windowAt, windowMinutes(settings));

function endOfQuiet(quiet: Escalation['quiet_hours'], hours: Hours, now: Date): Date {
  if (quiet === 'never') return now;
  const loud = quiet === 'outside_hours' ? hours : outside(quiet, hours.timeZone);
  // Somebody who never works has no opening to wait for.
  const isWorking = Object.values(loud.week).some((blocks) => blocks.length > 0);
  // A break in a day's work leaves nobody alone with what is overdue.
  return isWorking && isOvernight(loud, now) ? nextOpening(loud, now) : now;
}

/** All time but so much of each day: `20:00-08:00` leaves 08:00 to 20:00. */
function outside(stretch: string, timeZone: string): Hours {
  const [from = '', to = ''] = stretch.split('-');
  const blocks = from === to ? [] : [`${to}-${from}`];
  return { timeZone, week: Object.fromEntries(WEEKDAYS.map((day) => [day, blocks])), holidays: [] };
}

type Waiting = { dueAt: Date; plannedAt: Date | null };

/**
 * Until when a step waits: while its owner must not be disturbed, and for a while after somebody worked on the lead;
 * never longer than the settings have it. Null when it does not wait.
 */
export function waitsUntil(
  { dueAt, plannedAt }: Waiting,
  lately: { quiet: { from: Date; until: Date } | null; workedOnAt: Date | null },
  { after_activity, wait_at_most }: Pick<Escalation, 'after_activity' | 'wait_at_most'>,
  now: Date,
): Date | null {
  const { quiet, workedOnAt } = lately;
  const ends = [
    quiet !== null && quiet.from <= now ? quiet.until : now,
    workedOnAt === null ? now : addMinutes(workedOnAt, after_activity.amount),
  ];
  const latest = addMinutes(plannedAt ?? dueAt, wait_at_most.amount);
  const until = Math.min(latest.getTime(), Math.max(...ends.map((end) => end.getTime())));
  return until > now.getTime() ? new Date(until) : null;
}

type Step = { index: number; do: LadderStep | 'breach'; dueAt: Date };

/**
 * Whether a later step of the same clock is due as well and makes this one needless: nobody is reminded of what
 * somebody else is told by now, nor offered what goes to the claim channel.
 */
export function isOvertaken(step: Step, others: readonly Step[], now: Date): boolean {
  const due = others.filter(({ index, dueAt }) => index > 0 && dueAt <= now);
  if (step.do === 'remind') return due.some(({ dueAt }) => dueAt > step.dueAt);
  if (step.do === 'offer_next')
    return due.some((other) => other.do === 'offer_claim' && other.dueAt >= step.dueAt);
  return false;
}

/**
 * Whether a step that gives the lead to somebody else, and so stops its clock, has to let earlier ones go first: that
 * the deadline was missed, and whom to tell of it, would be lost. `undone` are those of the clock that are still to come.
 */
export const comesTooSoon = (step: Step, undone: readonly Step[]): boolean =>
  (step.do === 'offer_next' || step.do === 'offer_claim') &&
  undone.some(
    ({ index, dueAt }) =>
      dueAt < step.dueAt || (dueAt.getTime() === step.dueAt.getTime() && index < step.index),
  );
