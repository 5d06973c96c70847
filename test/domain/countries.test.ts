import { expect, test } from 'vitest';
import { countryCode } from '#domain/countries.ts';

test('codes and names in common languages lead to one code', () => {
  expect(['de', 'Germany', 'Deutschland', ' Allemagne', 'DEU'].map(countryCode)).toEqual([
    'DE',
    'DE',
    'DE',
    'DE',
    'DE',
  ]);
});

test('names people use beside the official one are known', () => {
  const names = [
    'USA',
    'U.S.A.',
    'UK',
    'England',
    'The Netherlands',
    'Czech Republic',
    'Turkey',
    'Österreich',
  ];
  expect(names.map(countryCode)).toEqual(['US', 'US', 'GB', 'GB', 'NL', 'CZ', 'TR', 'AT']);
});

test('a text that is no country stays as it is', () => {
  expect([countryCode(' Atlantis '), countryCode('DACH')]).toEqual(['Atlantis', 'DACH']);
});
