import { readIsoDate } from './typed-time.ts';

/** What an AE, or their CRM, says of a deal: what it is worth, and when it is expected to be signed. */
export type Deal = {
  amount: number;
  /** Three letters of ISO 4217. */
  currency: string;
  /** A day, such as `2027-03-31`. */
  closeOn: string;
  nextStep: string;
};

/** A deal as it was typed. */
export type TypedDeal = Record<keyof Deal, string>;

/** A field of a deal that may be typed wrongly. */
export type UnreadField = 'amount' | 'currency' | 'closeOn';

const CURRENCIES: readonly string[] = Intl.supportedValuesOf('currency');
// Less is no money. More than that is a slip of the finger, and would be the whole forecast.
const LEAST = 0.01;
const MOST = 1e12;

/** Reads a deal as it was typed, or says which field cannot be meant; `today` is that of whoever typed it. */
export function readDeal(
  typed: TypedDeal,
  today: string,
): { ok: true; deal: Deal } | { ok: false; field: UnreadField } {
  const amount = typed.amount.trim() === '' ? Number.NaN : Number(typed.amount);
  const currency = typed.currency.trim().toUpperCase();
  if (!isAmount(amount)) return unread('amount');
  if (!CURRENCIES.includes(currency)) return unread('currency');
  if (!isDay(typed.closeOn) || typed.closeOn < today) return unread('closeOn');
  return { ok: true, deal: { amount, currency, closeOn: typed.closeOn, nextStep: typed.nextStep.trim() } };
}

/** A deal as a CRM has it. */
type ToldDeal = {
  amount?: number | undefined;
  currency?: string | undefined;
  close_on?: string | undefined;
};

/** What can be meant of what a CRM says of a deal; each part that it leaves out, or writes otherwise, is null. */
export function partsOfToldDeal(told: ToldDeal) {
  const currency = told.currency?.trim().toUpperCase() ?? '';
  return {
    amount: told.amount !== undefined && isAmount(told.amount) ? told.amount : null,
    currency: CURRENCIES.includes(currency) ? currency : null,
    closeOn: dayIn(told.close_on ?? ''),
  };
}

/**
 * What the deal is by what a CRM says of it. A CRM may tell of one field: the others are as they are `known` here, else as
 * it said `before`. Null where it says nothing of it, or a part is still missing.
 */
export function readToldDeal(
  told: ToldDeal,
  known: Deal | null,
  before: ToldDeal,
): Omit<Deal, 'nextStep'> | null {
  const said = partsOfToldDeal(told);
  const saidBefore = partsOfToldDeal(before);
  const amount = said.amount ?? known?.amount ?? saidBefore.amount;
  const currency = said.currency ?? known?.currency ?? saidBefore.currency;
  const closeOn = said.closeOn ?? known?.closeOn ?? saidBefore.closeOn;
  const isSilent = Object.values(said).every((part) => part === null);
  if (isSilent || amount === null || currency === null || closeOn === null) return null;
  return { amount, currency, closeOn };
}

const isAmount = (amount: number): boolean => amount >= LEAST && amount <= MOST;

/** Whether the calendar has it: Slack opens no form that begins with the 30th of February. */
const isDay = (text: string): boolean => readIsoDate(text).ok;

/** The day that a CRM names; null where it is written otherwise. */
function dayIn(told: string): string | null {
  const day = /^\d{4}-\d{2}-\d{2}(?=$|T)/.exec(told)?.[0] ?? null;
  return day !== null && isDay(day) ? day : null;
}

const unread = (field: UnreadField) => ({ ok: false, field }) as const;

/** `40,000 EUR`. */
export const sumOf = ({ amount, currency }: Pick<Deal, 'amount' | 'currency'>): string =>
  `${amount.toLocaleString('en-US')} ${currency}`;
