import { depthOf, PATH } from '#domain/funnel.ts';
import type { Stage } from '#domain/stages.ts';
import type { ReachedStage } from './imported-lead.ts';

/** What an export says of the stages: the words in its columns, and the times it has. */
export type ToldStages = {
  stage: Stage | null;
  status: Stage | null;
  times: ReadonlyMap<Stage, Date>;
};

const OPPORTUNITY = depthOf('opportunity');
const ENDS: readonly Stage[] = ['closed_lost', 'nurture', 'disqualified'];
export const isEnd = (stage: Stage): boolean => ENDS.includes(stage);

const RANKS: readonly Stage[] = [
  'disqualified',
  'nurture',
  'inquiry',
  'marketing_qualified',
  'sales_accepted',
  'sales_qualified',
  'closed_lost',
  'opportunity',
  'closed_won',
];

/** Which of two records of one person says where they stand, whichever comes first in the file. */
export const outranks = (stage: Stage, other: Stage): boolean => RANKS.indexOf(stage) > RANKS.indexOf(other);

/**
 * Where a lead stands. Of two columns the one that ends it or brings it further counts. What was lost before it was an
 * opportunity is disqualified: calling it lost would invent an opportunity.
 */
export function currentStage({ stage, status, times }: ToldStages): Stage {
  if (stage === null) return status === null ? deepest(times) : further(status, deepest(times));
  if (status === null || stage === 'closed_won') return stage;
  if (status === 'closed_lost' && !isEnd(stage) && depthOf(stage) < OPPORTUNITY) return 'disqualified';
  if (isEnd(status)) return status;
  return isEnd(stage) ? stage : further(status, stage);
}

const further = (told: Stage, other: Stage): Stage =>
  isEnd(told) || depthOf(told) >= depthOf(other) ? told : other;

function deepest(times: ToldStages['times']): Stage {
  const onPath = [...times.keys()].filter((stage) => !isEnd(stage));
  return onPath.toSorted((a, b) => depthOf(b) - depthOf(a))[0] ?? 'inquiry';
}

/**
 * The way a lead went. Stages on its path that the export has no time for are inferred: somebody must have passed them,
 * nobody saw when. `depth` is how far it came.
 */
export function wayOf(
  stage: Stage,
  times: ToldStages['times'],
  capturedAt: Date,
  depth: number,
): ReachedStage[] {
  const path = PATH.slice(1, depth + 1);
  const ends = ENDS.filter((end) => end === stage || times.has(end));
  const inquiry: ReachedStage = { stage: 'inquiry', at: capturedAt, cause: 'import' };
  return [
    inquiry,
    ...[...path, ...ends].map((passed): ReachedStage => {
      const at = times.get(passed) ?? null;
      return { stage: passed, at, cause: at === null ? 'inferred by import' : 'import' };
    }),
  ];
}
