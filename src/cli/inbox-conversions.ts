import type { Db } from '#db/db.ts';
import { type ItemRow, readDelivery } from '#db/deliveries.ts';
import { newestEdits } from '#db/settings.ts';
import { NO_EDITS, type Settings } from '#domain/settings.ts';
import { settingsFileFrom } from '#src/config/environment.ts';
import { parseBody } from '#src/sources/body.ts';
import { conversionsIn, type Observed, readObserved } from '#src/sources/conversions.ts';
import type { ReadValue } from '#src/sources/fit.ts';
import { compileMapping } from '#src/sources/mapping.ts';
import { readSettingsFile } from './settings-file.ts';
import type { Reach } from './with-database.ts';

/** What of an item was read in another form than it was sent; null where its source cannot be asked any more, or what it sent is gone. */
export type FindConversions = (item: ItemRow) => Promise<ReadValue[] | null>;

/**
 * Works out anew, from the body that is stored and the settings of now, what was converted without a loss: nothing
 * more is kept for it. Each delivery is read once, however many of its items are asked for.
 */
export function conversionsFinder(db: Db, settings: Settings | null): FindConversions {
  const read = new Map<string, Promise<Observed[] | null>>();
  return async ({ deliveryId, sourceId, position, outcome }) => {
    // What was imported came from no webhook.
    if (outcome === 'imported') return [];
    const reading = read.get(deliveryId) ?? readAgain(db, settings, { deliveryId, sourceId });
    read.set(deliveryId, reading);
    const found = (await reading)?.[position];
    return found ? conversionsIn(found) : null;
  };
}

/** The settings as they would be read now; null where they cannot be. */
export async function settingsNow({ db, env }: Pick<Reach, 'db' | 'env'>): Promise<Settings | null> {
  const reading = readSettingsFile(settingsFileFrom(env));
  if (!reading.ok) return null;
  const both = reading.over((await newestEdits(db))?.edits ?? NO_EDITS);
  return both.ok ? both.settings : null;
}

async function readAgain(
  db: Db,
  settings: Settings | null,
  { deliveryId, sourceId }: Pick<ItemRow, 'deliveryId' | 'sourceId'>,
): Promise<Observed[] | null> {
  const source = settings?.sources.find(({ id }) => id === sourceId);
  const compiled = source && compileMapping(source);
  const delivery = await readDelivery(db, deliveryId);
  if (!source || !compiled?.ok || !delivery?.body) return null;
  const parsed = await parseBody(delivery.contentType ?? undefined, delivery.body);
  if (!parsed.ok) return null;
  return readObserved({ settings: source, mapping: compiled.mapping }, parsed.value, delivery.receivedAt);
}
