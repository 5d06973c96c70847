import type { ReadNumber } from './read-number.ts';

/** Written as a power of ten, because 2.01 × 1000 is not 2010 in a computer, and 2.01e3 is. */
const POWERS: Readonly<Record<string, number>> = {
  ...{ k: 3, tsd: 3, thousand: 3, keur: 3, teur: 3, lakh: 5, lakhs: 5 },
  ...{
    m: 6,
    mm: 6,
    mio: 6,
    mn: 6,
    mln: 6,
    mill: 6,
    million: 6,
    millions: 6,
    millionen: 6,
    millones: 6,
    meur: 6,
  },
  ...{ cr: 7, crore: 7, crores: 7 },
  ...{ b: 9, bn: 9, mrd: 9, billion: 9, billions: 9, milliarde: 9, milliarden: 9, milliard: 9, milliards: 9 },
};
/** What may stand behind an amount and changes nothing of it, besides a currency. Any other word may be a scale, such as `mil`. */
const IDLE = new Set(
  [
    ...[
      'to',
      'bis',
      'a',
      'à',
      'and',
      'und',
      'et',
      'y',
      'or',
      'oder',
      'ou',
      'o',
      'in',
      'im',
      'per',
      'pro',
      'p',
    ],
    ...['euro', 'euros', 'dollar', 'dollars', 'pounds', 'francs', 'zł', 'kr', 'revenue', 'sales', 'umsatz'],
    ...['annual', 'annually', 'yearly', 'more', 'plus', 'over', 'less', 'under'],
  ].concat(Intl.supportedValuesOf('currency').map((code) => code.toLowerCase())),
);
/** `M€ 5`, `TEUR 250`: a scale that stands before its amount. */
const SCALE_IN_FRONT = /(?:^|[^\p{L}])(?:[kmbt]|mio|mrd|tsd)\.?\s*(?:€|eur|usd|chf|gbp|\$|£)\W*\d/iu;
const LONGEST = 100;

/** An amount as people write it, without its currency: the last group of exactly three digits is thousands. */
const AMOUNT = /(\d+(?:[.,]\d+)*)(?:\s*(\p{L}+))?/gu;
const AT_MOST = /^\D*(?:<|≤|under|below|less than|up to|unter|weniger als|bis zu|moins de|hasta)/i;
const NEGATIVE = /^[^\d]*[-−](?=[^\d\s]*\d)/;

/**
 * Reads an amount of money somebody wrote: `$10M`, `1,5 Mio. €`, `5,000,000 USD`, `10M-50M`, `10–50 million`. Of a range its
 * lower end is kept, of "under 1M" nothing. The currency is not looked at. Undefined where there is no amount, or one whose scale
 * is not known: what is left out is asked for, and a company that is taken for a million times smaller is not.
 */
export function readMoney(written: string): ReadNumber | undefined {
  if (written.length > LONGEST) return undefined;
  const text = written.replaceAll(/(?<=\d)[\s'’_](?=\d{3}(?!\d))/g, '');
  const [first, second, ...more] = [...text.matchAll(AMOUNT)].map(([, digits = '', word = '']) => ({
    digits,
    word: word.toLowerCase(),
    power: powerOf(word.toLowerCase()),
  }));
  if (first === undefined || more.length > 0 || SCALE_IN_FRONT.test(text)) return undefined;
  if ([first, second].some((amount) => amount && !isScaleKnown(amount))) return undefined;
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

const powerOf = (word: string): number | undefined =>
  Object.hasOwn(POWERS, word) ? POWERS[word] : undefined;

const isScaleKnown = ({ word, power }: { word: string; power: number | undefined }): boolean =>
  word === '' || power !== undefined || IDLE.has(word);

/** Digits with their separators as a number; a last group of exactly three is thousands, unless it begins with a zero. */
export function amountOf(written: string, power = 0): number | undefined {
  const [, whole = '', decimals = ''] = /^(.*?)(?:[.,](\d{1,2}|\d{4,}))?$/.exec(written) ?? [];
  const plain = written.startsWith('0')
    ? written.replace(',', '.')
    : `${whole.replaceAll(/[.,]/g, '')}.${decimals}`;
  const number = Number(`${plain}e${power}`);
  return Number.isFinite(number) ? number : undefined;
}
