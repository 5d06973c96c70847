import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { countryCode, fold, readCountry } from '#domain/countries.ts';
import { countryCodes } from '#domain/country-words.ts';

/** `DE: Germany | Deutschland`, line by line, as pairs of a spelling and its code. */
const spellingsIn = (text: string): [string, string][] =>
  text
    .trim()
    .split('\n')
    .flatMap((line) => {
      const [code = '', names = ''] = line.trim().split(': ');
      return names.split(' | ').map((name): [string, string] => [name, code]);
    });

const CRM = spellingsIn(`
  US: USA | U.S.A. | U.S. | US | usa | United States | United States of America | UNITED STATES | The United States | America | Estados Unidos | Vereinigte Staaten
  GB: UK | U.K. | GBR | United Kingdom | Great Britain | England | Scotland | Wales | Northern Ireland | Großbritannien | Royaume-Uni | United Kingdom of Great Britain and Northern Ireland
  DE: DEU | GER | Deutschland | Allemagne | Alemania | Germania | Federal Republic of Germany | Bundesrepublik Deutschland
  KR: Korea, Republic of | Republic of Korea | South Korea | Korea, South | Korea (South) | Korea (the Republic of) | KOR | Corea del Sur
  KP: Korea, Democratic People's Republic of | North Korea | DPRK | Korea, North | Nordkorea
  IR: Iran, Islamic Republic of | Iran (Islamic Republic of) | Islamic Republic of Iran | IRN | Irán
  SY: Syrian Arab Republic | Syria | SYR | Syrien
  CI: Ivory Coast | Côte d'Ivoire | Cote dIvoire | Côte d’Ivoire | Elfenbeinküste
  NO: Norge | Norway | NOR | Noreg | Norwegen
  HU: HUN | Hungary | Magyarország | Ungarn
  CZ: Czech Republic | Czechia | CZE | Tschechien | Česko | Tschechische Republik
  TR: Turkey | Türkiye | TUR | Turkiye | Türkei
  RU: Russia | Russian Federation | RUS | Russische Föderation
  NL: Netherlands | The Netherlands | Holland | NLD | Nederland | Pays-Bas | Niederlande
  CH: Switzerland | Schweiz | Suisse | CHE | SUI | Swiss Confederation
  AT: Austria | Österreich | AUT
  CN: China | People's Republic of China | PRC | CHN | China, People's Republic of
  TW: Taiwan | Taiwan, Province of China | Taiwan (Province of China) | TWN
  HK: Hong Kong | Hong Kong SAR | Hong Kong SAR China | HKG
  MO: Macau | Macao | MAC
  VN: Vietnam | Viet Nam | VNM
  BO: Bolivia, Plurinational State of | Bolivia | BOL
  VE: Venezuela, Bolivarian Republic of | Venezuela | VEN
  MD: Moldova, Republic of | Moldova | Moldawien
  TZ: Tanzania, United Republic of | Tanzania | TZA
  MK: Macedonia, the former Yugoslav Republic of | North Macedonia | Macedonia | FYROM
  CD: Congo, the Democratic Republic of the | Congo (Kinshasa) | DR Congo | DRC | COD
  CG: Congo | Republic of the Congo | Congo (Brazzaville)
  LA: Lao People's Democratic Republic | Laos
  PS: Palestine, State of | Palestinian Territory, Occupied
  FM: Micronesia, Federated States of
  VG: Virgin Islands, British | British Virgin Islands
  VI: Virgin Islands, U.S. | US Virgin Islands
  VA: Holy See (Vatican City State) | Vatican City
  FK: Falkland Islands (Malvinas)
  SZ: Swaziland | Eswatini
  MM: Burma | Myanmar
  CV: Cape Verde | Cabo Verde
  SE: Sverige | Schweden
  FI: Suomi
  PL: Polska
  ES: España
  GR: Hellas | Hellenic Republic
  IE: Republic of Ireland | Éire
  AE: UAE | U.A.E. | United Arab Emirates
  SA: KSA | Kingdom of Saudi Arabia
  LY: Libyan Arab Jamahiriya
`);

test.each(CRM)('%s is %s', (spelling, code) => {
  expect(readCountry(spelling)).toBe(code);
});

test('a text behind a comma or in brackets says more, or makes it nobody’s guess', () => {
  const texts = [
    'United Kingdom (UK)',
    'Guinea, Equatorial',
    'China (Taiwan)',
    'USA (West',
    'Berlin, Germany',
  ];
  expect(texts.map(readCountry)).toEqual(['GB', 'GQ', null, null, null]);
});

test('names in seven languages lead to one code', () => {
  const names = spellingsIn(readFileSync(join(import.meta.dirname, '../fixtures/country-names.txt'), 'utf8'));
  expect(names.filter(([name, code]) => readCountry(name) !== code)).toEqual([]);
  expect(names.length).toBeGreaterThan(250);
});

test('every code of ISO 3166-1 is known by its two letters and by its three', () => {
  const names = spellingsIn(`
    AFG: AF | Islamic Republic of Afghanistan
    BRA: BR | Federative Republic of Brazil
    ETH: ET | Federal Democratic Republic of Ethiopia
    JOR: JO | Hashemite Kingdom of Jordan
    LKA: LK | Democratic Socialist Republic of Sri Lanka
    ITA: IT | Italian Republic
    LUX: LU | Grand Duchy of Luxembourg
    OMN: OM | Sultanate of Oman
    URY: UY | Eastern Republic of Uruguay
    GUY: GY | Co-operative Republic of Guyana
    BHS: BS | Commonwealth of the Bahamas
    MCO: MC | Principality of Monaco
    EGY: EG | Arab Republic of Egypt
    SMR: SM | Republic of San Marino
    NPL: NP | Federal Democratic Republic of Nepal
    PNG: PG | Independent State of Papua New Guinea`);
  expect(names.filter(([name, code]) => readCountry(name) !== readCountry(code))).toEqual([]);
  const codes = countryCodes();
  expect(codes).toHaveLength(249);
  expect(codes.filter((code) => readCountry(code) !== code)).toEqual([]);
});

test('of two countries with one name the official form says which', () => {
  const names = [
    'Republic of China',
    "People's Republic of China",
    'Republic of the Congo',
    'Republic of Korea',
  ];
  expect(names.map(readCountry)).toEqual(['TW', 'CN', 'CG', 'KR']);
});

test('what is no country is not read as one', () => {
  const texts = [
    'Atlantis',
    'DACH',
    'EMEA',
    'Republic of Atlantis',
    'Europe, all of',
    '',
    '-',
    'Berlin',
    'n/a',
  ];
  expect(texts.map(readCountry)).toEqual(texts.map(() => null));
  expect(countryCode(' Atlantis ')).toBe('Atlantis');
});

test('texts are folded without accents, case and points', () => {
  expect(['The U.S.A.', ' Côte  d’Ivoire', 'A&B', 'Färöer'].map(fold)).toEqual([
    'usa',
    "cote d'ivoire",
    'a and b',
    'faroer',
  ]);
});
