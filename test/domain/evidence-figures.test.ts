import { expect, test } from 'vitest';
import { evidenceFigures, type WeighedRows } from '#domain/evidence-figures.ts';

const row = (overrides: Partial<WeighedRows[number]>): WeighedRows[number] => ({
  evidence: 'unverifiable',
  fact: 'employees',
  without: 'unverifiable',
  isCorrected: false,
  sourceId: 'website',
  count: 1,
  ...overrides,
});

test('what to ask is ranked by the rejections it would have told of, also where a rep knew it', () => {
  const { counts, corrected, asks } = evidenceFigures([
    row({ fact: 'industry', count: 2 }),
    row({ count: 2 }),
    row({ evidence: 'corrected', isCorrected: true }),
    row({ evidence: 'corrected', without: 'conflicts', isCorrected: true, count: 4 }),
    row({ evidence: 'conflicts', without: 'conflicts' }),
    row({ evidence: null, fact: null, without: null }),
  ]);
  expect(counts).toEqual({ supported: 0, corrected: 5, conflicts: 1, unverifiable: 4 });
  expect(corrected).toEqual([{ fact: 'employees', sourceId: 'website', count: 5 }]);
  expect(asks).toEqual([
    { fact: 'employees', sourceId: 'website', count: 3 },
    { fact: 'industry', sourceId: 'website', count: 2 },
  ]);
});
