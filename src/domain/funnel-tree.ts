import type { FunnelFigures } from './funnel.ts';
import { type Change, FEWEST_TO_COMPARE } from './interval.ts';
import type { Stage } from './stages.ts';

/** The funnel read from its revenue end: what each stage is made of, and where most is lost. */

/** A stage as a share of the one before it. */
export type TreeStep = FunnelFigures['stages'][number] & { change: Change | null; target: number | null };

/** Which step holds the rest up, and the rule that says so. */
export type Bottleneck =
  | { rule: 'under_target'; stage: Stage; rate: number; target: number }
  | { rule: 'fell'; stage: Stage; rate: number; before: number }
  | { rule: 'lowest'; stage: Stage; rate: number };

/**
 * The step furthest under its target, as far as that is no chance; else the one that fell most since the time
 * before; else the one with the lowest rate. Null where too few leads are decided to say.
 */
export function bottleneck(steps: readonly TreeStep[]): Bottleneck | null {
  const known = steps.flatMap(({ stage, conversion, change, target }) => {
    const { rate, high, decided } = conversion;
    if (rate === null || high === null || decided < FEWEST_TO_COMPARE) return [];
    return [{ stage, rate, high, change, target }];
  });
  const missed = known.flatMap(({ stage, rate, high, target }) =>
    target !== null && high < target ? [{ rule: 'under_target' as const, stage, rate, target }] : [],
  );
  const fallen = known.flatMap(({ stage, rate, change }) =>
    change?.type === 'down' ? [{ rule: 'fell' as const, stage, rate, before: change.before }] : [],
  );
  const all = known.map(({ stage, rate }) => ({ rule: 'lowest' as const, stage, rate }));
  return (
    least(missed, ({ rate, target }) => rate - target) ??
    least(fallen, ({ rate, before }) => rate - before) ??
    least(all, ({ rate }) => rate)
  );
}

function least<Step>(steps: readonly Step[], measure: (step: Step) => number): Step | null {
  return steps.reduce<Step | null>(
    (best, step) => (best === null || measure(step) < measure(best) ? step : best),
    null,
  );
}
