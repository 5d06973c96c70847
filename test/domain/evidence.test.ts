import { expect, test } from 'vitest';
import { weighReason } from '#domain/evidence.ts';
import { make } from './make.ts';

test('"too small" is weighed against the headcount', () => {
  const tooSmall = make.reason();
  expect([
    weighReason(tooSmall, { employees: 8 }),
    weighReason(tooSmall, { employees: 420 }),
    weighReason(tooSmall, {}),
  ]).toEqual(['supported', 'conflicts', 'unverifiable']);
});

test('a reason that no fact can support is not weighed', () => {
  expect(weighReason(make.reason({ supported_when: undefined }), make.facts())).toBe(null);
});
