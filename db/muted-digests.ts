import { and, eq, inArray } from 'drizzle-orm';
import type { DigestKind } from '#domain/digest-readers.ts';
import type { Db } from './db.ts';
import { mutedDigests } from './schema.ts';

/** Which digests these people want none of. */
export async function mutedOf(db: Db, personIds: readonly string[]): Promise<Map<string, Set<DigestKind>>> {
  if (personIds.length === 0) return new Map();
  const rows = await db
    .select()
    .from(mutedDigests)
    .where(inArray(mutedDigests.personId, [...personIds]));
  const byPerson = Map.groupBy(rows, ({ personId }) => personId);
  return new Map([...byPerson].map(([id, of]) => [id, new Set(of.map(({ digest }) => digest))]));
}

export async function mute(tx: Db, personId: string, digest: DigestKind, at: Date): Promise<void> {
  await tx.insert(mutedDigests).values({ personId, digest, at }).onConflictDoNothing();
}

export async function unmute(tx: Db, personId: string, digest: DigestKind): Promise<void> {
  await tx
    .delete(mutedDigests)
    .where(and(eq(mutedDigests.personId, personId), eq(mutedDigests.digest, digest)));
}
