import { expect, test } from 'vitest';
import { identitiesOf } from '#domain/identities.ts';
import { make } from './make.ts';

const refOf = (id: string) =>
  identitiesOf(make.lead({ person: {}, refs: [{ system: 'crm', type: 'contact', id }] })).map(
    ({ value }) => value,
  );

test('a record is named by its system, its type and its id', () => {
  expect(refOf('501')).toEqual(['crm:contact:501']);
});

test('an id that no index holds is kept short, and is still another than one that differs at either end', () => {
  const long = '字'.repeat(3_000);
  const [one = '', two, three] = [...refOf(`${long}1`), ...refOf(`${long}2`), ...refOf(`${long}11`)];
  expect(Buffer.byteLength(one)).toBeLessThan(2_000);
  expect(new Set([one, two, three]).size).toBe(3);
  expect(refOf(`${long}1`)).toEqual([one]);
});

test('what has more digits than any number names nobody', () => {
  const phone = (digits: number) => identitiesOf(make.lead({ person: { phone: '1'.repeat(digits) } }));
  expect(phone(40)).toEqual([{ kind: 'phone', value: '1'.repeat(40) }]);
  expect(phone(41)).toEqual([]);
});
