import type { Conversion, Meetings, Times } from '#domain/funnel.ts';
import { type Change, FEWEST_TO_COMPARE } from '#domain/interval.ts';
import { minutes, percent } from './labels.ts';

/** The figures of a funnel in words. Where few leads would make noise of a figure, the counts stand alone. */

/** What became of the leads of the stage before; for the first stage those are all leads. */
export function rateWords({ rate, low, high, came, decided, open }: Conversion): string {
  const stillOpen = open === 0 ? '' : `, ${open} still open`;
  if (rate === null || decided === 0) return `none decided yet${stillOpen}`;
  if (decided < FEWEST_TO_COMPARE) return `${came} of ${decided} decided (too few for a rate)${stillOpen}`;
  const between = low === null || high === null ? '' : ` (likely ${percent(low)} to ${percent(high)})`;
  return `${percent(rate)}${between} of ${decided} decided${stillOpen}`;
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
      return ` (more than before: ${change.before})`;
    case 'down':
      return ` (fewer than before: ${change.before})`;
    case 'same':
      return ` (about as many as before: ${change.before})`;
  }
}

export function timeChangeWords(change: Change | null): string {
  switch (change?.type) {
    case undefined:
    case 'too_few':
      return '';
    case 'up':
      return `, slower than before (${minutes(change.before)})`;
    case 'down':
      return `, faster than before (${minutes(change.before)})`;
    case 'same':
      return `, about as before (${minutes(change.before)})`;
  }
}

export function timeWords(
  { median, p90Minutes, count }: Times,
  targetMinutes: number | null,
  change: Change | null,
): string | null {
  if (median === null) return null;
  const p90 = p90Minutes === null ? '' : `, 9 in 10 within ${minutes(p90Minutes)}`;
  const target = targetMinutes === null ? '' : ` (target ${minutes(targetMinutes)})`;
  return `median ${minutes(median.median)}${target}${p90}, of ${count}${timeChangeWords(change)}`;
}

/** Nothing where nobody told of a meeting. */
export function meetingWords({ booked, held, noShow }: Meetings): string | null {
  return booked + held + noShow === 0 ? null : `${booked} booked, ${held} held, ${noShow} no-show`;
}

export const inferredWords = (inferred: number): string => (inferred === 0 ? '' : ` (${inferred} inferred)`);
