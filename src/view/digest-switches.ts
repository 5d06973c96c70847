import type { Db } from '#db/db.ts';
import { mutedOf } from '#db/muted-digests.ts';
import { digestsOf } from '#domain/digest-readers.ts';
import type { SettingsInForce } from '#src/core/core.ts';
import type { DigestSwitch } from './home-models.ts';

/** The digests that are somebody's own: when each comes, and whether they muted it. */
export async function loadDigestSwitches(
  db: Db,
  { settings }: SettingsInForce,
  personId: string,
): Promise<DigestSwitch[]> {
  const kinds = digestsOf(settings, personId);
  if (kinds.length === 0) return [];
  const muted = (await mutedOf(db, [personId])).get(personId);
  return kinds.map((kind) => ({ kind, at: settings.digests[kind], isMuted: muted?.has(kind) === true }));
}
