/** Countries as senders write them – codes, or names in common languages – brought to one code. */

const LANGUAGES = ['en', 'de', 'fr', 'es', 'it', 'pt', 'nl'];
const LETTERS = [...'ABCDEFGHIJKLMNOPQRSTUVWXYZ'];
const OTHER_NAMES: Record<string, string> = {
  america: 'US',
  usa: 'US',
  'united states of america': 'US',
  'great britain': 'GB',
  england: 'GB',
  scotland: 'GB',
  wales: 'GB',
  'northern ireland': 'GB',
  gbr: 'GB',
  deu: 'DE',
  aut: 'AT',
  che: 'CH',
  fra: 'FR',
  esp: 'ES',
  ita: 'IT',
  nld: 'NL',
  holland: 'NL',
  bel: 'BE',
  pol: 'PL',
  swe: 'SE',
  dnk: 'DK',
  nor: 'NO',
  fin: 'FI',
  irl: 'IE',
  prt: 'PT',
  can: 'CA',
  aus: 'AU',
  nzl: 'NZ',
  ind: 'IN',
  chn: 'CN',
  jpn: 'JP',
  sgp: 'SG',
  bra: 'BR',
  mex: 'MX',
  are: 'AE',
  uae: 'AE',
  zaf: 'ZA',
  isr: 'IL',
  'republic of ireland': 'IE',
  'hong kong': 'HK',
  macau: 'MO',
  macao: 'MO',
  korea: 'KR',
  'czech republic': 'CZ',
  turkey: 'TR',
  'south korea': 'KR',
  'republic of korea': 'KR',
  russia: 'RU',
  'russian federation': 'RU',
  vietnam: 'VN',
  'viet nam': 'VN',
  macedonia: 'MK',
};

let codes: Map<string, string> | undefined;

/** The two-letter code (ISO 3166) of a country, or the text itself where it is not one we know. */
export function countryCode(text: string): string {
  codes ??= listCodes();
  const plain = text.trim();
  return codes.get(fold(plain)) ?? plain;
}

let shortNames: Intl.DisplayNames | undefined;

/** What people call the country of a two-letter code. */
export function countryName(code: string): string {
  shortNames ??= new Intl.DisplayNames(['en'], { type: 'region', style: 'short' });
  return shortNames.of(code) ?? code;
}

function listCodes(): Map<string, string> {
  const known = new Map(Object.entries(OTHER_NAMES));
  const names = LANGUAGES.map(
    (language) => new Intl.DisplayNames([language], { type: 'region', fallback: 'none' }),
  );
  const pairs = LETTERS.flatMap((first) => LETTERS.map((second) => first + second));
  for (const pair of pairs.filter((pair) => names[0]?.of(pair) !== undefined)) {
    // Codes that are out of use, such as UK, lead to the one in use.
    const code = new Intl.Locale(`und-${pair}`).region ?? pair;
    for (const text of [pair, ...names.map((name) => name.of(pair) ?? pair)]) {
      if (!known.has(fold(text))) known.set(fold(text), code);
    }
  }
  return known;
}

/** Without accents, case, or a point: Côte d’Ivoire, U.S.A. */
export function fold(text: string): string {
  return text
    .normalize('NFKD')
    .replace(/[\p{M}.]/gu, '')
    .replaceAll('’', "'")
    .replaceAll('&', 'and')
    .toLowerCase()
    .replace(/^the /, '')
    .replace(/\s+/g, ' ')
    .trim();
}
