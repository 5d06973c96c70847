import { createRequire } from 'node:module';
import iso from 'i18n-iso-countries';
import { expect, test } from 'vitest';
import { readCountry } from '#domain/countries.ts';

/** Against a list that is none of ours: i18n-iso-countries 7.14, all of ISO 3166-1 and Kosovo. */

const require = createRequire(import.meta.url);
const LANGUAGES = ['en', 'de', 'fr', 'es', 'it', 'pt', 'sv'];
for (const language of LANGUAGES) iso.registerLocale(require(`i18n-iso-countries/langs/${language}.json`));
const CODES = Object.keys(iso.getAlpha2Codes());

/** Islands and poles, in words of the list's own; and a Congo that it calls by the other's name. */
const UNREAD = `
  de Svalbard und Jan Mayen
  es Bonaire, San Eustaquio y Saba
  es Georgia del Sur y las Islas Sandwich del Sur
  es Heard e Islas McDonald
  es Islas Cocos (Keeling)
  es Islas Ultramarinas Menores de los Estados Unidos
  es Saint Martin (francesa)
  es Santa Helena, Ascensión y Tristán de Acuña
  es Sint Maarten (neerlandesa)
  es Tierras Australes Francesas
  fr Bonaire, Saint-Eustache et Saba
  fr Océan Indien Britannique
  fr Saint-Martin (partie française)
  fr Svalbard et Île Jan Mayen
  it Georgia del Sud e isole Sandwich meridionali
  it Isola del Natale
  it Isole BES
  it Isole Cocos e Keeling
  it Sant'Elena, Isola di Ascensione e Tristan da Cunha
  it Territori Britannici dell'Oceano Indiano
  it Territori Francesi del Sud
  pt Geórgia do Sul e Ilhas Sandwich do Sul
  pt Ilha Heard e Ilhas McDonald
  pt Ilha de Natal
  pt Ilhas Distantes dos EUA
  pt República Democrática do Congo
  pt São Martinho
  pt Terras Austrais e Antárticas Francesas
  sv Bonaire, Saint Eustatius och Saba
  sv Franska södra territorierna
  sv Heard- och McDonaldsöarna
  sv Mikronesiska federationen
  sv Palestinska territoriet, ockuperade
  sv Saint Martin (franska delen)
  sv Saint-Pierre och Miquelon
  sv Sankta Helena
  sv Sint Maarten (nederländska delen)`
  .trim()
  .split('\n')
  .map((line) => line.trim());

test('all two- and three-letter codes of ISO 3166-1 are read', () => {
  expect(CODES).toHaveLength(250);
  const wrong = CODES.flatMap((code) =>
    [code, code.toLowerCase(), iso.alpha2ToAlpha3(code) ?? ''].filter((text) => readCountry(text) !== code),
  );
  expect(wrong).toEqual([]);
});

test('the names of all countries in seven languages are read', () => {
  const wrong = LANGUAGES.flatMap((language) =>
    CODES.flatMap((code) => {
      const name = iso.getName(code, language) ?? '';
      return readCountry(name) === code ? [] : [`${language} ${name}`];
    }),
  );
  expect(wrong.sort()).toEqual(UNREAD.toSorted());
});

test('what an embargo names is read however formally it is written', () => {
  const read = (texts: string) => texts.split(' | ').map((text) => readCountry(text));
  expect(
    read(
      'Syrien, Arabische Republik | República Árabe Siria | République arabe syrienne | Repubblica Araba di Siria',
    ),
  ).toEqual(['SY', 'SY', 'SY', 'SY']);
  expect(
    read(
      'Islamische Republik Iran | Iran, Islamische Republik | République islamique d’Iran | República Islámica de Irán',
    ),
  ).toEqual(['IR', 'IR', 'IR', 'IR']);
  expect(
    read(
      'Korea, Demokratische Volksrepublik | República Popular Democrática de Corea | Corea, Repubblica Popolare Democratica di',
    ),
  ).toEqual(['KP', 'KP', 'KP']);
  expect(read('Republik Korea | República de Corea | Corea, República de')).toEqual(['KR', 'KR', 'KR']);
  expect(read('República Democrática do Congo | República do Congo')).toEqual(['CD', 'CG']);
  expect(read('Republik | Vereinigte | of the | Republic of | Kingdom of the')).toEqual(Array(5).fill(null));
});
