import { ATTRIBUTION_DEFINITIONS } from './attribution.ts';
import { COST_DEFINITIONS } from './cost.ts';
import { COVERAGE_DEFINITIONS } from './coverage.ts';
import { FAILURES_DEFINITIONS } from './failures.ts';
import { FORECAST_DEFINITIONS } from './forecast.ts';
import { FUNNEL_DEFINITIONS } from './funnel.ts';
import { PLAN_DEFINITIONS } from './plan.ts';
import type { Definitions } from './shape.ts';
import { SPEED_DEFINITIONS } from './speed.ts';
import { TREE_DEFINITIONS } from './tree.ts';
import { VELOCITY_DEFINITIONS } from './velocity.ts';

/**
 * What is behind the button under each report. `docs/figures.md` prints the same; a test compares them. A new report
 * brings a file beside this one, and a row here.
 */
export const DEFINITIONS = {
  funnel: FUNNEL_DEFINITIONS,
  cost: COST_DEFINITIONS,
  failures: FAILURES_DEFINITIONS,
  attribution: ATTRIBUTION_DEFINITIONS,
  plan: PLAN_DEFINITIONS,
  tree: TREE_DEFINITIONS,
  velocity: VELOCITY_DEFINITIONS,
  coverage: COVERAGE_DEFINITIONS,
  forecast: FORECAST_DEFINITIONS,
  speed: SPEED_DEFINITIONS,
} as const satisfies Record<string, Definitions>;

export type DefinitionsId = keyof typeof DEFINITIONS;

/** Null when it is not one of ours. */
export function parseDefinitions(value: string | undefined): DefinitionsId | null {
  const keys = Object.keys(DEFINITIONS) as DefinitionsId[];
  return keys.find((id) => id === value) ?? null;
}
