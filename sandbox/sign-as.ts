import { createHmac } from 'node:crypto';
import type { Source } from '#domain/settings.ts';
import type { Proof } from '#src/sources/adapter.ts';
import { adapterOf } from '#src/sources/adapters.ts';
import { SOURCE_SECRET, signed } from './signed-delivery.ts';

/** A delivery as this source sends it, proved in its own way. */
export function signedAs(
  { auth: written = 'none', format }: Source,
  body: string,
  id: string,
  at: Date,
): RequestInit {
  const auth =
    (written !== 'none' && written.type === 'own' ? adapterOf(format)?.proof(written) : written) ?? 'none';
  if (auth !== 'none' && auth.type === 'standard-webhooks') return signed(body, id, at);
  return {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...proof(auth, body, id, at) },
    body,
  };
}

type Plain = Exclude<Proof, { type: 'standard-webhooks' | 'own' }>;

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
        [auth.header ?? '']: `${auth.prefix}${signature}`,
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
    case 'path':
    case 'query':
    case 'body':
    case 'jwt':
    case 'hubspot':
    case 'salesforce':
      throw new Error(`the demo sends nothing that is proved by ${auth.type}`);
  }
}
