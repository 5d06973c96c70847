import { createHmac } from 'node:crypto';
import type { Source, SourceAuth } from '#domain/settings.ts';
import { SOURCE_SECRET, signed } from './signed-delivery.ts';

/** A delivery as this source sends it, proved in its own way. */
export function signedAs({ auth = 'none' }: Source, body: string, id: string, at: Date): RequestInit {
  if (auth !== 'none' && auth.type === 'standard-webhooks') return signed(body, id, at);
  return {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...proof(auth, body, id, at) },
    body,
  };
}

type Plain = Exclude<SourceAuth, { type: 'standard-webhooks' }>;

function proof(auth: Plain, body: string, id: string, at: Date): Record<string, string> {
  if (auth === 'none') return {};
  switch (auth.type) {
    case 'hmac': {
      const timestamp = String(Math.floor(at.getTime() / 1_000));
      const text = auth.template
        .replace('{timestamp}', timestamp)
        .replace('{id}', id)
        // A body may hold `$&`, which a plain replacement would fill in.
        .replace('{body}', () => body);
      const signature = createHmac(auth.algorithm, SOURCE_SECRET).update(text).digest(auth.encoding);
      return {
        [auth.header]: `${auth.prefix}${signature}`,
        ...(auth.timestamp_header && { [auth.timestamp_header]: timestamp }),
        ...(auth.id_header && { [auth.id_header]: id }),
      };
    }
    case 'bearer':
      return { authorization: `Bearer ${SOURCE_SECRET}` };
    case 'basic':
      return { authorization: `Basic ${Buffer.from(`${auth.user}:${SOURCE_SECRET}`).toString('base64')}` };
    case 'header':
      return { [auth.header]: SOURCE_SECRET };
  }
}
