import { unansweredByOthers } from '#db/handoffs.ts';
import type { Core } from '#src/core/core.ts';
import { passOnFromLeaver } from './dispatch.ts';

/**
 * What people who are no longer in the settings have not answered goes to others by the rules. Safe to run again.
 *
 * @throws when any could not be passed on, after the others were
 */
export async function passOnFromLeavers(core: Core): Promise<void> {
  const people = core.inForce().settings.people.map(({ id }) => id);
  let failed = 0;
  for (const handoffId of await unansweredByOthers(core.db, people)) {
    await passOnFromLeaver(core, handoffId).catch((error: unknown) => {
      core.noteFailure(error, 'a lead of somebody who left could not be passed on', { handoff: handoffId });
      failed += 1;
    });
  }
  if (failed > 0) throw new Error(`${failed} leads of people who left could not be passed on`);
}
