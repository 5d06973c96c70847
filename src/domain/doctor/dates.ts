import { addMinutes, localDate } from '../day.ts';
import type { Settings } from '../settings.ts';
import type { Finding } from './findings.ts';

const DAYS_AHEAD = 60;
const DAY = 24 * 60;

/** Dates in the settings that have passed, or soon will: lists of holidays that end, a review that is due. */
export function findInDates(settings: Settings, now: Date): Finding[] {
  const zone = settings.workspace.time_zone;
  const today = localDate(zone, now);
  const horizon = localDate(zone, addMinutes(now, DAYS_AHEAD * DAY));
  return [
    ...Object.entries(settings.holidays).flatMap(([name, dates]) =>
      holidays(
        settings,
        name,
        dates.map((day) => (typeof day === 'string' ? day : day.on)),
        today,
        horizon,
      ),
    ),
    ...review(settings, today),
  ];
}

function holidays(
  { workspace, people }: Settings,
  name: string,
  dates: readonly string[],
  today: string,
  horizon: string,
): Finding[] {
  const isUsed = workspace.holidays.includes(name) || people.some((person) => person.holidays.includes(name));
  const last = dates.toSorted().at(-1);
  if (!isUsed || (last !== undefined && last > horizon)) return [];
  const where = `holidays ${name}`;
  const advice = 'Add the days of the next year; else people get leads while they are off.';
  if (last === undefined) return [{ severity: 'note', where, what: 'has no days in it', advice }];
  if (last < today) return [{ severity: 'risk', where, what: `has ended: its last day was ${last}`, advice }];
  return [{ severity: 'note', where, what: `ends soon: its last day is ${last}`, advice }];
}

function review({ mql }: Settings, today: string): Finding[] {
  if (today <= mql.review_by) return [];
  return [
    {
      severity: 'note',
      where: `definition ${mql.version}`,
      what: `its review is overdue since ${mql.review_by}`,
      advice: 'Marketing and sales look at it together, and set the next date.',
    },
  ];
}
