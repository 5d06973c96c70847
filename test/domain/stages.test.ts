import { expect, test } from 'vitest';
import { stagesBefore } from '#domain/stages.ts';

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
