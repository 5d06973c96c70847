import { Temporal } from 'temporal-polyfill';
import { startOfLocalDay } from './day.ts';
import { isoDate, localDay } from './local-time.ts';

export type Stretch = { from: Date; to: Date };
/** A day of a team's calendar, such as `2026-11-30`, with its first and its last instant. */
export type WholeDay = Stretch & { day: string };

/** The days that lie wholly between two instants, both included, in their order. */
export function wholeDays({ from, to }: Stretch, timeZone: string): WholeDay[] {
  const startOf = (no: number) => startOfLocalDay(timeZone, no);
  const first = localDay(timeZone, from.getTime());
  const days: WholeDay[] = [];
  for (let no = startOf(first) < from ? first + 1 : first; ; no += 1) {
    const end = new Date(startOf(no + 1).getTime() - 1);
    if (end > to) return days;
    days.push({ day: isoDate(no), from: startOf(no), to: end });
  }
}

/** What is left of a stretch without these days of it, which are in their order. */
export function withoutDays({ from, to }: Stretch, days: readonly WholeDay[]): Stretch[] {
  const left: Stretch[] = [];
  let begin = from.getTime();
  for (const day of days) {
    if (day.from.getTime() > begin)
      left.push({ from: new Date(begin), to: new Date(day.from.getTime() - 1) });
    begin = day.to.getTime() + 1;
  }
  if (begin <= to.getTime()) left.push({ from: new Date(begin), to });
  return left;
}

/** The week in which a day lies, as `2026-W49`: that of its Thursday (ISO 8601). */
export function weekOf(day: string): string {
  const { yearOfWeek, weekOfYear } = Temporal.PlainDate.from(day);
  return `${yearOfWeek}-W${String(weekOfYear).padStart(2, '0')}`;
}
