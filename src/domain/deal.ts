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
const DAY = /^\d{4}-\d{2}-\d{2}$/;
// More than that is a slip of the finger, and would be the whole forecast.
const MOST = 1e12;

/** Reads a deal as it was typed, or says which field cannot be meant; `today` is that of whoever typed it. */
export function readDeal(
  typed: TypedDeal,
  today: string,
): { ok: true; deal: Deal } | { ok: false; field: UnreadField } {
  const amount = typed.amount.trim() === '' ? Number.NaN : Number(typed.amount);
  const currency = typed.currency.trim().toUpperCase();
  if (!(amount > 0 && amount <= MOST)) return unread('amount');
  if (!CURRENCIES.includes(currency)) return unread('currency');
  if (!DAY.test(typed.closeOn) || typed.closeOn < today) return unread('closeOn');
  return { ok: true, deal: { amount, currency, closeOn: typed.closeOn, nextStep: typed.nextStep.trim() } };
}

/** What a CRM says of a deal, where it says all of it; null where a part is missing or cannot be meant. */
export function readToldDeal(told: {
  amount?: number | undefined;
  currency?: string | undefined;
  close_on?: string | undefined;
}): Omit<Deal, 'nextStep'> | null {
  const currency = told.currency?.trim().toUpperCase() ?? '';
  const closeOn = dayIn(told.close_on);
  if (told.amount === undefined || !(told.amount > 0 && told.amount <= MOST)) return null;
  if (!CURRENCIES.includes(currency) || closeOn === null) return null;
  return { amount: told.amount, currency, closeOn };
}

/** The day that a CRM names; null where it is written otherwise. */
export const dayIn = (told: string | undefined): string | null =>
  /^\d{4}-\d{2}-\d{2}(?=$|T)/.exec(told ?? '')?.[0] ?? null;

const unread = (field: UnreadField) => ({ ok: false, field }) as const;

/** `40,000 EUR`. */
export const sumOf = ({ amount, currency }: Pick<Deal, 'amount' | 'currency'>): string =>
  `${amount.toLocaleString('en-US')} ${currency}`;
