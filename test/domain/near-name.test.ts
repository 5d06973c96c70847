import { expect, test } from 'vitest';
import { companyNameKey } from '#domain/company-name.ts';
import { nearestAmong, nearKeys, nearness } from '#domain/near-name.ts';

const near = (name: string, other: string) => nearness(companyNameKey(name), companyNameKey(other));
const haveKey = (name: string, other: string) => {
  const keys = nearKeys(companyNameKey(other));
  return nearKeys(companyNameKey(name)).some((key) => keys.includes(key));
};

const NEAR: [string, string, number][] = [
  ['Globex', 'Globex GmbH', 0],
  ['GLOBEX, Inc.', 'globex s.a.r.l.', 0],
  ['Glo bex', 'Globex', 0],
  ['Müller & Söhne', 'Mueller und Söhne GmbH', -1],
  ['Globex Deutschland GmbH', 'Globex Inc', 1],
  ['The Globex Group', 'Globex', 1],
  ['Globex', 'Globbex', 2],
  ['Globex', 'Gobex', 2],
  ['Globex', 'Glboex', 2],
  ['Globex', 'Globax', 2],
  ['Globex', 'Hooli', -1],
  ['Globex', 'Globex Logistics', -1],
  // Short names differ by a letter from too many others.
  ['Acme', 'Acne', -1],
  ['SAP', 'SAS', -1],
  ['SAP SE', 'SAP', 0],
  ['AB', 'AB', -1],
  ['Group', 'Holding', -1],
  ['株式会社東京', '東京', -1],
  ['', '', -1],
];

test.each(NEAR)('%s and %s: %i', (name, other, expected) => {
  expect(near(name, other) ?? -1).toBe(expected);
  expect(near(other, name) ?? -1).toBe(expected);
});

test.each(NEAR.filter(([, , expected]) => expected >= 0))(
  '%s and %s have a key in common, by which they are found',
  (name, other) => {
    expect(haveKey(name, other)).toBe(true);
  },
);

test('a long name has few keys, and none is longer than an index takes', () => {
  const keys = nearKeys(companyNameKey('x '.repeat(500)));
  expect(keys.length).toBeLessThanOrEqual(60);
  expect(Math.max(...keys.map(({ length }) => length))).toBeLessThanOrEqual(200);
});

test('of several the nearest is meant, of equals the first, and none where none is near', () => {
  const named = (id: number, name: string) => ({ id, nameKey: companyNameKey(name) });
  const all = [
    named(1, 'Globbex'),
    named(2, 'Globex Deutschland'),
    named(3, 'Globex AG'),
    named(4, 'Globex SE'),
  ];
  expect(nearestAmong('globex', all)?.id).toBe(3);
  expect(nearestAmong('globex', all.slice(0, 2))?.id).toBe(2);
  expect(nearestAmong('hooli', all)).toBeNull();
});
