import { localDate } from './day.ts';

/** Weeks by their ISO names, such as `2026-W48`, which Postgres gives them too. They begin on Monday. */

const DAY = 86_400_000;

/** The Monday of a week, as `2026-11-23`. */
export function mondayOf(week: string): string {
  const [, year, no] = /^(\d{4})-W(\d{2})$/.exec(week) ?? [];
  if (!year || !no) throw new Error(`week ${week}: expected one such as 2026-W48`);
  // The fourth of January always lies in the first week.
  const fourth = Date.UTC(Number(year), 0, 4);
  const first = fourth - ((new Date(fourth).getUTCDay() + 6) % 7) * DAY;
  return new Date(first + (Number(no) - 1) * 7 * DAY).toISOString().slice(0, 10);
}

/** The week in which a local day lies. */
function weekOf(date: string): string {
  const at = Date.parse(`${date}T00:00:00Z`);
  const thursday = new Date(at + (3 - ((new Date(at).getUTCDay() + 6) % 7)) * DAY);
  const year = thursday.getUTCFullYear();
  const no = Math.floor((thursday.getTime() - Date.UTC(year, 0, 1)) / (7 * DAY)) + 1;
  return `${year}-W${String(no).padStart(2, '0')}`;
}

/** Every week of a period, in their order, also those in which nothing happened. */
export function weeksOf({ from, to }: { from: Date; to: Date }, timeZone: string): string[] {
  const last = Date.parse(mondayOf(weekOf(localDate(timeZone, to))));
  const weeks: string[] = [];
  for (let at = Date.parse(mondayOf(weekOf(localDate(timeZone, from)))); at <= last; at += 7 * DAY) {
    weeks.push(weekOf(new Date(at).toISOString().slice(0, 10)));
  }
  return weeks;
}
