import { ATTRIBUTION_DEFINITIONS } from './attribution.ts';
import { COST_DEFINITIONS } from './cost.ts';
import { FAILURES_DEFINITIONS } from './failures.ts';
import { FUNNEL_DEFINITIONS } from './funnel.ts';
import type { Definitions } from './shape.ts';
import { TREE_DEFINITIONS } from './tree.ts';

/**
 * What is behind the button under each report. `docs/figures.md` prints the same; a test compares them. A new report
 * brings a file beside this one, and a row here.
 */
export const DEFINITIONS = {
  funnel: FUNNEL_DEFINITIONS,
  cost: COST_DEFINITIONS,
  failures: FAILURES_DEFINITIONS,
  attribution: ATTRIBUTION_DEFINITIONS,
  tree: TREE_DEFINITIONS,
} as const satisfies Record<string, Definitions>;

export type DefinitionsId = keyof typeof DEFINITIONS;

/** Null when it is not one of ours. */
export function parseDefinitions(value: string | undefined): DefinitionsId | null {
  const keys = Object.keys(DEFINITIONS) as DefinitionsId[];
  return keys.find((id) => id === value) ?? null;
}
