import { mute, unmute } from '#db/muted-digests.ts';
import { type DigestKind, digestsOf } from '#domain/digest-readers.ts';
import { mayAbout } from '#domain/permissions.ts';
import type { Person } from '#domain/settings.ts';
import { type Core, transact } from '#src/core/core.ts';
import { touchHomeOf } from '#src/core/homes.ts';

/** Mutes a digest of somebody's own, or sends it again from the next one on. False where they have none of that kind. */
export async function muteDigest(
  core: Core,
  person: Person,
  kind: DigestKind,
  isMuted: boolean,
): Promise<boolean> {
  const { settings } = core.inForce();
  const isTheirs = mayAbout('mute_digest', settings, person, [person.id]);
  if (!isTheirs || !digestsOf(settings, person.id).includes(kind)) return false;
  await transact(core, async (work) => {
    if (isMuted) await mute(work.tx, person.id, kind, work.now);
    else await unmute(work.tx, person.id, kind);
    touchHomeOf(work, person.id);
  });
  return true;
}
