import { workBetween } from '../calendar.ts';
import { dayOf, weekdayAt } from '../day.ts';
import type { Hours } from '../hours.ts';
import type { Weekday } from '../settings-shapes.ts';

export type Stretch = { from: Date; to: Date };

/** Stretches that overlap or touch made one, in order. */
export function merged(stretches: readonly Stretch[]): Stretch[] {
  const joined: Stretch[] = [];
  for (const stretch of [...stretches].sort((a, b) => a.from.getTime() - b.from.getTime())) {
    const last = joined.at(-1);
    if (last && stretch.from <= last.to) {
      joined[joined.length - 1] = { from: last.from, to: stretch.to > last.to ? stretch.to : last.to };
    } else joined.push(stretch);
  }
  return joined;
}

/** What of the first lies in none of the others. Both are in order and apart. */
export function minus(stretches: readonly Stretch[], others: readonly Stretch[]): Stretch[] {
  return stretches.flatMap((stretch) => {
    const left: Stretch[] = [];
    let from = stretch.from;
    for (const other of others) {
      if (other.to <= from || other.from >= stretch.to) continue;
      if (other.from > from) left.push({ from, to: other.from });
      from = other.to;
    }
    if (from < stretch.to) left.push({ from, to: stretch.to });
    return left;
  });
}

/** Hours as they are in a week without special days. */
export const usual = ({ timeZone, week }: Hours): Hours => ({ timeZone, week, holidays: [] });

/** When somebody works on the days that are theirs, as the calendar shows them where they are. */
export function workOn(hours: Hours, days: readonly Weekday[] | undefined, within: Stretch): Stretch[] {
  const work = workBetween(hours, within.from, within.to);
  if (days === undefined) return work;
  return work.flatMap((stretch) =>
    splitByDay(hours, stretch).filter(({ from }) => days.includes(weekdayAt(hours.timeZone, from))),
  );
}

function splitByDay(hours: Hours, { from, to }: Stretch): Stretch[] {
  const midnight = dayOf(hours, from).to;
  if (midnight >= to) return [{ from, to }];
  return [{ from, to: midnight }, ...splitByDay(hours, { from: midnight, to })];
}

export const minutesOf = (stretches: readonly Stretch[]): number =>
  stretches.reduce((sum, { from, to }) => sum + (to.getTime() - from.getTime()) / 60_000, 0);
