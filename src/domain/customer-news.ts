import { type Deal, isAmount, isCurrency } from './deal.ts';
import { readIsoDate } from './typed-time.ts';

/** What is said of a customer: what they may buy besides, and that they left. */

/** What a customer may buy besides: in words, and as far as it is known, for how much and by when (a day). */
export type Expansion = {
  what: string;
  deal: Pick<Deal, 'amount' | 'currency'> | null;
  expectedOn: string | null;
};
export type TypedExpansion = Record<'what' | 'amount' | 'currency' | 'expectedOn', string>;

/** Reads an expansion as it was typed; else which field cannot be meant. An amount without its currency is none. */
export function readExpansion(
  typed: TypedExpansion,
): { ok: true; expansion: Expansion } | { ok: false; field: 'amount' | 'currency' | 'closeOn' } {
  const [amount, currency] = [typed.amount.trim(), typed.currency.trim().toUpperCase()];
  const isWorthTold = amount !== '';
  if (isWorthTold && !isAmount(Number(amount))) return { ok: false, field: 'amount' };
  if (isWorthTold && !isCurrency(currency)) return { ok: false, field: 'currency' };
  const day = typed.expectedOn;
  if (day !== '' && !readIsoDate(day).ok) return { ok: false, field: 'closeOn' };
  const deal = isWorthTold ? { amount: Number(amount), currency } : null;
  return { ok: true, expansion: { what: typed.what.trim(), deal, expectedOn: day === '' ? null : day } };
}

/** That a customer left: since which day, and why, as a code of the settings; a source says it in words of its own, as a note. */
export type Churn = { on: string; reason: string | null; note: string };

/** Whether somebody can have left on this day: one of the calendar, and no slip of the finger. */
export const isChurnDay = (on: string, today: string): boolean =>
  readIsoDate(on).ok && Math.abs(Number(on.slice(0, 4)) - Number(today.slice(0, 4))) <= MOST_YEARS;

const MOST_YEARS = 10;
