import { expect, test } from 'vitest';
import { evaluate } from '#domain/conditions.ts';
import { industryWords } from '#domain/industries.ts';

test.each([
  [
    'software',
    [
      'software',
      'COMPUTER_SOFTWARE',
      'Computer Software',
      'Software Development',
      'SaaS',
      '511210',
      'NAICS 5132',
    ],
  ],
  [
    'technology',
    [
      'Information Technology & Services',
      'INFORMATION_TECHNOLOGY_AND_SERVICES',
      'IT Services and IT Consulting',
      '541512',
    ],
  ],
  ['finance', ['Banking', 'FINANCIAL_SERVICES', 'Capital Markets', '5221']],
  ['healthcare', ['HOSPITAL_HEALTH_CARE', 'Hospitals and Health Care', '62']],
  ['manufacturing', ['MACHINERY', 'Industrial Machinery Manufacturing', '332710']],
  ['logistics', ['LOGISTICS_AND_SUPPLY_CHAIN', 'Transportation/Trucking/Railroad', '484']],
  ['marketing', ['MARKETING_AND_ADVERTISING', 'Advertising Services', '541810']],
  ['nonprofit', ['Non-Profit Organization Management', 'Non-profit Organizations']],
] as const)('%s is known by the words of HubSpot, LinkedIn and NAICS', (word, written) => {
  expect(written.filter((text) => !industryWords(text).includes(word))).toEqual([]);
});

test('what is not known keeps its own word', () => {
  expect(['Cheese Making', 'QUANTUM_STUFF', '99'].map(industryWords)).toEqual([
    ['cheese making'],
    ['quantum stuff'],
    ['99'],
  ]);
});

test('a rule holds by its own word or by the usual one, and a narrow word takes nothing else in', () => {
  const result = (industry: string, test: Parameters<typeof evaluate>[0]['industry']) =>
    evaluate({ industry: test }, { industry }).result;
  expect(result('COMPUTER_SOFTWARE', ['software', 'fintech'])).toBe('held');
  expect(result('Computer Software', 'COMPUTER_SOFTWARE')).toBe('held');
  expect(result('SaaS', 'Computer Software')).toBe('failed');
  expect(result('Venture Capital & Private Equity', 'banking')).toBe('failed');
  expect(result('COMPUTER_SOFTWARE', { none_of: ['software'] })).toBe('failed');
  expect(result('Dairy', { none_of: ['software'] })).toBe('held');
  expect(result('Computer Games', { includes: ['games'] })).toBe('held');
});

test('what the card says of a rule is what the sender wrote', () => {
  const { rules } = evaluate({ industry: 'software' }, { industry: 'COMPUTER_SOFTWARE' });
  expect(rules).toEqual([{ fact: 'industry', test: 'software', value: 'COMPUTER_SOFTWARE', result: 'held' }]);
});
