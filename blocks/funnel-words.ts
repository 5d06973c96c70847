import type { Attainment, Conversion, Meetings, Times } from '#domain/funnel.ts';
import { type Change, FEWEST_TO_COMPARE } from '#domain/interval.ts';
import { count, percent, took } from './labels.ts';
import type { Cell } from './table.ts';

/** The figures of a funnel in words. Where few leads would make noise of a rate, counts stand in its place, never beside it. */

/** What became of the leads of the stage before; for the first stage those are all leads. */
export function rateWords({ rate, low, high, came, decided, open }: Conversion): string {
  const stillOpen = open === 0 ? '' : `, ${open.toLocaleString('en')} still open`;
  if (rate === null || decided === 0)
    return open === 0 ? 'nothing to decide yet' : `none decided yet${stillOpen}`;
  if (decided === 1)
    return `the only one decided so far ${came === 1 ? 'came' : 'did not come'} on${stillOpen}`;
  if (decided < FEWEST_TO_COMPARE) return `${came} of the ${decided} decided so far came on${stillOpen}`;
  const between = low === null || high === null ? '' : ` (likely ${percent(low)} to ${percent(high)})`;
  return `${percent(rate)} of the ${decided.toLocaleString('en')} decided so far came on${between}${stillOpen}`;
}

/** The same for a cell of a table: the rate, or the counts where it would be noise. */
export function rateCell({ rate, came, decided }: Conversion): Cell {
  if (rate === null || decided === 0) return [];
  return { value: rate, said: decided < FEWEST_TO_COMPARE ? `${came} of ${decided}` : percent(rate) };
}

/** How a rate stands to its target: what chance may have done is neither. */
export function targetWords({ low, high, decided }: Conversion, target: number | null): string {
  if (target === null || low === null || high === null || decided < FEWEST_TO_COMPARE) return '';
  if (low >= target) return `, target ${percent(target)} met`;
  return high < target
    ? `, below the target of ${percent(target)}`
    : `, target ${percent(target)}: too close to say`;
}

export function shareChangeWords(change: Change | null): string {
  switch (change?.type) {
    case undefined:
    case 'too_few':
      return '';
    case 'up':
      return `, up from ${percent(change.before)}`;
    case 'down':
      return `, down from ${percent(change.before)}`;
    case 'same':
      return `, about as before (${percent(change.before)})`;
  }
}

export function countChangeWords(change: Change | null): string {
  switch (change?.type) {
    case undefined:
      return '';
    case 'too_few':
      return ` (${change.before ?? 0} before: too few to compare)`;
    case 'up':
      return ` (more than before: ${change.before.toLocaleString('en')})`;
    case 'down':
      return ` (fewer than before: ${change.before.toLocaleString('en')})`;
    case 'same':
      return ` (about as many as before: ${change.before.toLocaleString('en')})`;
  }
}

export function timeChangeWords(change: Change | null): string {
  switch (change?.type) {
    case undefined:
    case 'too_few':
      return '';
    case 'up':
      return `, slower than before (${took(change.before)})`;
    case 'down':
      return `, faster than before (${took(change.before)})`;
    case 'same':
      return `, about as before (${took(change.before)})`;
  }
}

/** Below this, the longest is said in place of what nine in ten took. */
const FEWEST_FOR_NINE_IN_TEN = 10;

/** How long leads took; null where none did anything. A single lead has no median. */
export function timeWords({ median, p90Minutes, count: leads }: Times): string | null {
  if (median === null || p90Minutes === null) return null;
  const middle = took(median.median);
  if (leads === 1) return `${middle} (1 lead)`;
  const most =
    leads < FEWEST_FOR_NINE_IN_TEN ? `the longest ${took(p90Minutes)}` : `9 in 10 within ${took(p90Minutes)}`;
  return `median ${middle}, ${most} (${count(leads, 'lead', 'leads')})`;
}

/** The median for a cell of a table. */
export const medianCell = ({ median }: Times): Cell =>
  median === null ? [] : { value: median.median, said: took(median.median) };

/** Clocks met of those that tell something, held against the target. */
export function attainmentWords({ attained, measured, target }: AttainmentOf): string {
  if (measured === 0) return `nothing measured yet (target ${percent(target)})`;
  if (measured < FEWEST_TO_COMPARE) return `${attained} of ${measured} (target ${percent(target)})`;
  const kept = attained / measured;
  const verdict = kept >= target ? `target ${percent(target)} met` : `below the target of ${percent(target)}`;
  return `${percent(kept)}, ${attained.toLocaleString('en')} of ${measured.toLocaleString('en')} (${verdict})`;
}

export function attainmentCell({ attained, measured }: AttainmentOf): Cell {
  if (measured === 0) return [];
  const kept = attained / measured;
  return {
    value: kept,
    said: measured < FEWEST_TO_COMPARE ? `${attained} of ${measured}` : percent(kept),
  };
}

type AttainmentOf = Attainment & { target: number };

/** Nothing where nobody told of a meeting. */
export function meetingWords({ booked, held, noShow }: Meetings): string | null {
  return booked + held + noShow === 0 ? null : `${booked} booked, ${held} held, ${noShow} no-show`;
}

export const inferredWords = (inferred: number): string => (inferred === 0 ? '' : ` (${inferred} inferred)`);
