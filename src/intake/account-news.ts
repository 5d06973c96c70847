import { insertItem, lockItem } from '#db/deliveries.ts';
import { noteChanges } from '#db/mirror-runs.ts';
import { type Core, transact, type Work } from '#src/core/core.ts';
import type { AccountNews } from '#src/sources/adapter.ts';
import { claimAside } from './claim-item.ts';
import type { ItemOrigin } from './item-origin.ts';

/** Whether what a CRM says of its accounts is of use here. */
export const isMirrored = (core: Pick<Core, 'inForce'>, { system }: AccountNews): boolean =>
  core.inForce().settings.accounts.some(({ from }) => from === system);

/** Takes in that accounts of a CRM changed: the mirror looks at them within the minute. */
export function takeInAccountNews(core: Core, origin: ItemOrigin, news: AccountNews): Promise<void> {
  return transact(core, async (work) => {
    await lockItem(work.tx, origin, []);
    const item = await claimAside(work, origin);
    if (item === null) return;
    insertItem(work.tx, { ...item, outcome: 'updated', lead: null });
    await note(work, news);
  });
}

/** The same, of what tells of a lead besides. Safe to run again. */
export const noteAccountNews = (core: Core, news: AccountNews): Promise<void> =>
  transact(core, (work) => note(work, news));

const note = ({ tx, now }: Work, { system, ids }: AccountNews): Promise<void> =>
  noteChanges(tx, system, ids, now);
