import { expect, test } from 'vitest';
import { resultOf } from '#domain/conditions.ts';
import { leadFacts, placed, plainFacts } from '#domain/routing/lead-facts.ts';
import { withoutIdentity } from '#domain/routing/record.ts';
import { make } from '../make.ts';

/** What rules may ask about a lead, and what of it is kept. */

const settings = make.settings({
  territories: [
    { id: 'dach', when: { country: ['DE', 'AT', 'CH'] } },
    { id: 'europe', when: { country: ['DE', 'FR'] } },
  ],
  segments: [
    { id: 'dach-enterprise', when: { territory: 'dach', employees: { min: 1000 } } },
    { id: 'dach-middle', when: { territory: 'dach', employees: { min: 100 } } },
  ],
});
const told = { sourceId: 'website', temperature: 'hot' } as const;

test('rules may ask about the lead, and the first territory and segment that fit are its own', () => {
  expect(leadFacts(settings, { ...told, record: make.lead() })).toEqual({
    source: 'website',
    temperature: 'hot',
    territory: 'dach',
    segment: 'dach-middle',
    channel: 'demo_request',
    country: 'DE',
    company: 'Nordwerk',
    email_domain: 'nordwerk.example',
    title: 'Head of Operations',
    industry: 'manufacturing',
    employees: 420,
    tags: [],
  });
});

test('a lead from where no territory is has none', () => {
  const american = make.lead({ person: { country: 'US' }, account: {}, channel: 'content' });
  expect(leadFacts(settings, { ...told, record: american })).toEqual({
    source: 'website',
    temperature: 'hot',
    channel: 'content',
    country: 'US',
    tags: [],
  });
});

test('of several that fit the first counts, and a thorough look names the others', () => {
  const facts = plainFacts(settings, { ...told, record: make.lead() });
  const ask = (_rule: string, ...of: Parameters<typeof resultOf>) => resultOf(...of);
  const rules = (isThorough: boolean) =>
    placed(settings, facts, ask, isThorough).rules.map(({ rule, result }) => `${rule} ${result}`);
  expect(rules(true)).toEqual([
    'territory dach fits',
    'territory europe overlaps',
    'segment dach-middle fits',
  ]);
  expect(rules(false)).toEqual(['territory dach fits', 'segment dach-middle fits']);
});

test('what is kept for ever says nothing of who the lead is', () => {
  expect(withoutIdentity(leadFacts(settings, { ...told, record: make.lead() }))).toEqual({
    source: 'website',
    temperature: 'hot',
    territory: 'dach',
    segment: 'dach-middle',
    channel: 'demo_request',
    country: 'DE',
    industry: 'manufacturing',
    employees: 420,
    tags: [],
  });
});
