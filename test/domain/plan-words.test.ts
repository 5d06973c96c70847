import { expect, test } from 'vitest';
import { readPlanWords } from '#domain/plan-words.ts';

test.each([
  ['', { type: 'list' }],
  [' LIST ', { type: 'list' }],
  ['cancel', { type: 'cancel', which: 'only' }],
  ['cancel  2', { type: 'cancel', which: 2 }],
  ['take back all', { type: 'cancel', which: 'all' }],
])('%j is about what was planned', (words, asked) => {
  expect(readPlanWords(words)).toEqual(asked);
});

test.each(['2h', 'until monday', 'cancel monday', 'cancel 2 3', 'listen'])('%j is not', (words) => {
  expect(readPlanWords(words)).toBeNull();
});
