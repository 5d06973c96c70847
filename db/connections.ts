import { eq } from 'drizzle-orm';
import type { Db } from './db.ts';
import { connections } from './schema.ts';

export type BoughtTokens = typeof connections.$inferSelect;

export async function readConnection(db: Db, sinkId: string): Promise<BoughtTokens | null> {
  const [row] = await db.select().from(connections).where(eq(connections.sinkId, sinkId));
  return row ?? null;
}

/**
 * Buys a token in the place of those there are, one after another: the row is locked meanwhile, as tools that give a new
 * refresh token with each take the old one back.
 */
export function exchangeTokens(
  db: Db,
  sinkId: string,
  buy: (known: BoughtTokens | null) => Promise<BoughtTokens>,
): Promise<BoughtTokens> {
  return db.transaction(async (tx) => {
    // There is a row to be locked from the first on.
    const nothing = { boughtWith: '', accessToken: '', refreshToken: null, boughtAt: new Date(0) };
    await tx
      .insert(connections)
      .values({ sinkId, ...nothing })
      .onConflictDoNothing();
    const [known] = await tx.select().from(connections).where(eq(connections.sinkId, sinkId)).for('update');
    const bought = await buy(known && known.boughtWith !== '' ? known : null);
    await tx.update(connections).set(bought).where(eq(connections.sinkId, sinkId));
    return bought;
  });
}
