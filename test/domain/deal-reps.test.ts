import { expect, test } from 'vitest';
import { repPipelines } from '#domain/deal-reps.ts';
import { deal, on, times } from './deal-figures.ts';

const period = { from: on('2026-08-01'), to: on('2026-11-01') };
const STEPS = ['discovery', 'proposal', 'contract'];

test('slippage is whose deal it was when the date was moved', () => {
  const deals = [
    deal({ opened: '2026-08-02', closeOn: '2026-09-01', later: [['2026-08-30', 'close_on', '2026-10-01']] }),
    deal({
      opened: '2026-08-03',
      closeOn: '2026-09-01',
      later: [
        ['2026-08-20', 'close_on', '2026-09-11'],
        ['2026-09-10', 'close_on', '2026-09-21'],
      ],
    }),
    deal({ opened: '2026-08-04' }),
    deal({
      opened: '2026-08-05',
      rep: 'ned',
      step: 'contract',
      later: [['2026-09-01', 'sub_stage', 'discovery']],
    }),
    // Over before.
    deal({ opened: '2026-01-05', rep: 'ned', lost: '2026-02-01' }),
  ];
  expect(repPipelines(deals, period, STEPS)).toMatchObject([
    { repId: 'eva', deals: 3, slipped: 2, meanDays: 25, stepsBack: 0, closed: 0 },
    { repId: 'ned', deals: 1, slipped: 0, meanDays: null, stepsBack: 1, closed: 0 },
  ]);
});

test('who wins far fewer of what came as far as the others’ claims steps too early', () => {
  const came = (rep: string, won: number, lost: number) => [
    ...times(won, { opened: '2026-08-02', won: '2026-10-01', step: 'contract', rep }),
    ...times(lost, { opened: '2026-08-02', lost: '2026-10-01', step: 'contract', rep }),
  ];
  const deals = [...came('eva', 4, 16), ...came('ned', 30, 20)];
  expect(repPipelines(deals, period, STEPS)).toMatchObject([
    { repId: 'eva', closed: 20, won: 4, expectedWon: 12, against: 'down' },
    { repId: 'ned', closed: 50, won: 30, expectedWon: 10, against: 'up' },
  ]);
});

test('of few closed deals nothing is said, and what nobody else has cannot be compared', () => {
  const deals = [
    ...times(3, { opened: '2026-08-02', lost: '2026-10-01', step: 'contract' }),
    ...times(40, { opened: '2026-08-02', won: '2026-10-01', step: 'proposal', rep: 'ned' }),
  ];
  expect(repPipelines(deals, period, STEPS)).toMatchObject([
    { repId: 'eva', closed: 3, won: 0, expectedWon: null, against: 'too_few' },
    { repId: 'ned', closed: 40, expectedWon: null, against: 'too_few' },
  ]);
});

test('the furthest step counts, also where it was taken back before the end', () => {
  const deals = [
    ...times(20, {
      opened: '2026-08-02',
      lost: '2026-10-01',
      step: 'contract',
      later: [['2026-09-01', 'sub_stage', 'discovery']],
    }),
    ...times(20, { opened: '2026-08-02', won: '2026-10-01', step: 'contract', rep: 'ned' }),
  ];
  expect(repPipelines(deals, period, STEPS)[0]).toMatchObject({
    expectedWon: 20,
    against: 'down',
    stepsBack: 20,
  });
});
