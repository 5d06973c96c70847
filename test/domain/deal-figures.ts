import type { DealHistory, SaidChange } from '#domain/deal-history.ts';

/** Deals to start from; a test says only what it is about. */

const DAY = 24 * 60 * 60_000;

export const on = (day: string): Date => new Date(`${day}T12:00:00Z`);

type Told = {
  opened: string;
  amount?: number | null;
  currency?: string;
  closeOn?: string | null;
  step?: string;
  won?: string;
  lost?: string;
  rep?: string | null;
  segment?: string | null;
  source?: string;
  id?: string;
  /** What was said later, in its order. */
  later?: [day: string, field: SaidChange['field'], to: string][];
};

/** A deal of Eva's over 10,000 EUR, expected thirty days after it was opened. */
export function deal(told: Told): DealHistory {
  const { opened, amount = 10_000, currency = 'EUR', rep = 'eva', later = [] } = told;
  const at = on(opened);
  const { closeOn = new Date(at.getTime() + 30 * DAY).toISOString().slice(0, 10) } = told;
  const said = (field: SaidChange['field'], to: string, when = at): SaidChange => ({
    field,
    to,
    at: when,
    repId: rep,
  });
  const over = told.won ?? told.lost;
  return {
    leadId: told.id ?? `${opened} ${amount}`,
    sourceId: told.source ?? 'website',
    segment: told.segment ?? null,
    repId: rep,
    knownAt: at,
    openedAt: at,
    end: over === undefined ? null : { at: on(over), won: told.won !== undefined },
    changes: [
      ...(amount === null ? [] : [said('amount', String(amount)), said('currency', currency)]),
      ...(closeOn === null ? [] : [said('close_on', closeOn)]),
      ...(told.step === undefined ? [] : [said('sub_stage', told.step)]),
      ...later.map(([day, field, to]) => said(field, to, on(day))),
    ],
  };
}

/** So many of the same. */
export const times = (count: number, told: Told): DealHistory[] =>
  Array.from({ length: count }, (_, index) => deal({ ...told, id: `${JSON.stringify(told)} ${index}` }));
