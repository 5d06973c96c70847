import { expect, test } from 'vitest';
import type { AskableFact } from '#domain/facts.ts';
import { canonicalLeadSchema } from '#domain/lead.ts';
import { nextQuestion } from '#domain/next-question.ts';
import { make } from './make.ts';

const settings = make.settings({
  mql: {
    version: '1',
    signed_by: { marketing: 'Mara', sales: 'Mia', on: '2026-10-01' },
    review_by: '2027-01-15',
    behaviours: [{ id: 'asked', any_of: ['form_submit'] }],
    profiles: [
      { id: 'mid', when: { employees: { min: 50 }, industry: ['software'] } },
      { id: 'big', when: { employees: { min: 5_000 }, seniority: ['vp'] } },
    ],
  },
});

const asks = (lead: object, ask: AskableFact[]) =>
  nextQuestion(settings, { record: canonicalLeadSchema.parse(lead), sourceId: 'website' }, ask);

test.each([
  [
    'the first that a profile needs and the form leaves open',
    {},
    ['country', 'industry', 'employees'],
    'industry',
  ],
  ['what is left', { account: { industry: 'software' } }, ['industry', 'employees'], 'employees'],
  ['nothing the source may not ask', {}, ['country'], null],
  [
    'nothing of whom a profile fits',
    { account: { industry: 'software', employees: 60 } },
    ['seniority'],
    null,
  ],
  [
    'nothing of whom no profile can fit any more',
    { account: { employees: 3 } },
    ['industry', 'seniority'],
    null,
  ],
  [
    'only what a profile that still may fit needs',
    { account: { industry: 'food', employees: 9_000 } },
    ['industry', 'seniority'],
    'seniority',
  ],
] as const)('asks %s', (_, lead, ask, question) => {
  expect(asks(lead, [...ask])).toBe(question);
});
