import type { Hours } from './hours.ts';
import { instantOf, isoDate, localDay, sinceMidnight, weekdayOf } from './local-time.ts';
import { type Delay, type Duration, WEEKDAYS } from './settings-shapes.ts';
import type { ClockTarget } from './sla-settings.ts';

/**
 * Working time: when somebody is at work, and where so much of it ends.
 *
 * A wall time means the first instant at which the local clock shows it or has jumped past it. So a block that
 * begins inside a spring gap begins when the gap is over, a block around an autumn overlap is one hour longer,
 * and what is counted is always time that really passes.
 */

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;
/** How far ahead work is looked for: longer than any leave, and short enough to answer at once. */
const SEARCH_DAYS = 400;

/** Milliseconds after local midnight; the end of a night shift lies beyond the day's own. */
type Block = { start: number; end: number };
type Shift = { day: number; start: number; end: number; isFirst: boolean };

/** Whether work goes on at this instant. A block's first instant belongs to it, its last does not. */
export function isOpen(hours: Hours, at: Date): boolean {
  return shiftFrom(hours, at.getTime()).start <= at.getTime();
}

/** Whether `at` lies before a day's work, rather than in a break of it. */
export function isOvernight(hours: Hours, at: Date): boolean {
  const shift = shifts(hours, at.getTime()).next().value;
  return !shift || (shift.start > at.getTime() && shift.isFirst);
}

/** The first instant at or after `at` at which work goes on. */
export function nextOpening(hours: Hours, at: Date): Date {
  const { start } = shiftFrom(hours, at.getTime());
  if (start === Number.POSITIVE_INFINITY) throw noWork(hours, at);
  return new Date(Math.max(start, at.getTime()));
}

/** The opening of the next working day. During a night shift that is the next evening's. */
export function nextMorning(hours: Hours, at: Date): Date {
  const today = workDay(hours, at);
  for (const shift of shifts(hours, at.getTime())) {
    if (shift.day > today) return new Date(shift.start);
  }
  throw noWork(hours, at);
}

/** Where so many minutes of work after `from` end. Work that ends with a day ends at its closing. */
export function addWorkingMinutes(hours: Hours, from: Date, minutes: number): Date {
  if (!(minutes >= 0)) throw new Error(`working minutes to add: ${minutes}, expected 0 or more`);
  let left = Math.round(minutes * MINUTE);
  for (const shift of shifts(hours, from.getTime())) {
    const start = Math.max(shift.start, from.getTime());
    if (left <= shift.end - start) return new Date(start + left);
    left -= shift.end - start;
  }
  throw noWork(hours, from);
}

/** How much work lies between two instants, in minutes; none when `to` is not after `from`. */
export function workingMinutesBetween(hours: Hours, from: Date, to: Date): number {
  let worked = 0;
  for (const shift of shifts(hours, from.getTime())) {
    if (shift.start >= to.getTime()) break;
    worked += Math.max(0, Math.min(shift.end, to.getTime()) - Math.max(shift.start, from.getTime()));
  }
  return worked / MINUTE;
}

/** The stretches of work between two instants, in order and apart. */
export function workBetween(hours: Hours, from: Date, to: Date): { from: Date; to: Date }[] {
  const stretches: { from: Date; to: Date }[] = [];
  for (const { start, end } of shifts(hours, from.getTime())) {
    if (start >= to.getTime()) break;
    const first = Math.max(start, from.getTime());
    stretches.push({ from: new Date(first), to: new Date(Math.min(end, to.getTime())) });
  }
  return stretches;
}

/** The same local time so many working days later; before that day's work its opening, after it its closing. */
export function addBusinessDays(hours: Hours, from: Date, days: number): Date {
  if (!(days >= 1)) throw new Error(`business days to add: ${days}, expected 1 or more`);
  const today = workDay(hours, from);
  const time = sinceMidnight(hours.timeZone, today, from.getTime());
  let left = days;
  let day = today;
  for (let searched = 0; searched < SEARCH_DAYS; searched += 1) {
    day += 1;
    const blocks = blocksOn(hours, day);
    const opening = blocks[0];
    const closing = blocks.at(-1);
    if (!opening || !closing) continue;
    const closesAt = instantOf(hours.timeZone, day, closing.end);
    // The clocks may leave out a day's work, or a whole day.
    if (closesAt <= Math.max(from.getTime(), instantOf(hours.timeZone, day, opening.start))) continue;
    left -= 1;
    searched = 0;
    if (left > 0) continue;
    const block = blocks.find(({ end }) => time <= end);
    return new Date(instantOf(hours.timeZone, day, block ? Math.max(time, block.start) : closing.end));
  }
  throw noWork(hours, from);
}

/**
 * When a clock that starts at `from` runs out. Under `wall` minutes run day and night, while business days stay
 * the rep's. What arrived overnight has its own time, where the target gives it one, from the opening on.
 */
export function deadlineFor(
  target: ClockTarget,
  hours: { rep: Hours; team: Hours },
  from: Date,
  arrivedOvernight: boolean,
): Date {
  const calendar = target.calendar === 'team' ? hours.team : hours.rep;
  const isWall = target.calendar === 'wall';
  if (arrivedOvernight && target.overnight) {
    return after(target.overnight, calendar, isWall, nextOpening(calendar, from));
  }
  return after(target.within, calendar, isWall, from);
}

/** When a postponed handoff comes back: always a working time, so what ends in the evening waits for the morning. */
export function resolveDelay(delay: Delay, hours: Hours, from: Date): Date {
  if (delay.unit === 'next_morning') return nextMorning(hours, from);
  return nextOpening(hours, after(delay, hours, true, from));
}

function after(duration: Duration, hours: Hours, isWall: boolean, from: Date): Date {
  if (duration.unit === 'business_days') return addBusinessDays(hours, from, duration.amount);
  if (isWall) return new Date(from.getTime() + duration.amount * MINUTE);
  return addWorkingMinutes(hours, from, duration.amount);
}

/** Stretches of work that are not over at `from`, in order and apart; ends where there is no work for too long. */
function* shifts(hours: Hours, from: number): Generator<Shift> {
  let day = localDay(hours.timeZone, from) - 1;
  let lastEnd = Number.NEGATIVE_INFINITY;
  for (let searched = 0; searched < SEARCH_DAYS; searched += 1) {
    for (const [place, block] of blocksOn(hours, day).entries()) {
      const end = instantOf(hours.timeZone, day, block.end);
      if (end <= Math.max(from, lastEnd)) continue;
      const start = Math.max(instantOf(hours.timeZone, day, block.start), lastEnd);
      lastEnd = end;
      if (end === start) continue;
      searched = 0;
      yield { day, start, end, isFirst: place === 0 };
    }
    day += 1;
  }
}

/** The shift found last for these hours, which is the answer until it ends: a simulation asks for one after another. */
const found = new WeakMap<Hours, { from: number; start: number; end: number }>();

function shiftFrom(hours: Hours, from: number): { start: number } {
  const known = found.get(hours);
  if (known && known.from <= from && from < known.end) return known;
  const shift = shifts(hours, from).next().value;
  if (!shift) return { start: Number.POSITIVE_INFINITY };
  found.set(hours, { from, start: shift.start, end: shift.end });
  return shift;
}

/** The day whose work an instant belongs to: at two in the morning of a night shift that is the day before. */
function workDay(hours: Hours, at: Date): number {
  const today = localDay(hours.timeZone, at.getTime());
  const isAt = (day: number) =>
    blocksOn(hours, day).some(
      ({ start, end }) =>
        instantOf(hours.timeZone, day, start) <= at.getTime() &&
        at.getTime() < instantOf(hours.timeZone, day, end),
    );
  const yesterday = today - 1;
  return !isAt(today) && isAt(yesterday) ? yesterday : today;
}

/** The blocks that begin on a day, in order, those that touch made one. */
function blocksOn(hours: Hours, day: number): readonly Block[] {
  const weekday = WEEKDAYS[weekdayOf(day)];
  const date = isoDate(day);
  const texts = hours.special?.[date] ?? (weekday && hours.week[weekday]);
  if (!texts || texts.length === 0 || hours.holidays.includes(date)) return [];
  const known = parsed.get(texts);
  if (known) return known;
  const merged: Block[] = [];
  for (const block of texts.map(parseBlock).sort((a, b) => a.start - b.start)) {
    const last = merged.at(-1);
    if (last && block.start <= last.end) last.end = Math.max(last.end, block.end);
    else merged.push(block);
  }
  parsed.set(texts, merged);
  return merged;
}

/** A day's blocks of the settings, which never change: others come with a list of their own. */
const parsed = new WeakMap<readonly string[], readonly Block[]>();

function parseBlock(text: string): Block {
  const [from = '', to = ''] = text.split('-');
  const start = parseTime(from);
  const end = parseTime(to);
  return { start, end: end <= start ? end + DAY : end };
}

function parseTime(text: string): number {
  return (Number(text.slice(0, 2)) * 60 + Number(text.slice(3, 5))) * MINUTE;
}

function noWork(hours: Hours, at: Date): Error {
  const week = JSON.stringify(hours.week);
  return new Error(
    `no working time in the ${SEARCH_DAYS} days after ${at.toISOString()} (${hours.timeZone}, week ${week}, ` +
      `${hours.holidays.length} holidays): expected at least one block`,
  );
}
