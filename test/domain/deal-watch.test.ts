import { expect, test } from 'vitest';
import { dealsToLookAt, movesOf, timesMovedLater } from '#domain/deal-watch.ts';
import { deal, on } from './deal-figures.ts';

const week = { now: on('2026-11-23'), today: '2026-11-23', inAWeek: '2026-11-30' };
const fresh = (...ids: string[]) => new Map(ids.map((id) => [id, on('2026-11-20')]));
const told = (deals: ReturnType<typeof deal>[], touched: ReadonlyMap<string, Date>) =>
  dealsToLookAt(deals, touched, week).map(({ deal: { leadId }, reasons }) => [leadId, reasons]);

test('a deal that is as it should be is not looked at, and one that is over neither', () => {
  const deals = [
    deal({ id: 'fine', opened: '2026-11-01', closeOn: '2027-01-31' }),
    deal({ id: 'lost', opened: '2026-11-01', closeOn: '2026-11-02', lost: '2026-11-10' }),
  ];
  expect(told(deals, fresh('fine'))).toEqual([]);
});

test('each reason is said, the worst deals first', () => {
  const deals = [
    deal({ id: 'soon', opened: '2026-11-01', closeOn: '2026-11-30' }),
    deal({ id: 'quiet', opened: '2026-10-01', closeOn: '2027-01-31' }),
    deal({ id: 'bare', opened: '2026-11-01', amount: null, closeOn: null }),
    deal({ id: 'today', opened: '2026-11-01', closeOn: '2026-11-23' }),
    deal({
      id: 'late',
      opened: '2026-09-01',
      closeOn: '2026-09-30',
      later: [
        ['2026-09-29', 'close_on', '2026-10-31'],
        ['2026-10-30', 'close_on', '2026-11-22'],
      ],
    }),
  ];
  expect(told(deals, fresh('soon', 'bare', 'today', 'late'))).toEqual([
    [
      'late',
      [
        { reason: 'overdue', closeOn: '2026-11-22' },
        { reason: 'moved_often', times: 2 },
      ],
    ],
    ['bare', [{ reason: 'no_close_date' }, { reason: 'no_amount' }]],
    ['quiet', [{ reason: 'stale', days: 53 }]],
    ['soon', [{ reason: 'due_soon', closeOn: '2026-11-30' }]],
    ['today', [{ reason: 'due_soon', closeOn: '2026-11-23' }]],
  ]);
});

test('a date that is moved earlier has not slipped, and each move counts when it was made', () => {
  const one = deal({
    opened: '2026-09-01',
    closeOn: '2026-10-01',
    later: [
      ['2026-09-10', 'close_on', '2026-10-31'],
      ['2026-09-20', 'close_on', '2026-10-15'],
      ['2026-10-10', 'close_on', '2026-11-01'],
    ],
  });
  expect(movesOf(one, { from: on('2026-09-01'), to: on('2026-11-01') })).toEqual([
    { days: 30, repId: 'eva' },
    { days: 17, repId: 'eva' },
  ]);
  expect(timesMovedLater(one, { from: on('2026-10-01'), to: on('2026-11-01') })).toBe(1);
});
