import { fallingDue } from '#db/team-work.ts';
import { addMinutes } from '#domain/day.ts';
import { AT_RISK_MINUTES } from '#domain/lead-lists.ts';
import { type Core, transact } from '#src/core/core.ts';
import { touchHomes } from '#src/core/homes.ts';

/**
 * What a Home says is at risk changes with time alone. Each run has the Homes looked at again whose leads have come
 * close to their deadline since the one before, and the first run those with any that are close.
 */
export function createAtRisk(core: Core): () => Promise<void> {
  let seenUntil: Date | null = null;
  return async () => {
    const now = core.now();
    const until = addMinutes(now, AT_RISK_MINUTES);
    const close = await fallingDue(core.db, seenUntil ?? now, until);
    if (close.length > 0) {
      await transact(core, async (work) => {
        for (const of of close) touchHomes(work, of);
      });
    }
    seenUntil = until;
  };
}
