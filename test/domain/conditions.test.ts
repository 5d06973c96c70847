import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  describeConditions,
  describeTest,
  describeValue,
  evaluate,
  factsOf,
  resultOf,
  testFact,
} from '#domain/conditions.ts';
import type { Test } from '#domain/settings-shapes.ts';
import { make } from './make.ts';

test('every fact is read from the lead', () => {
  const lead = make.lead({
    person: {
      email: 'Anna.Berg@Nordwerk.example',
      title: 'Head of Operations',
      seniority: 'head',
      department: 'operations',
      language: 'de',
      country: 'Germany',
      region: 'Bavaria',
    },
    account: {
      name: 'Nordwerk',
      industry: 'manufacturing',
      employees: 420,
      country: 'AT',
      existing_customer: false,
      open_opportunity: true,
      abm_tier: 'three',
    },
    channel: 'webinar',
    campaign: { name: 'Spring webinar', utm_campaign: 'spring' },
    product_interest: ['press', 'lathe'],
    score: { value: 71 },
    tags: ['evaluating'],
  });
  expect(
    factsOf({ lead, sourceId: 'web', sourceName: 'Website', temperature: 'warm', abmTier: 'one' }),
  ).toEqual({
    source: ['web', 'Website'],
    channel: 'webinar',
    campaign: 'Spring webinar',
    temperature: 'warm',
    country: 'DE',
    region: 'Bavaria',
    industry: 'manufacturing',
    employees: 420,
    title: 'Head of Operations',
    seniority: 'head',
    department: 'operations',
    language: 'de',
    email_domain: 'nordwerk.example',
    company: 'Nordwerk',
    existing_customer: false,
    open_opportunity: true,
    abm_tier: 'one',
    product_interest: ['press', 'lathe'],
    score: 71,
    tags: ['evaluating'],
  });
});

test('what a lead does not tell is left out, and its country and campaign are looked for in a second place', () => {
  const lead = make.lead({
    person: { country: ' ' },
    account: { country: 'AT' },
    channel: undefined,
    campaign: { utm_campaign: 'spring' },
  });
  const facts = factsOf({ lead, sourceId: 'web', temperature: null });
  expect(Object.entries(facts)).toEqual([
    ['source', 'web'],
    ['campaign', 'spring'],
    ['country', 'AT'],
    ['tags', []],
  ]);
});

test('a text is compared without regard to case and the spaces around it', () => {
  expect([testFact(' Manufacturing ', 'manufacturing'), testFact('retail', 'manufacturing')]).toEqual([
    'held',
    'failed',
  ]);
});

test('a list of values means any of them', () => {
  expect([testFact('AT', ['DE', 'AT', 'CH']), testFact('FR', ['DE', 'AT', 'CH'])]).toEqual([
    'held',
    'failed',
  ]);
});

test('a yes or no, and a number, are compared as they are', () => {
  expect([testFact(false, false), testFact(true, false), testFact(50, 50)]).toEqual([
    'held',
    'failed',
    'held',
  ]);
});

test('a range includes its ends, and may have one only', () => {
  expect([
    testFact(50, { min: 50, max: 500 }),
    testFact(500, { min: 50, max: 500 }),
    testFact(501, { min: 50, max: 500 }),
    testFact(49, { min: 50 }),
    testFact(0, { max: 49 }),
  ]).toEqual(['held', 'held', 'failed', 'failed', 'held']);
});

test('a text has no size', () => {
  expect(testFact('many', { min: 50 })).toBe('unknown');
});

test('words are found inside a text as whole words, signs and all', () => {
  expect([
    testFact('Head of Operations', { includes: ['head', 'director'] }),
    testFact('Headhunter', { includes: ['head'] }),
    testFact('VP  Sales, EMEA', { includes: ['vp sales'] }),
    testFact('Développeur C++', { includes: ['c++'] }),
    testFact('Geschäftsführer', { includes: ['führer'] }),
    testFact('Dev (intern)', { includes: ['intern'] }),
  ]).toEqual(['held', 'failed', 'held', 'held', 'failed', 'held']);
});

test('none of means that nothing named is there', () => {
  expect([
    testFact('FR', { none_of: ['DE', 'AT'] }),
    testFact('at', { none_of: ['DE', 'AT'] }),
    testFact(undefined, { none_of: ['DE'] }),
  ]).toEqual(['held', 'failed', 'unknown']);
});

test('a list passes when one of its elements does, and none of needs all of them to be others', () => {
  expect([
    testFact(['partner', 'evaluating'], 'evaluating'),
    testFact(['partner'], 'evaluating'),
    testFact(['partner', 'evaluating'], { none_of: ['partner'] }),
  ]).toEqual(['held', 'failed', 'failed']);
});

test('an empty list is known to hold none of anything, and nothing else is known of it', () => {
  expect([testFact([], { none_of: ['partner'] }), testFact([], 'partner')]).toEqual(['held', 'unknown']);
});

test('what is missing or blank is unknown', () => {
  expect([testFact(undefined, 'DE'), testFact(null, 'DE'), testFact('  ', 'DE')]).toEqual([
    'unknown',
    'unknown',
    'unknown',
  ]);
});

test('one failed condition fails them all, whatever else is unknown', () => {
  expect(evaluate({ industry: 'retail', seniority: 'head' }, make.facts())).toEqual({
    result: 'failed',
    rules: [
      { fact: 'industry', test: 'retail', value: 'manufacturing', result: 'failed' },
      { fact: 'seniority', test: 'head', value: null, result: 'unknown' },
    ],
  });
});

test('without a failure one unknown condition leaves them open', () => {
  expect(evaluate({ industry: 'manufacturing', seniority: 'head' }, make.facts()).result).toBe('unknown');
});

test('no conditions always hold', () => {
  expect(evaluate({}, {})).toEqual({ result: 'held', rules: [] });
});

test('a country is the same however the rule or the lead spells it', () => {
  const facts = make.facts({ country: 'GB' });
  expect([
    evaluate({ country: 'uk' }, facts).result,
    evaluate({ country: ['Ireland', 'United Kingdom'] }, facts).result,
    evaluate({ country: { none_of: ['Great Britain'] } }, facts).result,
  ]).toEqual(['held', 'held', 'failed']);
});

test('each kind of test has its words', () => {
  expect([
    describeTest('industry', 'retail'),
    describeTest('country', ['DE', 'AT', 'CH']),
    describeTest('employees', { min: 50, max: 500 }),
    describeTest('employees', { min: 50 }),
    describeTest('employees', { max: 49 }),
    describeTest('employees', {}),
    describeTest('title', { includes: ['head', 'director'] }),
    describeTest('email_domain', { none_of: ['rival.example'] }),
    describeTest('existing_customer', true),
    describeTest('channel', ['demo_request', 'phone']),
  ]).toEqual([
    'industry is retail',
    'country is DE, AT or CH',
    'employees between 50 and 500',
    'employees at least 50',
    'employees at most 49',
    'employees is a number',
    'title includes head or director',
    'e-mail domain is not rival.example',
    'existing customer is yes',
    'channel is demo request or phone',
  ]);
});

test('conditions are joined, and none at all mean always', () => {
  expect([describeConditions({ country: 'DE', employees: { min: 50 } }), describeConditions({})]).toEqual([
    'country is DE, and employees at least 50',
    'always',
  ]);
});

test('a value is shown as people read it', () => {
  expect([
    describeValue('existing_customer', false),
    describeValue('tags', ['a', 'b']),
    describeValue('tags', []),
    describeValue('employees', 420),
    describeValue('company', null),
  ]).toEqual(['no', 'a, b', null, '420', null]);
});

const asked = fc.record(
  {
    country: fc.constantFrom('DE', 'Germany', ['deutschland', 'FR'], { none_of: ['US'] }),
    employees: fc.constantFrom<Test>({ min: 50 }, { max: 49 }, 420),
    title: fc.constantFrom<Test>({ includes: ['head'] }, 'intern'),
    tags: fc.constantFrom<Test>({ none_of: ['student'] }, 'evaluating'),
  },
  { requiredKeys: [] },
);
const told = fc.record(
  {
    country: fc.constantFrom('DE', 'US', ' '),
    employees: fc.constantFrom<string | number>(10, 420, 'many'),
    title: fc.constantFrom('Head of Operations', 'INTERN'),
    tags: fc.constantFrom<string[]>([], ['student'], [' Evaluating ']),
  },
  { requiredKeys: [] },
);

test('whether conditions hold is the same answer with each rule told and without', () => {
  fc.assert(
    fc.property(asked, told, (conditions, facts) => {
      expect(resultOf(conditions, facts)).toBe(evaluate(conditions, facts).result);
    }),
    { numRuns: 2_000 },
  );
});

test('a country nobody can read is not known: it holds no rule and fails none', () => {
  const resultsFor = (country: string) => {
    const facts = factsOf({ lead: make.lead({ person: { country } }), sourceId: 'web', temperature: null });
    const embargo = { country: { none_of: ['KP', 'IR', 'SY'] } };
    return [evaluate(embargo, facts).result, evaluate({ country: ['IR', 'DE'] }, facts).result];
  };
  expect(resultsFor('Iran, Islamic Republic of')).toEqual(['failed', 'held']);
  expect(resultsFor('Atlantis')).toEqual(['unknown', 'unknown']);
  expect(resultsFor('Deutschland')).toEqual(['held', 'held']);
});
