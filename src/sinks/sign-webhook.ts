import { createHmac } from 'node:crypto';
import { signingKey } from '#src/sources/standard-webhooks.ts';

export type Signed = { id: string; at: Date; body: string };

/**
 * The headers of https://www.standardwebhooks.com: each secret signs, so that whoever is told may go from one to the other.
 * The id is the same at every try, the time is that of the try.
 */
export function signWebhook(secrets: readonly Buffer[], { id, at, body }: Signed): Record<string, string> {
  const timestamp = String(Math.floor(at.getTime() / 1_000));
  const signatures = secrets.map((secret) =>
    createHmac('sha256', secret).update(`${id}.${timestamp}.`).update(body).digest('base64'),
  );
  return {
    'webhook-id': id,
    'webhook-timestamp': timestamp,
    'webhook-signature': signatures.map((signature) => `v1,${signature}`).join(' '),
  };
}

/** The keys of secrets, unless one is no `whsec_…` secret. */
export function signingKeys(secrets: readonly string[]): readonly Buffer[] | null {
  const keys = secrets.map(signingKey).filter((key) => key !== null && key.length >= SHORTEST);
  return keys.length === secrets.length && keys.length > 0 ? (keys as Buffer[]) : null;
}

/** https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md: between 24 and 64 bytes. */
const SHORTEST = 24;
