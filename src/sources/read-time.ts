import { Temporal } from 'temporal-polyfill';

const FIRST_MILLISECONDS = 1e11;
// Smaller numbers are a date written in digits, a count or a zero, not seconds since 1970.
const FIRST_SECONDS = 1e8;
const FIRST = Date.parse('0000-01-01T00:00:00Z');
const LAST = Date.parse('9999-12-31T23:59:59.999Z');

const ISO =
  /^(\d{4}-\d{2}-\d{2})(?:[T ](\d{2}:\d{2}(?::\d{2}(?:\.\d{1,9})?)?) ?(z|utc|[+-]\d{2}:?\d{2})?)?$/i;
const RFC_2822 = /^(?:[a-z]{3}, ?)?\d{1,2} [a-z]{3} \d{4} \d{2}:\d{2}(?::\d{2})? (?:gmt|ut|z|[+-]\d{4})$/i;

const LOCAL = /^(\d{1,2})[./-](\d{1,2})[./-](\d{4})(?:,? (\d{1,2}:\d{2}))?$/;

/**
 * The instant a sender means, as ISO text in UTC: seconds or milliseconds since 1970, ISO, or an e-mail date.
 * A time without an offset is in `zone`, or UTC. Anything else is undefined; a zone that does not exist throws.
 */
export function readTime(value: unknown, zone = 'UTC'): string | undefined {
  const at = millisecondsOf(value, zone);
  if (at === undefined || Number.isNaN(at) || at < FIRST || at > LAST) return undefined;
  return new Date(at).toISOString();
}

const DAY = 86_400_000;
const YEAR = 365 * DAY;
const MEANT = {
  // A sender's clock may be ahead, or its zone a wrong one, but by no more than a day.
  happened: { before: 20 * YEAR, after: DAY },
  time: { before: 20 * YEAR, after: 5 * YEAR },
};

/**
 * Whether a sender can mean this time, of what has happened or of what is planned. Programs write the year 1, 1970, 2000
 * or 9999 where they know none.
 */
export function isMeant(at: string, kind: keyof typeof MEANT, receivedAt: Date): boolean {
  const after = Date.parse(at) - receivedAt.getTime();
  return -MEANT[kind].before <= after && after <= MEANT[kind].after;
}

function millisecondsOf(value: unknown, zone: string): number | undefined {
  if (typeof value === 'number') return fromNumber(value);
  if (typeof value !== 'string' || value.length > 60) return undefined;
  const text = value.trim();
  if (/^\d+(\.\d+)?$/.test(text)) return fromNumber(Number(text));
  if (RFC_2822.test(text)) return Date.parse(text);

  const [, date, time = '00:00', offset] = ISO.exec(text) ?? [];
  if (date === undefined || !isDay(date)) return undefined;
  if (offset !== undefined) return Date.parse(`${date}T${time}${offset.replace(/utc/i, 'Z')}`);
  return Number.isNaN(Date.parse(`${date}T${time}Z`)) ? undefined : inZone(`${date}T${time}`, zone);
}

/** Whether the calendar has this day: JavaScript takes the 30th of February for the 2nd of March. */
function isDay(date: string): boolean {
  const [year = 0, month = 0, day = 0] = date.split('-').map(Number);
  return month >= 1 && month <= 12 && day >= 1 && day <= new Date(Date.UTC(year, month, 0)).getUTCDate();
}

/**
 * A day as a locale writes it, `03/04/2026` or `3.4.2026 14:30`, as ISO text without an offset; undefined where the text
 * is something else.
 */
export function localDate(value: unknown, locale: string): string | undefined {
  const [, first, second, year, time = '00:00'] =
    (typeof value === 'string' && LOCAL.exec(value.trim())) || [];
  if (first === undefined || second === undefined) return undefined;
  const parts = new Intl.DateTimeFormat(locale).formatToParts(0).map(({ type }) => type);
  if (parts.indexOf('year') < parts.indexOf('month')) return undefined;
  const [day, month] = parts.indexOf('day') < parts.indexOf('month') ? [first, second] : [second, first];
  return `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}T${time.padStart(5, '0')}`;
}

function fromNumber(value: number): number | undefined {
  if (value < FIRST_SECONDS) return undefined;
  return value < FIRST_MILLISECONDS ? value * 1000 : value;
}

function inZone(wallTime: string, zone: string): number {
  return Temporal.PlainDateTime.from(wallTime).toZonedDateTime(zone).epochMilliseconds;
}
