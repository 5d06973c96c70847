import { expect, test } from 'vitest';
import { knownAt, mergeLead, saidBy } from '#domain/merge-lead.ts';
import type { Origin } from '#domain/origin.ts';
import { make } from './make.ts';

const origin = (id: string, at: string, more: Partial<Origin> = {}): Origin => ({
  ...{ by: 'source', id, at, received: at },
  ...more,
});
const MAY = '2026-05-01T00:00:00.000Z';
const JUNE = '2026-06-01T00:00:00.000Z';
const told = (account: object, from: Origin) => saidBy({ ...make.lead(), account } as never, from);

test('what was told since was not known then', () => {
  const first = told({ name: 'Globex' }, origin('website', MAY));
  const both = mergeLead(first, told({ name: 'Globex', employees: 8 }, origin('crm', JUNE)));
  expect(both.record.account.employees).toBe(8);
  expect(knownAt(both, new Date('2026-05-20T00:00:00Z')).account.employees).toBeUndefined();
  expect(knownAt(both, new Date('2026-06-20T00:00:00Z'))).toBe(both.record);
});

test('what a person put right is as it was before they did', () => {
  const { record, origins } = told({ name: 'Globex', employees: 420 }, origin('website', MAY));
  const instead = { value: 420, origin: origins[0] };
  const corrected = {
    record: { ...record, account: { ...record.account, employees: 8 } },
    origins: [
      origins[0],
      { ...origin('ana', JUNE, { by: 'rep', instead }), of: ['account.employees'] },
    ] as typeof origins,
  };
  expect(knownAt(corrected, new Date('2026-05-20T00:00:00Z')).account.employees).toBe(420);
  expect(knownAt(corrected, new Date('2026-06-20T00:00:00Z')).account.employees).toBe(8);
});

test('what an import brought in was known before it was imported', () => {
  const imported = told(
    { name: 'Globex', employees: 60 },
    origin('crm', MAY, { by: 'import', received: JUNE }),
  );
  expect(knownAt(imported, new Date('2026-05-20T00:00:00Z')).account.employees).toBe(60);
});
