import { instantOf } from '#domain/local-time.ts';

/** In which order the parts of a date with slashes stand: 03/04/2026 is 4 March or 3 April. */
export const DATE_ORDERS = ['month_first', 'day_first'] as const;
export type DateOrder = (typeof DATE_ORDERS)[number];

/** An instant, and whether the export told the time of day: a mere date says nothing about minutes. */
export type ReadDate = { at: Date; hasTime: boolean };
export type DateReading = { ok: true; date: ReadDate } | { ok: false; because: 'ambiguous' | 'unreadable' };

const TIME = String.raw`(?:[T ,]+(\d{1,2}):(\d{2})(?::(\d{2})(?:\.\d+)?)? ?([ap]\.?m\.?)?)?`;
const ISO = new RegExp(
  String.raw`^(\d{4})[-/](\d{1,2})[-/](\d{1,2})${TIME} ?(z|utc|gmt|[+-]\d{2}:?\d{2})?$`,
  'i',
);
const DOTTED = new RegExp(String.raw`^(\d{1,2})\.(\d{1,2})\.(\d{4}|\d{2})${TIME}$`, 'i');
const SLASHED = new RegExp(String.raw`^(\d{1,2})[/-](\d{1,2})[/-](\d{4}|\d{2})${TIME}$`, 'i');
const LONGEST = 40;
const FIRST_YEAR = 1990;
const MINUTE = 60_000;

/** Which orders a date with slashes leaves possible; none for any other text. */
export function possibleOrders(text: string): DateOrder[] {
  const [, first, second] = SLASHED.exec(text.trim()) ?? [];
  if (first === undefined || second === undefined) return [];
  return DATE_ORDERS.filter((order) => Number(order === 'month_first' ? first : second) <= 12);
}

/**
 * Reads a date as CRMs write them: ISO, 31.12.2026, or with slashes in the order that is known. A time without an
 * offset is in `zone`. What may mean two days is refused, never guessed.
 */
export function readDate(text: string, order: DateOrder | null, zone: string): DateReading {
  const written = text.trim();
  if (written.length > LONGEST) return { ok: false, because: 'unreadable' };
  const iso = ISO.exec(written);
  if (iso) {
    const [, year, month, day, ...time] = iso;
    return instant([year, month, day], time, iso[8] ?? null, zone);
  }
  const dotted = DOTTED.exec(written);
  if (dotted) {
    const [, day, month, year, ...time] = dotted;
    return instant([year, month, day], time, null, zone);
  }
  const slashed = SLASHED.exec(written);
  if (!slashed) return { ok: false, because: 'unreadable' };
  const [, first, second, year, ...time] = slashed;
  const possible = possibleOrders(written);
  const meant = order ?? (possible.length === 1 || first === second ? possible[0] : null);
  if (!meant) return { ok: false, because: possible.length === 0 ? 'unreadable' : 'ambiguous' };
  const [month, day] = meant === 'month_first' ? [first, second] : [second, first];
  return instant([year, month, day], time, null, zone);
}

function instant(
  [year = '', month = '', day = '']: (string | undefined)[],
  [hour, minute = '0', second = '0', half]: (string | undefined)[],
  offset: string | null,
  zone: string,
): DateReading {
  const fullYear = year.length === 2 ? 2000 + Number(year) : Number(year);
  const parts = [
    fullYear,
    Number(month) - 1,
    Number(day),
    hourOf(hour, half),
    Number(minute),
    Number(second),
  ] as const;
  const wall = Date.UTC(...parts);
  const shown = new Date(wall);
  const isShown = [
    shown.getUTCFullYear(),
    shown.getUTCMonth(),
    shown.getUTCDate(),
    shown.getUTCHours(),
    shown.getUTCMinutes(),
    shown.getUTCSeconds(),
  ].every((part, at) => part === parts[at]);
  // The 31st of February, 25 o'clock.
  if (!isShown || fullYear < FIRST_YEAR) return { ok: false, because: 'unreadable' };
  const ahead = offset === null ? null : minutesAhead(offset);
  if (Number.isNaN(ahead)) return { ok: false, because: 'unreadable' };
  const at = ahead === null ? instantOf(zone, 0, wall) : wall - ahead * MINUTE;
  return { ok: true, date: { at: new Date(at), hasTime: hour !== undefined } };
}

function hourOf(hour: string | undefined, half: string | undefined): number {
  const told = Number(hour ?? 0);
  if (half === undefined) return told;
  if (told < 1 || told > 12) return Number.POSITIVE_INFINITY;
  return (told % 12) + (half.toLowerCase().startsWith('p') ? 12 : 0);
}

/** What `+0530` is ahead of UTC; not a number where no clock is. */
function minutesAhead(offset: string): number {
  if (/^[a-z]/i.test(offset)) return 0;
  const [hours, minutes] = [Number(offset.slice(1, 3)), Number(offset.slice(-2))];
  const ahead = hours <= 23 && minutes <= 59 ? hours * 60 + minutes : Number.NaN;
  return offset.startsWith('-') ? -ahead : ahead;
}
