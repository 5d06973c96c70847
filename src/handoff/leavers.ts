import { unansweredByOthers } from '#db/handoffs.ts';
import type { Core } from '#src/core/core.ts';
import { passOnFromLeaver } from './dispatch.ts';

/**
 * What people who are no longer in the settings have not answered goes to others by the rules. Safe to run again.
 *
 * @throws what went wrong last, after the others were passed on
 */
export async function passOnFromLeavers(core: Core): Promise<void> {
  const people = core.inForce().settings.people.map(({ id }) => id);
  let failure: unknown = null;
  for (const handoffId of await unansweredByOthers(core.db, people)) {
    await passOnFromLeaver(core, handoffId).catch((error: unknown) => {
      failure = error;
    });
  }
  if (failure !== null) throw failure;
}
