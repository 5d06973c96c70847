import { expect, test } from 'vitest';
import { stagesBefore, stagesOnTheWayTo } from '#domain/stages.ts';

test('work on a handoff brings a lead forward only, and never past what sales did not take', () => {
  expect([stagesBefore('sales_accepted'), stagesBefore('sales_qualified')]).toEqual([
    ['marketing_qualified', 'sales_accepted'],
    ['marketing_qualified', 'sales_accepted', 'sales_qualified'],
  ]);
});

test('a lead may end from wherever it is, but a customer stays one', () => {
  expect(stagesBefore('nurture')).toContain('opportunity');
  expect(stagesBefore('disqualified')).toContain('inquiry');
  expect([stagesBefore('nurture'), stagesBefore('disqualified')].flat()).not.toContain('closed_won');
});

test('on the way to a win, and to a loss, stands every stage of sales', () => {
  const sold = ['marketing_qualified', 'sales_accepted', 'sales_qualified', 'opportunity'];
  expect([stagesOnTheWayTo('closed_won'), stagesOnTheWayTo('closed_lost')]).toEqual([sold, sold]);
  expect(stagesOnTheWayTo('sales_qualified')).toEqual(sold.slice(0, 2));
  expect([stagesOnTheWayTo('marketing_qualified'), stagesOnTheWayTo('nurture')]).toEqual([[], []]);
});
