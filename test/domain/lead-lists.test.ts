import { expect, test } from 'vitest';
import { lastPage } from '#domain/lead-lists.ts';

test('eight rows are a page, and nothing is one too', () => {
  expect([0, 1, 8, 9, 16, 17].map(lastPage)).toEqual([0, 0, 0, 1, 1, 2]);
});
