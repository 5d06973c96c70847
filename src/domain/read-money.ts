import type { ReadNumber } from './read-number.ts';

/** Written as a power of ten, because 2.01 × 1000 is not 2010 in a computer, and 2.01e3 is. */
const POWERS: Readonly<Record<string, number>> = {
  ...{ k: 3, tsd: 3, thousand: 3 },
  ...{ m: 6, mm: 6, mio: 6, mn: 6, mln: 6, million: 6, millions: 6, millionen: 6 },
  ...{ b: 9, bn: 9, mrd: 9, billion: 9, billions: 9, milliarden: 9 },
};
const LONGEST = 100;

/** An amount as people write it, without its currency: the last group of exactly three digits is thousands. */
const AMOUNT = /(\d+(?:[.,]\d+)*)(?:\s*([a-z]+))?/gi;
const AT_MOST = /^\D*(?:<|≤|under|below|less than|up to|unter|weniger als|bis zu|moins de|hasta)/i;
const NEGATIVE = /^[^\d]*[-−](?=[^\d\s]*\d)/;

/**
 * Reads an amount of money somebody wrote: `$10M`, `1,5 Mio. €`, `5,000,000 USD`, `10M-50M`, `10–50 million`. Of a range its
 * lower end is kept, of "under 1M" nothing. The currency is not looked at. Undefined where there is no amount.
 */
export function readMoney(written: string): ReadNumber | undefined {
  if (written.length > LONGEST) return undefined;
  const text = written.replaceAll(/(?<=\d)[\s'’_](?=\d{3}(?!\d))/g, '');
  const [first, second, ...more] = [...text.matchAll(AMOUNT)].map(([, digits = '', word = '']) => ({
    digits,
    power: POWERS[word.toLowerCase()],
  }));
  if (first === undefined || more.length > 0) return undefined;
  if (second === undefined && AT_MOST.test(text))
    return { value: 0, note: 'at most so much: taken as nothing' };
  const low = amountOf(first.digits, first.power ?? second?.power);
  if (low === undefined) return undefined;
  if (second === undefined) {
    const isOpen = /\d[^\d]*\+\s*$|^\D*(?:>|≥|over|more than|über|mehr als|plus de|más de)/i.test(text);
    const signed = NEGATIVE.test(text) ? -low : low;
    return { value: signed, note: isOpen ? 'at least so much: the amount is kept' : null };
  }
  const high = amountOf(second.digits, second.power);
  return high !== undefined && low <= high
    ? { value: low, note: 'a range: its lower end is kept' }
    : undefined;
}

/** Digits with their separators as a number; a last group of exactly three is thousands, unless it begins with a zero. */
export function amountOf(written: string, power = 0): number | undefined {
  const [, whole = '', decimals = ''] = /^(.*?)(?:[.,](\d{1,2}|\d{4,}))?$/.exec(written) ?? [];
  const plain = written.startsWith('0')
    ? written.replace(',', '.')
    : `${whole.replaceAll(/[.,]/g, '')}.${decimals}`;
  const number = Number(`${plain}e${power}`);
  return Number.isFinite(number) ? number : undefined;
}
