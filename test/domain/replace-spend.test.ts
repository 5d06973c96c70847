import fc from 'fast-check';
import { expect, test } from 'vitest';
import { clashesAmong, replaceSpend } from '#domain/replace-spend.ts';
import { overlaps, placeKey, type SpendFigure } from '#domain/spend.ts';
import { dayAfter, daysIn } from '#domain/spend-period.ts';

const figure = (from: string, to: string, overrides: Partial<SpendFigure> = {}): SpendFigure => ({
  ...{ source: null, channel: 'paid_search', campaign: null, currency: 'EUR', from, to, cents: 100 },
  ...overrides,
});
const october = figure('2026-10-01', '2026-10-31');

test('the same days again replace what was said of them, and other days stand beside it', () => {
  const again = { ...october, cents: 200 };
  const november = figure('2026-11-01', '2026-11-30');
  expect(replaceSpend([october], [again, november])).toEqual({
    replaced: [october],
    stored: [again, november],
    clashing: [],
  });
});

test('all days of a month replace the month, and a month its days', () => {
  const halves = [figure('2026-10-16', '2026-10-31'), figure('2026-10-01', '2026-10-15')];
  expect(replaceSpend([october], halves)).toEqual({ replaced: [october], stored: halves, clashing: [] });
  expect(replaceSpend(halves, [october]).replaced).toEqual(halves);
});

test('some days of a month are not stored beside it: nobody said how much of it they were', () => {
  const day = figure('2026-10-05', '2026-10-05');
  const november = figure('2026-11-01', '2026-11-30');
  expect(replaceSpend([october], [day, november])).toEqual({
    replaced: [],
    stored: [november],
    clashing: [{ told: day, standing: october }],
  });
});

test('what is left out does not help to cover another figure', () => {
  const september = figure('2026-09-16', '2026-10-05');
  const told = [figure('2026-10-01', '2026-10-10'), figure('2026-10-11', '2026-10-31')];
  expect(replaceSpend([september, figure('2026-10-06', '2026-10-31')], told)).toEqual({
    replaced: [],
    stored: [],
    clashing: [
      { told: told[0], standing: september },
      { told: told[1], standing: figure('2026-10-06', '2026-10-31') },
    ],
  });
});

test('another campaign, another currency and another channel are other places', () => {
  const others = [{ campaign: 'Autumn' }, { currency: 'USD' }, { channel: null }].map((one) =>
    figure('2026-10-05', '2026-10-05', one),
  );
  expect(replaceSpend([october], others)).toEqual({ replaced: [], stored: others, clashing: [] });
});

test('rows of one file share no day, unless they are of the same days', () => {
  const day = figure('2026-10-05', '2026-10-05');
  expect(clashesAmong([october, october, day])).toEqual([{ told: day, earlier: october }]);
  expect(clashesAmong([october, { ...day, campaign: 'Autumn' }])).toEqual([]);
});

const anyFigure = fc
  .record({
    start: fc.integer({ min: 0, max: 20 }),
    length: fc.integer({ min: 1, max: 10 }),
    channel: fc.constantFrom('paid_search' as const, 'social' as const),
  })
  .map(({ start, length, channel }) => {
    const from = dayAfter('2026-10-01', start);
    return figure(from, dayAfter(from, length - 1), { channel });
  });
/** Figures that can stand together. */
const anyFigures = fc.array(anyFigure, { maxLength: 8 }).map((figures) => {
  const kept: SpendFigure[] = [];
  for (const one of figures)
    if (!kept.some((other) => placeKey(other) === placeKey(one) && overlaps(other, one))) kept.push(one);
  return kept;
});

test('whatever is told, afterwards no day of a place counts twice, and no day that was known is lost', () => {
  fc.assert(
    fc.property(anyFigures, anyFigures, (standing, told) => {
      const { replaced, stored, clashing } = replaceSpend(standing, told);
      const after = [...standing.filter((one) => !replaced.includes(one)), ...stored];
      const days = (figures: readonly SpendFigure[]) =>
        figures.flatMap((one) =>
          Array.from({ length: daysIn(one) }, (_, at) => `${placeKey(one)} ${dayAfter(one.from, at)}`),
        );
      expect(new Set(days(after)).size).toBe(days(after).length);
      expect(days(standing).filter((day) => !days(after).includes(day))).toEqual([]);
      expect(stored.length + clashing.length).toBe(told.length);
    }),
  );
});
