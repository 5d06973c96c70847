import type { Db } from '#db/db.ts';
import { countForFalls, type FallRow } from '#db/funnel-fall.ts';
import { outlookOf, PATH } from '#domain/funnel.ts';
import { hasFallen, type StepLeads, splitChange } from '#domain/funnel-fall.ts';
import { periodBefore } from '#domain/period.ts';
import { STAGES } from '#domain/stages.ts';
import type { FallModel } from './pipeline-models.ts';

/** The steps of the funnel that let fewer come on than the equally long time before, each with what made it so. */
export async function loadFalls(db: Db, period: { from: Date; to: Date }): Promise<FallModel[]> {
  const now = await countForFalls(db, period);
  const before = await countForFalls(db, periodBefore(period));
  return PATH.slice(1).flatMap((to, index) => {
    const from = PATH[index];
    const [leads, leadsBefore] = [atStep(now, index + 1), atStep(before, index + 1)];
    if (!from || !hasFallen(leads, leadsBefore)) return [];
    const fall = splitChange(leads, leadsBefore);
    const fromLabel = index === 0 ? 'lead' : STAGES[from].label;
    return fall ? [{ ...fall, fromLabel, toLabel: STAGES[to].label }] : [];
  });
}

/** What became of those who reached the stage before; whoever was merged or erased is no answer. */
const atStep = (rows: readonly FallRow[], depth: number): StepLeads[] =>
  rows
    .filter((row) => row.depth >= depth - 1)
    .flatMap((row) => {
      const { sourceId, count } = row;
      const became = row.depth >= depth ? 'came' : becameOf(row);
      const nobody = { sourceId, came: 0, rejected: 0, missed: 0, undecided: 0 };
      return became === null ? [] : [{ ...nobody, [became]: count }];
    });

function becameOf(row: FallRow): 'rejected' | 'missed' | 'undecided' | null {
  switch (outlookOf(row)) {
    case 'gone':
      return null;
    case 'over':
      return 'rejected';
    case 'open':
      return row.isLate ? 'missed' : 'undecided';
  }
}
