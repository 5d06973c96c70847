import fc from 'fast-check';
import { expect, test } from 'vitest';
import { compareNames, statedName } from '#domain/person-names.ts';
import { make } from './make.ts';

const SAME: [string, string][] = [
  ['Jane Smith', 'JANE  SMITH'],
  ['Bob Smith', 'Robert Smith'],
  ['Liz Taylor', 'Beth Taylor'],
  ['Smith, Jane', 'Jane Smith'],
  ['Dr. Jane Smith', 'Jane Smith, MBA'],
  ['Jürgen Müller', 'Juergen Mueller'],
  ['Jürgen Müller', 'Jurgen Muller'],
  ['Łukasz Wójcik', 'Lukasz Wojcik'],
  ["Seán O'Brien", 'Sean OBrien'],
  ['Jane Mary Smith', 'Jane Smith'],
  ['Jane Smith-Miller', 'Jane Smith'],
  ['Robert "Bobby" Smith', 'Bob Smith (Globex)'],
  ['山田太郎', '山田 太郎'],
];
const LIKE: [string, string][] = [
  ['J. Smith', 'Jane Smith'],
  ['Jane S.', 'Jane Smith'],
  ['Jane', 'Jane Smith'],
  ['Dr. Smith', 'Jane Smith'],
  ['Bob', 'Robert'],
  ['И. Петров', 'Иван Петров'],
];
const OTHER: [string, string][] = [
  ['Jane Smith', 'John Smith'],
  ['Jane J. Smith', 'John Smith'],
  ['Jane Smith', 'Jane Miller'],
  ['Bob Frank', 'Robert Francis'],
  ['Bob', 'Jane'],
  ['王 明', '王 芳'],
];

test.each(SAME)('%s and %s are one name', (one, other) => {
  expect([compareNames(one, other), compareNames(other, one)]).toEqual(['same', 'same']);
});

test.each(LIKE)('%s and %s may be one name', (one, other) => {
  expect([compareNames(one, other), compareNames(other, one)]).toEqual(['like', 'like']);
});

test.each(OTHER)('%s and %s are two names', (one, other) => {
  expect([compareNames(one, other), compareNames(other, one)]).toEqual(['other', 'other']);
});

test('initials alone say nothing, and neither does no name', () => {
  expect(compareNames('J. S.', 'Jane Smith')).toBe('unknown');
  expect(compareNames(null, 'Jane Smith')).toBe('unknown');
});

test.each(['[not provided]', 'n/a', '-', 'Test User', 'Unbekannt', 'info@globex.example', 'Globex', '12345'])(
  '%s is no name',
  (full_name) => {
    expect(statedName(make.lead({ person: { full_name }, account: { name: 'GLOBEX' } }))).toBeNull();
  },
);

test('whoever has a word for a family name that others fill in has a name', () => {
  expect(statedName(make.lead({ person: { first_name: 'Anna', last_name: 'Test' } }))).toBe('Anna Test');
});

const NAMES = [
  'Jane',
  'J.',
  'Robert',
  'Bob',
  'Müller',
  'Smith',
  'Dr.',
  'Иван',
  '山田',
  'Chris',
  "O'Neil",
  'B',
];
const names = fc
  .array(fc.constantFrom(...NAMES), { minLength: 1, maxLength: 4 })
  .map((words) => words.join(' '));
const written = fc.oneof(names, fc.string({ unit: 'grapheme', maxLength: 300 }));

test('who is compared with whom first makes no difference', () => {
  fc.assert(fc.property(written, written, (a, b) => compareNames(a, b) === compareNames(b, a)));
});

test('nobody is another person than themselves, in whatever order and case', () => {
  const isOther = (one: string, other: string) => compareNames(one, other) === 'other';
  fc.assert(fc.property(written, (name) => name === '' || !isOther(name, name)));
  fc.assert(
    fc.property(names, (name) => !isOther(name, name.toUpperCase().split(' ').toReversed().join(' '))),
  );
});
