import * as z from 'zod';
import { FACTS, IDENTITY_FACTS } from './facts.ts';
import { zoneNamed } from './local-time.ts';

/** The small shapes that the settings are made of, each with the words for what was expected. */

export const LEGS = ['mql_to_sdr', 'sql_to_ae', 'won_to_cs', 'cs_to_ae'] as const;
export type Leg = (typeof LEGS)[number];
/** The leg of a pool, a route or an SLA policy that names none. */
export const USUAL_LEG: Leg = 'mql_to_sdr';

export const WEEKDAYS = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] as const;
export type Weekday = (typeof WEEKDAYS)[number];

/** A length of time: minutes (`90m`, `4h`, `2d` = 48 hours) or business days (`5bd`). */
export type Duration = { unit: 'minutes'; amount: number } | { unit: 'business_days'; amount: number };

/** A moment counted from a press: a duration, or the opening of the rep's next working day. */
export type Delay = Duration | { unit: 'next_morning' };

const MINUTES = { m: 1, h: 60, d: 24 * 60 } as const;

function parseDuration(text: string): Duration {
  const amount = Number.parseInt(text, 10);
  if (text.endsWith('bd')) return { unit: 'business_days', amount };
  return { unit: 'minutes', amount: amount * MINUTES[text.at(-1) as keyof typeof MINUTES] };
}

/** Reads `90m`, `4h`, `2d`, `5bd`, `next_morning`: the texts the settings accept. */
export const parseDelay = (text: string): Delay =>
  text === 'next_morning' ? { unit: 'next_morning' } : parseDuration(text);

/** A text of one form. What was expected is said the same way for a wrong text and for something that is no text. */
export const written = (pattern: RegExp, expected: string) => z.string(expected).regex(pattern, expected);

export const durationText = written(
  /^[1-9]\d{0,4}(m|h|d|bd)$/,
  'a length of time such as 5m, 4h, 2d, or 5bd for business days',
);
export const duration = durationText.transform(parseDuration);
/** A length of time whose end is an instant everywhere. */
export const minutes = written(/^[1-9]\d{0,4}(m|h)$/, 'a length of time such as 2m or 1h').transform(
  parseDuration,
);
/** How often something may be done: so many times in a minute or an hour. */
export type Rate = { most: number; seconds: number };
export const rate = written(
  /^[1-9]\d{0,4}\/(minute|hour)$/,
  'a number of times such as 10/minute or 100/hour',
).transform((text): Rate => {
  const [most = '', unit] = text.split('/');
  return { most: Number.parseInt(most, 10), seconds: unit === 'hour' ? 3_600 : 60 };
});
const ORIGIN = 'an origin such as https://www.acme.example: scheme and host, without a path';
/** What a browser says a page is from. `http` is for trying things out on one's own machine. */
export const origin = z
  .string(ORIGIN)
  .refine((text) => /^https?:\/\//.test(text) && URL.canParse(text) && new URL(text).origin === text, ORIGIN);
const LINK = 'an address that starts with https://';
/** Where a visitor is sent: shown to everybody, so nothing secret stands in it. */
export const publicLink = z
  .string(LINK)
  .max(2_000, LINK)
  .refine((text) => URL.canParse(text) && new URL(text).protocol === 'https:', LINK);
/** Whole days, so many at least; read as their number. */
export const daysFrom = (least: number) =>
  written(/^[1-9]\d{0,3}d$/, 'a number of days such as 30d')
    .transform((text) => Number.parseInt(text, 10))
    .refine((days) => days >= least, `${least}d or longer`);
export const delaySchema = z
  .union([z.literal('next_morning'), durationText], {
    error: 'a length of time such as 15m, 4h or 2bd, or next_morning',
  })
  .transform(parseDelay);

export const id = written(
  /^[a-z0-9][a-z0-9_-]{0,62}$/,
  'an id (lower-case letters, digits, - and _; at most 63)',
);
export const channelId = written(
  /^[CG][A-Z0-9]{2,}$/,
  'a Slack channel id such as C0123ABCD (channel details, at the bottom)',
);
export const userId = written(
  /^[UW][A-Z0-9]{2,}$/,
  'a Slack member id such as U0123ABCD (profile, Copy member ID)',
);
export const groupId = written(/^S[A-Z0-9]{2,}$/, 'the id of a Slack user group such as S0123ABCD');
export const envName = written(
  /^[A-Z][A-Z0-9_]*$/,
  'the NAME of an environment variable, such as WEBSITE_SECRET, never the secret itself',
);
export const isoDate = z.iso.date('a date such as 2026-12-25');
export const timeZone = z
  .string('an IANA time zone such as Europe/Berlin')
  .refine((zone) => zoneNamed(zone) !== null, {
    error: 'an IANA time zone such as Europe/Berlin',
    // For whoever words the mistake: the names a typing error may have meant.
    params: { names: () => Intl.supportedValuesOf('timeZone') },
  });
const SHARE = 'a share from 0 to 1, such as 0.9';
export const share = z.number(SHARE).min(0, SHARE).max(1, SHARE);
export const text = z.string().min(1).max(300);

const scalar = z.union([z.string(), z.number(), z.boolean()], { error: 'a text, a number, true or false' });
const range = z
  .strictObject({ min: z.number().optional(), max: z.number().optional() })
  .refine(({ min, max }) => (min ?? max) !== undefined && (min ?? -Infinity) <= (max ?? Infinity), {
    error: 'min, max or both, min not above max',
    // Else zod takes whatever is no other test, even a wrong `includes`, for a range with an unknown key.
    abort: true,
  });
const test = z.union(
  [
    scalar,
    z.array(scalar).min(1),
    range,
    z.strictObject({ includes: z.array(z.string().min(1)).min(1) }),
    z.strictObject({ none_of: z.array(scalar).min(1) }),
  ],
  { error: 'a value, a list of values, {min, max}, {includes: [words]} or {none_of: [values]}' },
);
/** What one fact must be. A list means "any of"; `includes` looks for words inside a text. */
export type Test = z.output<typeof test>;

/** Facts and what each must be; all must hold. */
export const conditions = z.partialRecord(z.enum(FACTS), test);
export type Conditions = z.output<typeof conditions>;

/** What somebody is good at. Only facts that are kept for ever: a choice by skills has to be explained years later. */
export const skills = z.partialRecord(z.enum(FACTS).exclude(IDENTITY_FACTS), test);

const BLOCK = 'working time such as 09:00-12:30 (22:00-06:00 runs past midnight)';
export const block = written(/^([01]\d|2[0-3]):[0-5]\d-(([01]\d|2[0-3]):[0-5]\d|24:00)$/, BLOCK)
  .refine((hours) => hours.slice(0, 5) !== hours.slice(6), BLOCK)
  // Calendars show the end of a day so: nobody means to be off for its last minute.
  .transform((hours) => hours.replace(/-23:59$/, '-24:00'));
export const week = z.partialRecord(z.enum(WEEKDAYS), z.array(block));
/** Working blocks by weekday, local wall time. */
export type Week = z.output<typeof week>;

/** The set of hours of a workspace that names none. */
export const USUAL_HOURS = 'office';
const OFFICE = ['09:00-18:00'];
/** The sets of hours where none are written. */
export const OFFICE_HOURS = {
  [USUAL_HOURS]: { mon: OFFICE, tue: OFFICE, wed: OFFICE, thu: OFFICE, fri: OFFICE },
};
