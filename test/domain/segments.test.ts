import { expect, test } from 'vitest';
import { segmentMeaning, segmentOf } from '#domain/segments.ts';
import { make } from './make.ts';

const lead = (employees: number | undefined, country = 'DE') => ({
  record: make.lead({ person: { full_name: 'Anna', country }, account: { employees } }),
  sourceId: 'website',
  temperature: null,
});

test('segments are the territories of the settings; what lies in none is not known', () => {
  const settings = make.settings({ territories: [{ id: 'dach', when: { country: ['DE', 'AT', 'CH'] } }] });
  expect([segmentOf(settings, lead(10)), segmentOf(settings, lead(10, 'US'))]).toEqual(['dach', null]);
  expect(segmentMeaning(settings)).toBe('territory');
});

test('without territories they are sizes', () => {
  const settings = make.settings();
  expect([1, 49, 50, 199, 200, 999, 1_000].map((size) => segmentOf(settings, lead(size)))).toEqual([
    '1–49 people',
    '1–49 people',
    '50–199 people',
    '50–199 people',
    '200–999 people',
    '200–999 people',
    '1,000 people or more',
  ]);
  expect(segmentOf(settings, lead(undefined))).toBeNull();
  expect(segmentMeaning(settings)).toBe('number of people');
});

test('the settings’ own segments go before their territories', () => {
  const settings = make.settings({
    territories: [{ id: 'dach', when: { country: ['DE', 'AT', 'CH'] } }],
    segments: [{ id: 'enterprise', when: { employees: { min: 1_000 } } }],
  });
  expect([segmentOf(settings, lead(5_000)), segmentOf(settings, lead(10))]).toEqual(['enterprise', null]);
  expect(segmentMeaning(settings)).toBe('as in the settings');
});

test('a segment may ask for the tier that the settings give a company', () => {
  const settings = make.settings({
    segments: [{ id: 'named', when: { abm_tier: ['1'] } }],
    named_accounts: [{ domain: 'big-fish.example', abm_tier: '1' }],
  });
  const at = (email: string) => ({
    record: make.lead({ person: { full_name: 'Anna', email }, account: {} }),
    sourceId: 'website',
    temperature: null,
  });
  expect(
    ['anna@big-fish.example', 'ben@small-fry.example'].map((email) => segmentOf(settings, at(email))),
  ).toEqual(['named', null]);
});
