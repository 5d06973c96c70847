import { expect, test } from 'vitest';
import { answerDueAt, isOwedAnswer, marketingLead } from '#domain/marketing-answers.ts';
import { make } from './make.ts';

test('an answer is due after so many of the team’s days, over a weekend too', () => {
  expect(answerDueAt(make.settings(), new Date('2026-03-05T15:00:00Z'))).toEqual(
    new Date('2026-03-09T15:00:00Z'),
  );
});

test('what is rerouted or merged owes nobody an answer', () => {
  const owed = (consequence: Parameters<typeof isOwedAnswer>[0]['consequence']) =>
    isOwedAnswer({ consequence });
  expect([owed('return_to_marketing'), owed('suppress'), owed('reroute'), owed('merge')]).toEqual([
    true,
    true,
    false,
    false,
  ]);
});

test('told is whom the settings name, else the first marketer’s manager, else ops', () => {
  const mara = { id: 'mara', name: 'Mara', email: 'mara@acme.example', roles: ['marketer' as const] };
  const max = { id: 'max', name: 'Max', email: 'max@acme.example', roles: ['manager' as const] };
  const people = (manager?: string) => [{ ...mara, ...(manager && { manager }) }, max];
  const of = (overrides: Parameters<typeof make.settings>[0]) =>
    marketingLead(make.settings({ pools: [], routes: [], ...overrides }));
  expect(of({ people: people('max') })).toBe('max');
  expect(of({ people: people() })).toBeNull();
  expect(of({ people: people('max'), feedback: { lead: 'mara' } })).toBe('mara');
});
