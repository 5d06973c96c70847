/** A number somebody wrote. `note` says what was lost in reading it. */
export type ReadNumber = { value: number; note: string | null };

const COUNTED =
  /\s*(?:employees|people|persons|staff|ftes?|mitarbeiter|mitarbeitende|personen|salariés|empleados|dipendenti|medewerkers)$/i;
const LONGEST = 60;
const PLAIN = /^[+-]?\d{1,15}(\.\d{1,15})?$/;

const COUNT = String.raw`([\d.,'’\s]*\d\s*k?)`;
const band = (pattern: string): RegExp => new RegExp(`^${pattern}$`, 'i');
/** How forms write how large a company is, in the languages of the trade. */
const RANGE = band(
  String.raw`(?:between |zwischen |von |de |entre )?${COUNT}\s*(?:-|–|—|to|bis|and|und|à|y|tot|a)\s*${COUNT}`,
);
const AT_LEAST = [
  band(
    String.raw`(?:>=?|≥|over|more than|at least|from|ab|über|mehr als|mindestens|plus de|más de|oltre|meer dan)\s*${COUNT}\s*\+?`,
  ),
  band(
    String.raw`${COUNT}\s*(?:\+|or more|and more|and above|oder mehr|und mehr|ou plus|o más|o più|of meer)`,
  ),
];
const AT_MOST = band(
  String.raw`(?:<=?|≤|under|fewer than|less than|up to|unter|weniger als|bis zu|moins de|menos de|hasta|meno di|minder dan)\s*${COUNT}`,
);

/**
 * Reads a number as people write it: `1,250`, `250.0`, `1.250.000`, `72%`; of whole numbers also `51-200`, `10000+`, `> 1,000`
 * and `1K–5K`, which have their lower end, and `<50` which has one. `1.250` is one thing here and another there: only a
 * locale tells.
 */
export function readNumber(
  written: string,
  of: { isWhole: boolean; locale: string | null },
): ReadNumber | undefined {
  if (written.length > LONGEST) return undefined;
  const text = written.trim().replace(/\s*%$/, '');
  return of.isWhole ? readCount(text.replace(COUNTED, ''), of.locale) : noted(single(text, of), null);
}

function readCount(text: string, locale: string | null): ReadNumber | undefined {
  const range = RANGE.exec(text);
  if (range) {
    const [low, high] = [range[1], range[2]].map((one) => countIn(one, locale));
    const isRange = low !== undefined && high !== undefined && low <= high;
    return isRange ? noted(low, 'a range: its lower end is kept') : undefined;
  }
  const least = AT_LEAST.map((pattern) => pattern.exec(text)?.[1]).find((found) => found !== undefined);
  if (least !== undefined) return noted(countIn(least, locale), 'at least so many: the number is kept');
  const most = AT_MOST.exec(text)?.[1];
  if (most !== undefined)
    return noted(countIn(most, locale) === undefined ? undefined : 1, 'at most so many: taken as 1');
  return noted(countIn(text, locale), null);
}

/** `10k` is ten thousand, and `1.5k` fifteen hundred. */
function countIn(text = '', locale: string | null = null): number | undefined {
  const [, thousands] = /^([\d.,]+)\s*k$/i.exec(text.trim()) ?? [];
  if (thousands === undefined) return single(text, { isWhole: true, locale });
  const number = single(thousands, { isWhole: false, locale });
  return number === undefined ? undefined : Math.round(number * 1_000);
}

const noted = (value: number | undefined, note: string | null): ReadNumber | undefined =>
  value === undefined || !Number.isFinite(value) ? undefined : { value, note };

function single(
  text: string,
  { isWhole, locale }: { isWhole: boolean; locale: string | null },
): number | undefined {
  const spaced = text.trim().replaceAll(/(?<=\d)[\s'’](?=\d{3}(?!\d))/g, '');
  if (locale !== null) return inLocale(spaced, locale);
  // 250 here and 250,000 there.
  if (isWhole && /^[+-]?\d{1,3}\.\d{3}$/.test(spaced)) return undefined;
  if (PLAIN.test(spaced)) return Number(spaced);
  if (/^[+-]?\d{1,3}(?:,\d{3})+(?:\.\d+)?$/.test(spaced)) return Number(spaced.replaceAll(',', ''));
  if (/^[+-]?\d{1,3}(?:\.\d{3}){2,}$/.test(spaced)) return Number(spaced.replaceAll('.', ''));
  return undefined;
}

function inLocale(text: string, locale: string): number | undefined {
  const parts = new Intl.NumberFormat(locale, { numberingSystem: 'latn' }).formatToParts(1_234_567.8);
  const mark = (type: string) => parts.find((part) => part.type === type)?.value ?? '';
  const [whole = '', decimals, ...more] = text.split(mark('decimal'));
  const group = mark('group');
  const digits = group !== '' && whole.includes(group) ? joined(whole.split(group)) : whole;
  const number = decimals === undefined ? digits : `${digits}.${decimals}`;
  return more.length === 0 && digits !== null && PLAIN.test(number ?? '') ? Number(number) : undefined;
}

function joined(groups: readonly string[]): string | null {
  const [first = '', ...rest] = groups;
  return /^[+-]?\d{1,3}$/.test(first) && rest.every((part) => /^\d{3}$/.test(part)) ? groups.join('') : null;
}
