import { Temporal } from 'temporal-polyfill';
import { suggest } from '#domain/nearest.ts';
import { problem, type Read, readIsoDate } from './typed-time.ts';

/** Periods as people type them behind a slash command. */

export const GROUPINGS = ['source', 'campaign', 'channel', 'rep', 'segment', 'week'] as const;
export type Grouping = (typeof GROUPINGS)[number];

export type FunnelRequest = {
  from: Date;
  /** The last instant that belongs to the period. */
  to: Date;
  label: string;
  by: Grouping | null;
};
type Period = Omit<FunnelRequest, 'by'>;

const USUAL_PERIOD = '90d';
const PERIODS = ['7d', '30d', '90d', 'quarter'];
const PERIOD_FORMS = '7d, 30d, 90d, quarter or 2026-09-01..2026-09-30';

/** Reads `[7d|30d|90d|quarter|from..to] [by source|rep|…]`, in any order, by the team's days. */
export function readFunnelRequest(
  text: string,
  timeZone: string,
  now: Date,
): Read<{ request: FunnelRequest }> {
  const words = wordsOf(text);
  const at = words.indexOf('by');
  const by = at === -1 ? null : readGrouping(words[at + 1]);
  if (by?.ok === false) return by;
  const others = at === -1 ? words : [...words.slice(0, at), ...words.slice(at + 2)];
  for (const word of others) {
    const read = readPeriod(word, timeZone, now);
    if (!read.ok) return read;
  }
  const [word = USUAL_PERIOD, extra] = others;
  if (extra !== undefined) return problem(`"${extra}" is a second period: expected one of ${PERIOD_FORMS}`);
  const read = readPeriod(word, timeZone, now);
  return read.ok ? { ok: true, request: { ...read.period, by: by?.by ?? null } } : read;
}

/** The time just before a period, equally long, which it is compared with. */
export function periodBefore({ from, to }: { from: Date; to: Date }): { from: Date; to: Date } {
  const length = to.getTime() - from.getTime();
  return { from: new Date(from.getTime() - length - 1), to: new Date(from.getTime() - 1) };
}

const wordsOf = (text: string): string[] => text.toLowerCase().split(/\s+/).filter(Boolean);

function readGrouping(word: string | undefined): Read<{ by: Grouping }> {
  const by = GROUPINGS.find((grouping) => grouping === word);
  if (by) return { ok: true, by };
  const expected = `expected by ${GROUPINGS.slice(0, -1).join(', ')} or ${GROUPINGS.at(-1)}`;
  if (word === undefined) return problem(`"by" says nothing alone: ${expected}`);
  return problem(`"${word}" is nothing to group by: ${expected}${suggest(word, GROUPINGS)}`);
}

function readPeriod(word: string, timeZone: string, now: Date): Read<{ period: Period }> {
  const today = localDay(timeZone, now);
  const upToNow = (from: Temporal.PlainDate, label: string): Read<{ period: Period }> => ({
    ok: true,
    period: { from: startOf(timeZone, from), to: now, label },
  });
  const days = /^([1-9]\d{0,2})d$/.exec(word)?.[1];
  if (days) return upToNow(today.subtract({ days: Number(days) }), `last ${days} days`);
  if (word === 'quarter') {
    const month = today.month - ((today.month - 1) % 3);
    return upToNow(today.with({ month, day: 1 }), 'this quarter');
  }
  // Some keyboards make one character of the dots.
  const [, first, last] = /^(.+?)(?:\.{2,}|…)(.+)$/.exec(word) ?? [];
  if (first && last) return readDates(first, last, timeZone, now);
  const grouping = GROUPINGS.find((one) => one === word);
  const meant = grouping ? `; did you mean "by ${grouping}"?` : suggest(word, [...PERIODS, 'tree']);
  return problem(`"${word}" is not a period: expected ${PERIOD_FORMS}${meant}`);
}

function readDates(first: string, last: string, timeZone: string, now: Date): Read<{ period: Period }> {
  const begin = readIsoDate(first);
  if (!begin.ok) return begin;
  const end = readIsoDate(last);
  if (!end.ok) return end;
  if (Temporal.PlainDate.compare(begin.date, end.date) > 0) {
    return problem(`"${first}..${last}" ends before it begins; did you mean "${last}..${first}"?`);
  }
  const from = startOf(timeZone, begin.date);
  if (from > now) return problem(`"${first}" is still to come: expected a day that has begun`);
  const to = new Date(startOf(timeZone, end.date.add({ days: 1 })).getTime() - 1);
  const label = first === last ? first : `${first} to ${last}`;
  return { ok: true, period: { from, to, label } };
}

function localDay(timeZone: string, at: Date): Temporal.PlainDate {
  return Temporal.Instant.fromEpochMilliseconds(at.getTime()).toZonedDateTimeISO(timeZone).toPlainDate();
}

const startOf = (timeZone: string, day: Temporal.PlainDate): Date =>
  new Date(day.toZonedDateTime({ timeZone }).epochMilliseconds);
