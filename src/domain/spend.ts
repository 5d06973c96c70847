import { type CanonicalLead, CHANNELS, type Channel } from './lead.ts';
import { oneOf, suggest } from './nearest.ts';
import { readMoney } from './read-money.ts';
import { type DaySpan, readSpendPeriod } from './spend-period.ts';
import { problem, type Read } from './typed-time.ts';

/** What was spent to be found: one amount, for some days, on whatever is named of source, channel and campaign. */

export type SpendPlace = {
  /** One of our sources, by its id or name; null where it is not told. */
  source: string | null;
  channel: Channel | null;
  campaign: string | null;
  /** Three letters of ISO 4217: what is spent in two currencies is never added up. */
  currency: string;
};
export type SpendFigure = SpendPlace & DaySpan & { cents: number };

/** What a figure is read from, as it was written. */
export type WrittenSpend = {
  /** A number is taken as it is; of a text, `1.250` is a thousand and more. */
  amount: string | number;
  currency: string | null;
  /** That of an amount which has none beside it. */
  usualCurrency?: string | null;
  source: string | null;
  channel: string | null;
  campaign: string | null;
};

const CURRENCIES: readonly string[] = Intl.supportedValuesOf('currency');
/** Signs that are one currency's alone: `$` is that of twenty. */
const SIGNS: Readonly<Record<string, string>> = { '€': 'EUR', '£': 'GBP', '₹': 'INR', '₪': 'ILS', zł: 'PLN' };
const MOST = 1e11;
const LONGEST_NAME = 300;

/** Reads what was spent on what, or says which part is not to be understood and what was expected. */
export function readSpend(written: WrittenSpend, span: DaySpan): Read<{ figure: SpendFigure }> {
  const cents = centsIn(written.amount);
  if (cents === null)
    return problem(
      `amount "${cut(`${written.amount}`)}": expected an amount of zero or more, such as 1,250.00`,
    );
  const currency = currencyOf(written);
  if (!currency.ok) return currency;
  const channel = channelOf(written.channel);
  if (!channel.ok) return channel;
  const place = {
    source: named(written.source),
    channel: channel.channel,
    campaign: named(written.campaign),
  };
  if (Object.values(place).every((one) => one === null))
    return problem('names nothing it was spent on: expected a source, a channel or a campaign');
  const { from, to } = span;
  return { ok: true, figure: { ...place, currency: currency.currency, from, to, cents } };
}

/** What an item of a source says that was spent; `today` is the last day that can be meant. */
export function readToldSpend(
  { spend, channel, campaign }: Pick<CanonicalLead, 'spend' | 'channel' | 'campaign'>,
  today: string,
): Read<{ figure: SpendFigure }> {
  if (!spend) return problem('needed with kind: spend; expected period, amount and currency');
  const period = readSpendPeriod(spend.period, today);
  if (!period.ok) return period;
  const { amount, currency, source = null } = spend;
  const place = { source, channel: channel ?? null, campaign: campaign?.name ?? null };
  return readSpend({ amount, currency, ...place }, period.span);
}

function centsIn(written: string | number): number | null {
  const read = typeof written === 'number' ? { value: written, note: null } : readMoney(written);
  // A range, or "at least", is no amount that was paid.
  if (read === undefined || read.note !== null || !(read.value >= 0 && read.value <= MOST)) return null;
  // So little is written with an exponent already.
  if (read.value < 0.005) return 0;
  // As a power of ten, because 1.005 × 100 is not 100.5 in a computer.
  return Math.round(Number(`${read.value}e2`));
}

function currencyOf({ currency, amount, usualCurrency = null }: WrittenSpend): Read<{ currency: string }> {
  const told = currency?.trim() ?? '';
  const inAmount = currencyIn(`${amount}`);
  const code = told === '' ? (inAmount ?? usualCurrency) : (SIGNS[told] ?? told.toUpperCase());
  if (code === null)
    return problem(
      `amount "${cut(`${amount}`)}" is in no currency: expected three letters such as EUR beside it`,
    );
  if (inAmount !== null && inAmount !== code)
    return problem(
      `amount "${cut(`${amount}`)}" is in ${inAmount}, and its currency is told as ${cut(code)}`,
    );
  return CURRENCIES.includes(code)
    ? { ok: true, currency: code }
    : problem(`currency "${cut(told)}": expected three letters such as EUR${suggest(code, CURRENCIES)}`);
}

function currencyIn(amount: string): string | null {
  const sign = Object.keys(SIGNS).find((one) => amount.includes(one));
  const code = /(?<!\p{L})([a-z]{3})(?!\p{L})/iu.exec(amount)?.[1]?.toUpperCase();
  if (sign !== undefined) return SIGNS[sign] ?? null;
  return code !== undefined && CURRENCIES.includes(code) ? code : null;
}

function channelOf(written: string | null): Read<{ channel: Channel | null }> {
  const told = named(written);
  if (told === null) return { ok: true, channel: null };
  const code = told.toLowerCase().replaceAll(/[\s-]+/g, '_');
  const channel = CHANNELS.find((one) => one === code);
  if (channel) return { ok: true, channel };
  return problem(`channel "${cut(told)}": expected ${oneOf(CHANNELS)}${suggest(told, CHANNELS)}`);
}

function named(written: string | null): string | null {
  const text = (written ?? '').trim().replaceAll(/\s+/g, ' ');
  return text === '' ? null : Array.from(text).slice(0, LONGEST_NAME).join('');
}

const cut = (text: string): string => Array.from(text).slice(0, 40).join('');

/** Names are compared without regard to case and spaces: tools do not agree on them. */
export const placeKey = ({ source, channel, campaign, currency }: SpendPlace): string =>
  JSON.stringify([...[source, channel, campaign].map((name) => name?.toLowerCase() ?? ''), currency]);

/** One figure for each place and time: what a file has in several rows, as by ad, is added up. */
export function sumAlike(figures: readonly SpendFigure[]): SpendFigure[] {
  const sums = new Map<string, SpendFigure>();
  for (const figure of figures) {
    const key = `${placeKey(figure)} ${figure.from} ${figure.to}`;
    const known = sums.get(key);
    sums.set(key, known ? { ...known, cents: known.cents + figure.cents } : figure);
  }
  return [...sums.values()];
}

export const overlaps = (one: DaySpan, other: DaySpan): boolean =>
  one.from <= other.to && other.from <= one.to;
