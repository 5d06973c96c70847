import { expect, test } from 'vitest';
import { type FailureRows, failureFigures } from '#domain/failures.ts';

type Rejection = FailureRows['rejections'][number];
const rejection = (count: number, overrides: Partial<Rejection> = {}): Rejection => ({
  ...{ reason: 'too_small', failurePoint: 'qualification_threshold', sourceId: 'webinar', count },
  ...overrides,
});
const rows = (overrides: Partial<FailureRows> = {}): FailureRows => ({
  ...{ accepted: 0, rejections: [], clocks: [] },
  ...overrides,
});

test('rejections are shares of all answers, held against the time before', () => {
  const now = rows({
    accepted: 60,
    rejections: [
      rejection(25),
      rejection(5, { sourceId: 'website' }),
      rejection(10, { reason: 'wrong_territory', failurePoint: 'routing_accuracy', sourceId: 'website' }),
    ],
  });
  const before = rows({ accepted: 90, rejections: [rejection(10)] });
  const { answers, points, reasons } = failureFigures(now, before);
  expect(answers).toBe(100);
  expect(points.slice(0, 2)).toEqual([
    {
      ...{ failurePoint: 'qualification_threshold', missed: 0, count: 30, of: 100, before: 10 },
      change: { type: 'up', before: 0.1 },
    },
    {
      ...{ failurePoint: 'routing_accuracy', missed: 0, count: 10, of: 100, before: 0 },
      change: { type: 'up', before: 0 },
    },
  ]);
  expect(reasons).toMatchObject([
    { reason: 'too_small', count: 30, before: 10, mostFrom: { sourceId: 'webinar', count: 25 } },
    { reason: 'wrong_territory', count: 10, before: 0, mostFrom: { sourceId: 'website', count: 10 } },
  ]);
});

test('a reason that is gone stays as one that there was, with nothing now', () => {
  const { reasons } = failureFigures(
    rows({ accepted: 30 }),
    rows({ accepted: 20, rejections: [rejection(10)] }),
  );
  expect(reasons).toEqual([
    {
      ...{ reason: 'too_small', failurePoint: 'qualification_threshold', count: 0, of: 30, before: 10 },
      mostFrom: { sourceId: 'webinar', count: 10 },
      change: { type: 'down', before: 1 / 3 },
    },
  ]);
});

test('deadlines are missed of those measured, and count as response timing', () => {
  const now = rows({
    accepted: 10,
    clocks: [
      { kind: 'accept', missed: 3, met: 27 },
      { kind: 'response', missed: 9, met: 21 },
    ],
  });
  const { points, misses, top } = failureFigures(now, rows());
  expect(points[0]).toMatchObject({ failurePoint: 'response_timing', count: 0, missed: 12 });
  expect(misses).toEqual([
    { kind: 'response', count: 9, of: 30, before: 0, change: { type: 'too_few', before: null } },
    { kind: 'accept', count: 3, of: 30, before: 0, change: { type: 'too_few', before: null } },
  ]);
  expect(top).toEqual({
    ...{ failurePoint: 'response_timing', count: 12, of: 12 },
    ...{ change: 'answering', kind: 'response', missed: 9 },
  });
});

const changeFor = (rejections: Rejection[], clocks: FailureRows['clocks'] = []) =>
  failureFigures(rows({ rejections, clocks }), rows()).top?.change;

test('what is to be changed follows from the failure point, and from how many sources bring it', () => {
  expect(changeFor([rejection(5), rejection(5, { sourceId: 'website' })])).toBe('definition');
  expect(changeFor([rejection(6), rejection(5, { sourceId: 'website' })])).toBe('source');
  // Where there is only one source, it says nothing of the definition.
  expect(changeFor([rejection(6)])).toBe('definition');
  expect(changeFor([rejection(6, { failurePoint: 'data_quality' })])).toBe('source');
  expect(changeFor([rejection(6, { failurePoint: 'routing_accuracy' })])).toBe('routing');
  expect(changeFor([rejection(1)], [{ kind: 'unassigned', missed: 4, met: 0 }])).toBe('capacity');
  expect(changeFor([rejection(6, { failurePoint: 'response_timing' })])).toBe('answering');
});

test('where nothing failed there is nothing to be done', () => {
  expect(failureFigures(rows({ accepted: 5 }), rows()).top).toBeNull();
});
