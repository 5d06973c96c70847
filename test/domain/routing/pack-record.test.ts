import fc from 'fast-check';
import { expect, test } from 'vitest';
import { inputsOf } from '#domain/routing/decide-route.ts';
import { packRecord, type StoredRecord, unpackRecord } from '#domain/routing/pack-record.ts';
import type { RoutingRecord } from '#domain/routing/record.ts';
import { anyQuestion, anySettings, decideByChance } from './random.ts';

/** As Postgres gives it back: the shorter names first. */
const asRow = <T>(value: T): T => JSON.parse(JSON.stringify(value), (_, one) => inOrder(one));

function inOrder(value: unknown): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  return Object.fromEntries(
    Object.entries(value).toSorted(([a], [b]) => a.length - b.length || (a < b ? -1 : 1)),
  );
}

const decided = (over: Partial<RoutingRecord> = {}): RoutingRecord => ({
  because: 'new lead',
  facts: { country: 'DE' },
  rules: [{ rule: 'route "EMEA"', result: 'goes_to', repId: null, poolId: 'sdr' }],
  candidates: [
    { repId: 'ana', check: null, weight: 1, lag: 0.5 },
    { repId: 'ben', check: 'away', weight: 1, lag: -0.5, missed: 0.5 },
  ],
  poolId: 'sdr',
  chosenId: 'ana',
  by: 'pool',
  inputs: {
    leg: 'mql_to_sdr',
    at: '2026-11-23T09:00:00.000Z',
    owners: [],
    past: { refused: [], had: [] },
    mayRepeat: true,
    isBacklog: false,
    answers: {},
    people: {
      ana: { open: 3, today: 1 },
      ben: { awayUntil: '2026-11-24T09:00:00.000Z', status: { emoji: ':palm_tree:', until: null } },
    },
    standings: { sdr: { lags: { ana: 0.5, ben: -0.5 }, owed: {}, caughtUp: {}, isCatchingUp: false } },
  },
  ...over,
});

test('candidates and what was known of them are kept as columns, and lags once', () => {
  expect(packRecord(decided())).toEqual({
    ...decided(),
    candidates: {
      rows: 2,
      values: { repId: 'ana ben', check: '~ away', weight: '1', lag: '0.5 -0.5', missed: ' 0.5' },
    },
    inputs: {
      ...decided().inputs,
      people: {
        columns: {
          rows: 2,
          values: { id: 'ana ben', open: '3 ', today: '1 ', awayUntil: ' 2026-11-24T09:00:00.000Z' },
        },
        odd: { ben: { status: { emoji: ':palm_tree:', until: null } } },
      },
      standings: { sdr: { owed: {}, caughtUp: {}, isCatchingUp: false } },
    },
  });
});

test.each([
  ['as it is', decided()],
  ['of one candidate', decided({ candidates: [{ repId: 'ana', check: null, weight: 2, lag: 1e-12 }] })],
  ['of none, by a person', { ...decided({ candidates: [], by: 'manager' }), inputs: undefined }],
  [
    'of ids that read as numbers or words',
    decided({ candidates: ['42', 'true', '~'].map((repId) => ({ repId, check: null, weight: 1, lag: 0 })) }),
  ],
  ['of ids with a space', decided({ candidates: [{ repId: 'ana b', check: null, weight: 1, lag: 0 }] })],
  ['with a member who left', decided({ candidates: [{ repId: 'ana', check: null, weight: 1, lag: 0.5 }] })],
  [
    'of several pools',
    decided({
      others: [{ poolId: 'b', candidates: [{ repId: 'eve', check: 'refused', weight: 1, lag: 0 }] }],
    }),
  ],
])('a decision %s is given back as it was', (_, record) => {
  expect(unpackRecord(asRow(packRecord(record)))).toEqual(asRow(record));
});

test('whatever was decided is given back as it was', () => {
  fc.assert(
    fc.property(anySettings, anyQuestion, (settings, chance) => {
      const { question, decision } = decideByChance(settings, chance);
      const record = asRow({ ...decision.record, inputs: inputsOf(question, decision) });
      expect(unpackRecord(asRow(packRecord(record)))).toEqual(record);
    }),
    { numRuns: 1_000 },
  );
});

test('what older versions kept as rows is read as it is', () => {
  const old: StoredRecord = decided();
  expect(unpackRecord(old)).toEqual(decided());
});
