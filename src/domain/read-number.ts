/** A number somebody wrote. `note` says what was lost in reading it. */
export type ReadNumber = { value: number; note: string | null };

const COUNTED = /\s*(?:employees|people|persons|staff|ftes?)$/i;
const LONGEST = 60;
const AT_MOST =
  /^(?:<|≤|under|fewer than|less than|up to|unter|weniger als|bis zu|moins de)\s*([\d.,'’\s]*\d)$/i;
const PLAIN = /^[+-]?\d{1,15}(\.\d{1,15})?$/;

/**
 * Reads a number as people write it: `1,250`, `250.0`, `1.250.000`, `72%`; of whole numbers also `51-200` and `10000+`,
 * which have their lower end, and `<50` which has one. `1.250` is one thing here and another there: only a locale tells.
 */
export function readNumber(
  written: string,
  of: { isWhole: boolean; locale: string | null },
): ReadNumber | undefined {
  if (written.length > LONGEST) return undefined;
  const text = written.trim().replace(/\s*%$/, '');
  const whole = of.isWhole ? text.replace(COUNTED, '') : text;
  const [, low, high] = of.isWhole
    ? (/^([\d.,'’\s]*\d)\s*(?:\+|(?:-|–|—|to)\s*([\d.,'’\s]*\d))$/i.exec(whole) ?? [])
    : [];
  if (low === undefined) {
    const [, most] = of.isWhole ? (AT_MOST.exec(whole) ?? []) : [];
    return most === undefined || single(most, of) === undefined
      ? noted(single(whole, of), null)
      : { value: 1, note: 'at most so many: taken as 1' };
  }
  const from = single(low, of);
  if (high === undefined) return noted(from, 'at least so many: the number is kept');
  const to = single(high, of);
  const isRange = from !== undefined && to !== undefined && from <= to;
  return isRange ? noted(from, 'a range: its lower end is kept') : undefined;
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
