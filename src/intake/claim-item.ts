import { insertRepeat, itemsLike, removeItems } from '#db/deliveries.ts';
import type { CanonicalLead } from '#domain/lead.ts';
import type { Work } from '#src/core/core.ts';
import { urgentKey } from '#src/core/message-keys.ts';
import type { ItemOrigin } from './item-origin.ts';
import { contentOf } from './same-content.ts';
import { tellOps } from './tell-ops.ts';

/** An item that is to be read, as it will be kept. */
type Claimed = { id: string; deliveryId: string; sourceId: string; position: number; key: string; at: Date };

/**
 * The item that is to be read; null where it was read before. A sender's id names what happened: what comes
 * again with it and says the same is only counted. What says something else is news, and is taken in beside it.
 */
export async function claimNews(
  work: Work,
  origin: ItemOrigin,
  lead: CanonicalLead,
): Promise<Claimed | null> {
  const newsKey = `${origin.key}~${contentOf(lead)}`;
  const place = await placeOf(work, origin, [origin.key, newsKey]);
  // Read again, as after a crash or with a mended mapping, it is still the same item.
  if (place.wasRead) return null;
  const before = place.keptAs(origin.key);
  if (!before) return place.claim(origin.key);
  const isNews = before.lead && contentOf(before.lead) !== contentOf(lead);
  // A call that is told of once more, now with its outcome, is not another call.
  if (isNews && lead.kind !== 'activity' && !place.keptAs(newsKey)) return place.claim(newsKey);
  const { deliveryId, sourceId, position } = origin;
  insertRepeat(work.tx, { deliveryId, sourceId, position, id: work.newId(), at: work.now });
  return null;
}

/** The item that is to be set aside; null where it was read before. */
export async function claimAside(work: Work, origin: ItemOrigin): Promise<Claimed | null> {
  // With an id that was here before it may say something else: nobody can tell, so nothing of it is dropped.
  const ownKey = `${origin.deliveryId}#${origin.position}`;
  const place = await placeOf(work, origin, [origin.key, ownKey]);
  if (place.wasRead) return null;
  const free = [origin.key, ownKey].find((key) => !place.keptAs(key));
  return free === undefined ? null : place.claim(free);
}

/**
 * What is known of an item's place in its delivery, and of its keys. What was set aside there may be taken again, because
 * its mapping may have been mended since: that may find the sender's own id where there was none.
 */
async function placeOf(work: Work, origin: ItemOrigin, keys: readonly string[]) {
  const { deliveryId, sourceId, position } = origin;
  const rows = await itemsLike(work.tx, origin, keys);
  const isThere = (row: { deliveryId: string; position: number }) =>
    row.deliveryId === deliveryId && row.position === position;
  const aside = rows.filter(({ outcome }) => outcome === 'quarantined');
  const kept = rows.filter(({ outcome }) => outcome !== 'quarantined');
  return {
    wasRead: kept.some(isThere),
    keptAs: (key: string) => kept.find((row) => row.key === key),
    claim: async (key: string): Promise<Claimed> => {
      const same = aside.find((row) => row.key === key);
      const taken = aside.filter((row) => row === same || isThere(row));
      if (taken.length > 0)
        await removeItems(
          work.tx,
          taken.map(({ id }) => id),
        );
      // The message that told of what was set aside has to show that it is so no longer.
      for (const row of taken) {
        tellOps(work, 'quarantine', sourceId, row.at);
        work.messages.touch([urgentKey(row.id)]);
      }
      return { id: same?.id ?? work.newId(), deliveryId, sourceId, position, key, at: work.now };
    },
  };
}
