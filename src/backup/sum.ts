import type { RowCounts } from './format.ts';

export const sum = (counts: RowCounts): number =>
  Object.values(counts).reduce((total, count) => total + count, 0);
