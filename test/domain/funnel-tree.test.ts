import { expect, test } from 'vitest';
import { bottleneck, type TreeStep } from '#domain/funnel-tree.ts';
import { wilson } from '#domain/interval.ts';
import type { Stage } from '#domain/stages.ts';

const step = (stage: Stage, came: number, decided: number, more: Partial<TreeStep> = {}): TreeStep => ({
  stage,
  reached: came,
  inferred: 0,
  conversion: { ...wilson(came, decided), came, decided, open: 0 },
  change: null,
  target: null,
  ...more,
});

test('the step clearly under its target comes before any with a lower rate', () => {
  const steps = [
    step('sales_accepted', 40, 100, { target: 0.6 }),
    step('sales_qualified', 5, 100),
    step('opportunity', 30, 100, { change: { type: 'down', before: 0.9 } }),
  ];
  expect(bottleneck(steps)).toEqual({
    rule: 'under_target',
    stage: 'sales_accepted',
    rate: 0.4,
    target: 0.6,
  });
});

test('a target that chance may have missed is not missed: then the step that fell most', () => {
  const steps = [
    step('sales_accepted', 57, 100, { target: 0.6 }),
    step('sales_qualified', 5, 100, { change: { type: 'same', before: 0.05 } }),
    step('opportunity', 30, 100, { change: { type: 'down', before: 0.5 } }),
    step('closed_won', 30, 100, { change: { type: 'down', before: 0.9 } }),
  ];
  expect(bottleneck(steps)).toEqual({ rule: 'fell', stage: 'closed_won', rate: 0.3, before: 0.9 });
});

test('else it is the lowest rate of those that are known well enough', () => {
  const steps = [
    step('marketing_qualified', 50, 100),
    step('sales_accepted', 60, 100),
    step('sales_qualified', 0, 19),
  ];
  expect(bottleneck(steps)).toEqual({ rule: 'lowest', stage: 'marketing_qualified', rate: 0.5 });
});

test('a target that lies on the edge of what chance may do is not missed', () => {
  const edge = wilson(40, 100).high ?? Number.NaN;
  const under = (target: number) => bottleneck([step('sales_accepted', 40, 100, { target })])?.rule;
  expect([under(edge), under(edge + 1e-9)]).toEqual(['lowest', 'under_target']);
});

test('from twenty decided leads on a step may be blamed', () => {
  expect(bottleneck([step('sales_accepted', 1, 20)])).toEqual({
    rule: 'lowest',
    stage: 'sales_accepted',
    rate: 0.05,
  });
});

test('with few leads decided no step is blamed', () => {
  expect(bottleneck([step('sales_accepted', 1, 19), step('sales_qualified', 0, 0)])).toBeNull();
});
