import { expect, test } from 'vitest';
import {
  dealsOf,
  endedWithin,
  type SaidChange,
  type StageEntered,
  saidAt,
  wasOpen,
} from '#domain/deal-history.ts';
import { deal, on } from './deal-figures.ts';

const lead = { leadId: 'grace', sourceId: 'website', segment: null, repId: 'eva' };
const entered = (
  stage: StageEntered['stage'],
  day: string,
  more: Partial<StageEntered> = {},
): StageEntered => ({
  stage,
  at: on(day),
  isInferred: false,
  repId: 'eva',
  ...more,
});
const said = (field: SaidChange['field'], to: string, day: string): SaidChange => ({
  field,
  to,
  at: on(day),
  repId: 'eva',
});

test('a deal lasts from opportunity until it is won, lost or given up, and a customer may have another', () => {
  const deals = dealsOf(
    lead,
    [
      entered('opportunity', '2026-01-05'),
      entered('closed_won', '2026-02-05', { repId: 'ned' }),
      entered('opportunity', '2026-06-01'),
      entered('nurture', '2026-07-01'),
      entered('opportunity', '2026-09-01'),
    ],
    [
      said('amount', '100', '2026-01-05'),
      said('amount', '200', '2026-06-01'),
      said('amount', '250', '2026-07-01'),
      said('amount', '300', '2026-09-02'),
    ],
  );
  expect(deals.map(({ end, repId, changes }) => [end, repId, changes.map(({ to }) => to)])).toEqual([
    [{ at: on('2026-02-05'), won: true }, 'ned', ['100']],
    [{ at: on('2026-07-01'), won: false }, 'eva', ['200', '250']],
    [null, 'eva', ['300']],
  ]);
});

test('what is won without having been an opportunity began when nobody saw it', () => {
  expect(dealsOf(lead, [entered('closed_won', '2026-02-05')], [])).toMatchObject([
    { knownAt: on('2026-02-05'), openedAt: null, end: { won: true } },
  ]);
  expect(dealsOf(lead, [entered('opportunity', '2026-02-05', { isInferred: true })], [])).toMatchObject([
    { knownAt: on('2026-02-05'), openedAt: null, end: null },
  ]);
});

test('a lead that goes to nurture or is disqualified without a deal has none', () => {
  expect(
    dealsOf(lead, [entered('nurture', '2026-02-05'), entered('disqualified', '2026-03-05')], []),
  ).toEqual([]);
});

test('what a CRM says after the end is said of the last deal', () => {
  const [only] = dealsOf(
    lead,
    [entered('opportunity', '2026-01-05'), entered('closed_won', '2026-02-05')],
    [said('amount', '100', '2026-01-05'), said('amount', '120', '2026-03-01')],
  );
  expect(only && saidAt(only, on('2026-02-05'))).toMatchObject({ amount: 100 });
  expect(only && saidAt(only, on('2026-03-01'))).toMatchObject({ amount: 120 });
});

test('what is asked of an instant is what was known then', () => {
  const one = deal({
    opened: '2026-01-05',
    closeOn: '2026-02-28',
    step: 'discovery',
    won: '2026-04-01',
    later: [
      ['2026-02-20', 'close_on', '2026-03-31'],
      ['2026-03-10', 'sub_stage', 'contract'],
    ],
  });
  expect(saidAt(one, on('2026-01-04'))).toEqual({
    amount: null,
    currency: null,
    closeOn: null,
    subStage: null,
  });
  expect(saidAt(one, on('2026-02-19'))).toEqual({
    amount: 10_000,
    currency: 'EUR',
    closeOn: '2026-02-28',
    subStage: 'discovery',
  });
  expect(saidAt(one, on('2026-03-10'))).toMatchObject({ closeOn: '2026-03-31', subStage: 'contract' });
  expect([
    wasOpen(one, on('2026-01-04')),
    wasOpen(one, on('2026-03-31')),
    wasOpen(one, on('2026-04-01')),
  ]).toEqual([false, true, false]);
  expect(endedWithin(one, { from: on('2026-04-01'), to: on('2026-04-02') })).toBe(true);
  expect(endedWithin(one, { from: on('2026-03-01'), to: on('2026-04-01') })).toBe(false);
});
