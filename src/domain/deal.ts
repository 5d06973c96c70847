import { readIsoDate } from './typed-time.ts';

/** What an AE, or their CRM, says of a deal: what it is worth, and when it is expected to be signed. */
export type Deal = {
  amount: number;
  /** Three letters of ISO 4217. */
  currency: string;
  /** A day, such as `2027-03-31`. */
  closeOn: string;
  /** The code of one of the steps that the settings have for an open deal; null where nobody said one. */
  subStage: string | null;
  nextStep: string;
};

/** What is kept of each change of a deal, and where a deal has it. */
const DEAL_FIELDS = {
  amount: 'amount',
  currency: 'currency',
  close_on: 'closeOn',
  sub_stage: 'subStage',
} as const satisfies Record<string, keyof Deal>;
export type DealField = keyof typeof DEAL_FIELDS;

/** One field of a deal that is another than it was; values as text. */
export type DealChange = { field: DealField; from: string | null; to: string };

/** What is another in a deal than it was `before`; of the first that is said of it, everything. */
export function changesOf(before: Partial<Deal> | null, after: Partial<Deal>): DealChange[] {
  const said = (deal: Partial<Deal> | null, key: keyof Deal) => {
    const value = deal?.[key] ?? null;
    return value === null ? null : String(value);
  };
  return Object.entries(DEAL_FIELDS).flatMap(([field, key]) => {
    const [from, to] = [said(before, key), said(after, key)];
    // The table above has no other.
    return to === null || to === from ? [] : [{ field: field as DealField, from, to }];
  });
}

/** A deal as it was typed; `metOn` is the day of a meeting that nobody had told of. */
export type TypedDeal = Record<keyof Deal, string> & { metOn?: string };

/** A field of a deal that may be typed wrongly. */
export type UnreadField = (typeof DEAL_FIELDS)[DealField] | 'metOn';

/** Codes of ISO 4217. */
export const CURRENCIES: readonly string[] = Intl.supportedValuesOf('currency');
// Less is no money. More than that is a slip of the finger, and would be the whole forecast.
const LEAST = 0.01;
const MOST = 1e12;

/**
 * Reads a deal as it was typed, or says which field cannot be meant; `today` is that of whoever typed it. Where no sub-stage
 * was asked for, it stays the one that is `known`.
 */
export function readDeal(
  typed: TypedDeal,
  { today, subStages, known }: { today: string; subStages: readonly string[]; known: string | null },
): { ok: true; deal: Deal } | { ok: false; field: UnreadField } {
  const amount = typed.amount.trim() === '' ? Number.NaN : Number(typed.amount);
  const currency = typed.currency.trim().toUpperCase();
  if (!isAmount(amount)) return unread('amount');
  if (!isCurrency(currency)) return unread('currency');
  if (!isDay(typed.closeOn) || typed.closeOn < today) return unread('closeOn');
  if (typed.subStage !== '' && !subStages.includes(typed.subStage)) return unread('subStage');
  const subStage = typed.subStage === '' ? known : typed.subStage;
  const metOn = typed.metOn ?? '';
  if (metOn !== '' && (!isDay(metOn) || metOn > today)) return unread('metOn');
  const nextStep = typed.nextStep.trim();
  return { ok: true, deal: { amount, currency, closeOn: typed.closeOn, subStage, nextStep } };
}

/** A deal as a CRM has it. */
type ToldDeal = {
  stage?: string | undefined;
  amount?: number | undefined;
  currency?: string | undefined;
  close_on?: string | undefined;
};

/** A step of an open deal, as the settings have it. */
type Step = { code: string; words: string; in_crm?: readonly string[] | undefined };

/** The sub-stage that a CRM means: one that it calls by its code, its words or a name of its own. */
export function subStageMeant(told: string | undefined, steps: readonly Step[]): string | null {
  const name = folded(told ?? '');
  const called = ({ code, words, in_crm = [] }: Step) => [...in_crm, code, words].map(folded);
  return name === '' ? null : (steps.find((step) => called(step).includes(name))?.code ?? null);
}

const folded = (text: string): string => text.trim().toLowerCase();

/** What can be meant of what a CRM says of a deal; each part that it leaves out, or writes otherwise, is null. */
export function partsOfToldDeal(told: ToldDeal, steps: readonly Step[]) {
  const currency = told.currency?.trim().toUpperCase() ?? '';
  return {
    amount: told.amount !== undefined && isAmount(told.amount) ? told.amount : null,
    currency: isCurrency(currency) ? currency : null,
    closeOn: dayIn(told.close_on ?? ''),
    subStage: subStageMeant(told.stage, steps),
  };
}

/**
 * What the deal is by what a CRM says of it. A CRM may tell of one field: the others are as they are `known` here, else as
 * it said `before`. Null where it says nothing of it, or a part is still missing.
 */
export function readToldDeal(
  told: ToldDeal,
  { known, before, steps }: { known: Deal | null; before: ToldDeal; steps: readonly Step[] },
): Omit<Deal, 'nextStep'> | null {
  const said = partsOfToldDeal(told, steps);
  const saidBefore = partsOfToldDeal(before, steps);
  const amount = said.amount ?? known?.amount ?? saidBefore.amount;
  const currency = said.currency ?? known?.currency ?? saidBefore.currency;
  const closeOn = said.closeOn ?? known?.closeOn ?? saidBefore.closeOn;
  const subStage = said.subStage ?? known?.subStage ?? saidBefore.subStage;
  const isSilent = Object.values(said).every((part) => part === null);
  if (isSilent || amount === null || currency === null || closeOn === null) return null;
  return { amount, currency, closeOn, subStage };
}

/** Whether it is one of ISO 4217, in capitals. */
export const isCurrency = (code: string): boolean => CURRENCIES.includes(code);

/** Whether a deal can be worth so much. */
export const isAmount = (amount: number): boolean => amount >= LEAST && amount <= MOST;

/** Whether the calendar has it: Slack opens no form that begins with the 30th of February. */
const isDay = (text: string): boolean => readIsoDate(text).ok;

/** The day that a CRM names; null where it is written otherwise. */
export function dayIn(told: string): string | null {
  const day = /^\d{4}-\d{2}-\d{2}(?=$|T)/.exec(told)?.[0] ?? null;
  return day !== null && isDay(day) ? day : null;
}

const unread = (field: UnreadField) => ({ ok: false, field }) as const;

/** `40,000 EUR`. */
export const sumOf = ({ amount, currency }: Pick<Deal, 'amount' | 'currency'>): string =>
  `${amount.toLocaleString('en-US')} ${currency}`;
