import { createHash } from 'node:crypto';
import { type BoughtTokens, exchangeTokens, readConnection } from '#db/connections.ts';
import type { Db } from '#db/db.ts';
import { parseJson } from '#src/sources/json.ts';
import { textAt } from '#src/sources/pick.ts';
import type { Connection } from './http.ts';
import type { SecretBox } from './secret-box.ts';
import type { Grant } from './system.ts';
import { SinkAway, SinkRefused } from './trouble.ts';

/** What tokens are bought with: a refresh token of the environment is the first, and tools may give others. */
export type Credentials = { token: string; clientId: string; clientSecret: string };

type Shop = {
  sinkId: string;
  name: string;
  url: string;
  grant: Exclude<Grant, 'none'>;
  /** Days after which what was bought buys nothing more; null where it always does. */
  lastsDays: number | null;
};

/** Tokens that are bought: `keep` buys the next in time where nothing else does, and says whether it did. */
export type BoughtConnection = Connection & { keep: () => Promise<boolean> };

/** The token that the settings name is what is asked with. */
export const plainConnection = (token: string, name: string): Connection => ({
  token: () => Promise.resolve(token),
  renew: () =>
    Promise.reject(new SinkRefused(`${name} refuses the token (HTTP 401): put a new one in`, 'access')),
});

const TIMEOUT_MS = 15_000;
const DAY_MS = 24 * 60 * 60_000;

/**
 * Tokens are bought once for all processes, and kept encrypted. Of several who find one worn, the first buys the next.
 * https://datatracker.ietf.org/doc/html/rfc6749#section-6, and section-4.4 where a client asks for itself.
 */
export function boughtConnection(
  db: Db,
  shop: Shop,
  { credentials, box, now }: { credentials: Credentials; box: SecretBox; now: () => Date },
): BoughtConnection {
  const boughtWith = createHash('sha256')
    .update(JSON.stringify([shop.url, credentials]))
    .digest('hex');
  const openAccess = (row: BoughtTokens | null): string | null =>
    row && row.boughtWith === boughtWith ? box.unlock(row.accessToken) : null;

  const buy = async (known: BoughtTokens | null, worn: string | null): Promise<BoughtTokens> => {
    const there = openAccess(known);
    // Somebody else was first.
    if (known && there !== null && there !== worn) return known;
    const kept = known && known.boughtWith === boughtWith && known.refreshToken;
    const refresh = (kept && box.unlock(kept)) || credentials.token;
    const bought = await askForToken(shop, credentials, refresh);
    return {
      sinkId: shop.sinkId,
      boughtWith,
      accessToken: box.lock(bought.access),
      refreshToken: shop.grant === 'refresh_token' ? box.lock(bought.refresh ?? refresh) : null,
      boughtAt: now(),
    };
  };
  const exchange = async (worn: string | null): Promise<string> => {
    const row = await exchangeTokens(db, shop.sinkId, (known) => buy(known, worn));
    const token = openAccess(row);
    if (token === null) throw new Error(`the token of ${shop.sinkId} cannot be read back`);
    return token;
  };
  return {
    token: async () => openAccess(await readConnection(db, shop.sinkId)) ?? exchange(null),
    renew: exchange,
    keep: async () => {
      const row = await readConnection(db, shop.sinkId);
      const token = openAccess(row);
      if (row === null || token === null || shop.lastsDays === null) return false;
      // Half of its time is left for whatever may come between.
      if (now().getTime() - row.boughtAt.getTime() < (shop.lastsDays * DAY_MS) / 2) return false;
      await exchange(token);
      return true;
    },
  };
}

async function askForToken(
  { name, url, grant }: Shop,
  { clientId, clientSecret }: Credentials,
  refresh: string,
): Promise<{ access: string; refresh: string | undefined }> {
  const body = new URLSearchParams({
    grant_type: grant,
    ...(grant === 'refresh_token' && { refresh_token: refresh }),
    ...{ client_id: clientId, client_secret: clientSecret },
  });
  let response: Response;
  let text: string;
  try {
    const signal = AbortSignal.timeout(TIMEOUT_MS);
    response = await fetch(url, { method: 'POST', body, redirect: 'error', signal });
    text = await response.text();
  } catch (cause) {
    throw new SinkAway(`${name} cannot be reached for a token`, null, { cause });
  }
  if (response.status === 429 || response.status >= 500)
    throw new SinkAway(`${name} gives no token now (HTTP ${response.status})`);
  const parsed = parseJson(text);
  const answer = parsed.ok ? parsed.value : null;
  const access = response.ok ? textAt(answer, 'access_token') : undefined;
  // Some refuse with HTTP 200 and an error in the body.
  if (access === undefined)
    throw new SinkRefused(
      `${name} gives no token (HTTP ${response.status}): check client id, secret and refresh token, or connect it anew`,
      'access',
    );
  return { access, refresh: textAt(answer, 'refresh_token') };
}
