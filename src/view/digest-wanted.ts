import type { Db } from '#db/db.ts';
import type { MessageRow } from '#db/messages.ts';
import { mutedOf } from '#db/muted-digests.ts';
import type { DigestKind } from '#domain/digest-readers.ts';

/** Whether a digest is to be in Slack: it stands there, or its time is not over and its reader did not mute it meanwhile. */
export async function isDigestWanted(
  db: Db,
  { detail, ts }: MessageRow,
  { kind, readerId }: { kind: DigestKind; readerId: string },
  now: Date,
): Promise<boolean> {
  if (ts !== null) return true;
  if (now >= new Date(String(detail.until))) return false;
  const muted = await mutedOf(db, [readerId]);
  return muted.get(readerId)?.has(kind) !== true;
}
