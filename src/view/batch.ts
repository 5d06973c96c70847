import { laidIn, leadsLyingIn, newestClaim, takenFrom } from '#db/claims.ts';
import type { Db } from '#db/db.ts';
import type { MessageRow } from '#db/messages.ts';
import type { Pool } from '#domain/settings.ts';
import { nameOf, poolOf, sourceName } from '#domain/team.ts';
import type { SettingsInForce } from '#src/core/core.ts';
import { batchMessageKey, batchReaders, readBatchKey } from '#src/core/message-keys.ts';
import { openLeadOf } from './claim.ts';
import type { BatchModel } from './models.ts';
import { loadPause } from './pause.ts';

const SHOWN = 5;

/** Leads that lie in a batch, as the rows say now; null when there is nothing to show. */
export async function loadBatch(
  db: Db,
  { settings }: SettingsInForce,
  message: MessageRow,
): Promise<BatchModel | null> {
  const key = String(message.detail.batch);
  const { sourceId, poolId, day } = readBatchKey(key);
  const { rows, total: left } = await leadsLyingIn(db, key, SHOWN);
  const pool = poolOf(settings, poolId);
  const elsewhere = pool && whereElse(pool, key, message.key);
  // Taken, or laid elsewhere, before it was posted: a message about nothing only disturbs.
  if ((left === 0 || elsewhere) && message.ts === null) return null;
  const { total, campaign } = await laidIn(db, key, day);
  const taken = await takenFrom(db, key, day);
  return {
    key,
    poolName: pool?.name ?? poolId,
    sourceName: sourceName(settings, sourceId),
    campaign,
    total,
    left,
    taken: taken.map(({ repId, count }) => ({ name: nameOf(settings, repId), count })),
    newestClaim: await newestClaim(db, key, day),
    elsewhere,
    pause: left > 0 && elsewhere === null ? await loadPause(db, settings) : null,
    next: rows.map(({ record, temperature }) => {
      const { name, company } = openLeadOf(record);
      return { lead: name, company, temperature };
    }),
  };
}

/** The settings may have changed since it was posted; null where it still lies here. */
function whereElse(pool: Pool, batch: string, key: string): BatchModel['elsewhere'] {
  if (batchReaders(pool).some(({ reader }) => batchMessageKey(batch, reader) === key)) return null;
  return { channelId: pool.deliver_to === 'dm' ? null : pool.deliver_to };
}
