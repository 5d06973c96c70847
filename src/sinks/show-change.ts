import { handoffsOf } from '#db/forget.ts';
import { type Core, transact } from '#src/core/core.ts';
import { touchHomesOfRole } from '#src/core/homes.ts';
import { touch } from '#src/core/want.ts';

/** Whatever shows how a tool fares is drawn anew: the cards of the lead, and the Homes of ops. */
export const showSinkChange = (core: Core, { leadId }: { leadId: string | null }): Promise<void> =>
  transact(core, async (work) => {
    const theirs = leadId === null ? [] : await handoffsOf(work.tx, leadId);
    for (const { id } of theirs) touch(work, id, []);
    touchHomesOfRole(work, 'ops');
  });
