import { countryCodes, countryWords } from './country-words.ts';
import { withoutForm } from './formal-country-names.ts';

/** Countries as the world writes them – codes, official names, names in the languages of the trade – brought to one code. */

const LANGUAGES = 'en de fr es it pt pt-PT nl sv nb da fi pl cs sk hu ro tr el ru uk ar ja ko zh'.split(' ');

/** The two-letter code (ISO 3166) of a country; null where nobody can read it. */
export function readCountry(text: string): string | null {
  const known = read.get(text);
  if (known !== undefined) return known;
  const code = codeOf(text);
  if (read.size >= REMEMBERED) read.clear();
  if (text.length <= LONGEST) read.set(text, code);
  return code;
}

// Leads come from the same few countries, in the same few spellings.
const read = new Map<string, string | null>();
const REMEMBERED = 2_000;
const LONGEST = 100;

/** The same, or the text itself where it is not one we know. */
export const countryCode = (text: string): string => readCountry(text) ?? text.trim();

let shortNames: Intl.DisplayNames | undefined;

/** What people call the country of a two-letter code. */
export function countryName(code: string): string {
  shortNames ??= new Intl.DisplayNames(['en'], { type: 'region', style: 'short' });
  return shortNames.of(code) ?? code;
}

/** "Korea, Republic of" and "Iran (Islamic Republic of)": what stands behind belongs in front. */
const INVERTED = /^([^,(]+?)(?:, ?([^,()]+)| ?\(([^,()]+)\))$/;
function codeOf(text: string): string | null {
  codes ??= listCodes();
  const plain = keyOf(text);
  const spellings = [
    plain,
    plain.replaceAll(/[,()]/g, '').replace(/\s+/g, ' '),
    plain.replace(/^saint /, 'st '),
  ];
  const found = spellings.map((spelling) => codes?.get(spelling)).find((code) => code !== undefined);
  if (found !== undefined) return found;
  const [, name, behind, within] = INVERTED.exec(plain) ?? [];
  const formal = behind ?? within;
  return name !== undefined && formal !== undefined ? turn(name, formal) : shortened(plain);
}

/** Côte-d’Ivoire and Guinea Bissau: where a hyphen is, not everybody knows. */
const keyOf = (text: string): string => fold(text).replaceAll('-', ' ');

function turn(name: string, formal: string): string | null {
  const whole = keyOf(`${formal} ${name}`);
  const known = codes?.get(whole);
  if (known !== undefined) return known;
  const formally = shortened(whole);
  if (formally !== null) return formally;
  // "United Kingdom (UK)"; of "China (Taiwan)" nobody knows which is meant.
  const [one, other] = [name, formal].map((part) => codes?.get(keyOf(part)));
  return one !== undefined && one === other ? one : null;
}

function shortened(plain: string): string | null {
  const left = withoutForm(plain);
  if (left === null) return null;
  return 'code' in left ? left.code : (codes?.get(left.name) ?? null);
}

let codes: Map<string, string> | undefined;

function listCodes(): Map<string, string> {
  const known = new Map([...countryWords()].map(([name, code]) => [keyOf(name), code]));
  const inUse = new Set(countryCodes());
  const names = LANGUAGES.map(
    (language) => new Intl.DisplayNames([language], { type: 'region', fallback: 'none' }),
  );
  // A code is no other country's name: in Vietnamese Belgium is Bỉ.
  for (const code of inUse) known.set(code.toLowerCase(), code);
  for (const code of inUse) {
    for (const text of names.map((name) => name.of(code) ?? code)) {
      if (!known.has(keyOf(text))) known.set(keyOf(text), code);
    }
  }
  for (const old of OLD_CODES) known.set(old.toLowerCase(), new Intl.Locale(`und-${old}`).region ?? old);
  return known;
}

/** Codes that are out of use, of countries that still are there. */
const OLD_CODES = ['UK', 'BU', 'DD', 'FX', 'TP', 'ZR', 'YD'];

/** Without accents, case, or a point: Côte d’Ivoire, U.S.A. */
export function fold(text: string): string {
  return text
    .normalize('NFKD')
    .replace(/[\p{M}.]/gu, '')
    .replaceAll(/[’‘`´]/g, "'")
    .replaceAll('&', ' and ')
    .replaceAll('ß', 'ss')
    .replaceAll('ø', 'o')
    .replaceAll('Ø', 'o')
    .replaceAll('ı', 'i')
    .toLowerCase()
    .replace(/^\s*the /, '')
    .replace(/\s+/g, ' ')
    .trim();
}
