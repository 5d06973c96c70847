import type { Line } from '#blocks/lines.ts';
import { reassigned } from '#blocks/reassigned.ts';
import type { Core } from '#src/core/core.ts';
import type { Carried } from '#src/handoff/dispatch.ts';
import { loadReassigned } from '#src/view/reassign.ts';

/** What came of a reassignment, to whoever asked for it. */
export async function tellReassigned(core: Core, carried: Carried): Promise<Line> {
  return reassigned(await loadReassigned(core.db, core.inForce(), carried, core.now()));
}

/** The same after a modal: null where what the chosen option said is what was done, and nothing more is to tell. */
export async function tellUnlessAsChosen(
  core: Core,
  carried: Carried,
  shownId: string | null,
): Promise<Line | null> {
  const model = await loadReassigned(core.db, core.inForce(), carried, core.now());
  const isGiven = model.type === 'given' && model.against.length === 0;
  const isAsShown = model.type === 'by_rules' && carried.handoff.ownerId === shownId;
  return isGiven || isAsShown ? null : reassigned(model);
}
