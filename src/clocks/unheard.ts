import { isHeldUp } from '#db/messages.ts';
import { openTold } from '#db/told.ts';
import { OPS } from '#domain/escalation.ts';
import type { Core } from '#src/core/core.ts';
import { inChannelFor } from '#src/core/message-keys.ts';
import { isAnyOpsThere } from '#src/routing/ops-there.ts';

/**
 * How many leads are overdue of which nobody hears: neither a manager nor a deputy is there, and what is told to ops in
 * their place cannot be posted, or there is no channel and nobody of them is there. It is the operator's then.
 */
export async function countUnheard(core: Core): Promise<number> {
  const { db } = core;
  const { settings } = core.inForce();
  const told = await openTold(db, OPS);
  if (told === 0) return 0;
  const hasReader =
    settings.channels.ops !== undefined || (await isAnyOpsThere({ db, settings, now: core.now() }));
  return hasReader && !(await isHeldUp(db, 'escalations', inChannelFor('ops'))) ? 0 : told;
}
