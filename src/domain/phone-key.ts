/** Far fewer digits are no number, and far more none with all its prefixes. */
const FEWEST_DIGITS = 7;
const MOST_DIGITS = 40;
const EXTENSION =
  /(?<=\d[\s)]*)(?:;ext=|,|;|#|x|ext(?:ension|n)?\.?|dw\.?|durchwahl|poste|int(?:erno)?\.?|ramal|anexo|toestel)[\s:.]*(\d{1,6})\s*$/iu;
/** Behind the country's code it is left out, but for Italy, where it is part of the number. */
const TRUNK_ZERO = /^([^\d(]*(?:00)?(\d{1,3})[^\d(]*)\(0\)/u;

/** A number as it is written, in its parts: without the zero that is dialled inside the country, and its extension. */
export function partsOfPhone(written: string): { number: string; extension: string | null } {
  const extension = EXTENSION.exec(written)?.[1] ?? null;
  const number = written
    .replace(EXTENSION, '')
    .replace(TRUNK_ZERO, (_, before: string, country: string) => (country === '39' ? `${before}0` : before));
  return { number, extension };
}

/** The digits by which a phone number is compared, whoever wrote it; null where it is none. */
export function phoneKey(written: string): string | null {
  const digits = partsOfPhone(written).number.replaceAll(/\D/g, '').replace(/^00/, '');
  return digits.length >= FEWEST_DIGITS && digits.length <= MOST_DIGITS ? digits : null;
}

const MOST_OF_A_CODE = 3;
const FEWEST_ALIKE = 6;
const FEWEST_IN_A_ROW = 9;

/** Whether a number only fills its field: 0000000000, +1 555 555 5555, 1234567890. */
export function isFillerPhone(key: string): boolean {
  const rests = Array.from({ length: MOST_OF_A_CODE + 1 }, (_, code) => key.slice(code));
  return (
    isRow(key) || rests.some((rest) => (rest.length >= FEWEST_ALIKE && isAlike(rest)) || isLongRow(rest))
  );
}

const isAlike = (digits: string): boolean => digits === digits.charAt(0).repeat(digits.length);
const isLongRow = (digits: string): boolean => digits.length >= FEWEST_IN_A_ROW && isRow(digits);
const isRow = (digits: string): boolean => ROWS.some((row) => row.startsWith(digits));
const ROWS = ['01234567890123456789', '12345678901234567890', '98765432109876543210'];
