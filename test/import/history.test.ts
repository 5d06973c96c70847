import { expect, test } from 'vitest';
import type { Stage } from '#domain/stages.ts';
import { currentStage, wayOf } from '#src/import/history.ts';

const day = (no: number) => new Date(Date.UTC(2026, 9, no));
const stageOf = (stage: Stage | null, status: Stage | null, times: [Stage, Date][] = []) =>
  currentStage({ stage, status, times: new Map(times) });

test('of a stage and a status the one that comes further counts', () => {
  expect(stageOf('marketing_qualified', 'sales_accepted')).toBe('sales_accepted');
  expect(stageOf('opportunity', 'inquiry')).toBe('opportunity');
});

test('a status that ends a lead counts, but not against a customer', () => {
  expect(stageOf('marketing_qualified', 'disqualified')).toBe('disqualified');
  expect(stageOf('closed_won', 'nurture')).toBe('closed_won');
});

test('a deal lost before it was an opportunity is disqualified, not lost', () => {
  expect(stageOf('sales_qualified', 'closed_lost')).toBe('disqualified');
  expect(stageOf('opportunity', 'closed_lost')).toBe('closed_lost');
  expect(stageOf(null, 'closed_lost')).toBe('closed_lost');
});

test('without words the dates say where it stands', () => {
  expect(stageOf(null, null, [['sales_qualified', day(5)]])).toBe('sales_qualified');
  expect(stageOf(null, 'inquiry', [['sales_qualified', day(5)]])).toBe('sales_qualified');
  expect(stageOf(null, null)).toBe('inquiry');
});

test('stages on the way without a time are inferred', () => {
  const times = new Map<Stage, Date>([
    ['marketing_qualified', day(2)],
    ['opportunity', day(9)],
  ]);
  expect(wayOf('opportunity', times, day(1), 4)).toEqual([
    { stage: 'inquiry', at: day(1), cause: 'import' },
    { stage: 'marketing_qualified', at: day(2), cause: 'import' },
    { stage: 'sales_accepted', at: null, cause: 'inferred by import' },
    { stage: 'sales_qualified', at: null, cause: 'inferred by import' },
    { stage: 'opportunity', at: day(9), cause: 'import' },
  ]);
});

test('an end stands last, and invents no way that nobody told of', () => {
  expect(wayOf('disqualified', new Map([['disqualified', day(3)]]), day(1), 0)).toEqual([
    { stage: 'inquiry', at: day(1), cause: 'import' },
    { stage: 'disqualified', at: day(3), cause: 'import' },
  ]);
});
