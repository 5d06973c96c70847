import { unansweredByOthers } from '#db/handoffs.ts';
import { may } from '#domain/permissions.ts';
import type { Core } from '#src/core/core.ts';
import { passOnFromLeaver } from './dispatch.ts';

/**
 * What people have not answered who are no longer in the settings, or in no role that is shown leads, goes to others by the rules. Safe to run again.
 *
 * @throws when any could not be passed on, after the others were
 */
export async function passOnFromLeavers(core: Core): Promise<void> {
  const readers = core.inForce().settings.people.filter((person) => may('read_lead', person));
  const people = readers.map(({ id }) => id);
  let failed = 0;
  for (const handoffId of await unansweredByOthers(core.db, people)) {
    await passOnFromLeaver(core, handoffId).catch((error: unknown) => {
      core.noteFailure(error, 'a lead of somebody who left could not be passed on', { handoff: handoffId });
      failed += 1;
    });
  }
  if (failed > 0) throw new Error(`${failed} leads of people who left could not be passed on`);
}
