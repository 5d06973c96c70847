import { createHmac } from 'node:crypto';
import { isNear, sameBytes } from './compare.ts';
import { type RequestHeaders, readHeader } from './headers.ts';

// The package `standardwebhooks` reads the clock itself and turns the body into text before it signs.
const TOLERANCE_MS = 5 * 60_000;

/** Whether the request is signed as standardwebhooks.com describes; `svix-*` headers are the same by another name. */
export function verifyStandardWebhook(
  secret: string,
  request: { headers: RequestHeaders; body: Buffer },
  now: Date,
): boolean {
  const key = signingKey(secret);
  const id = webhookId(request.headers);
  const timestamp = readHeader(request.headers, `${family(request.headers)}-timestamp`);
  const signatures = readHeader(request.headers, `${family(request.headers)}-signature`);
  if (key === null || id === null || timestamp === null || signatures === null) return false;
  if (!isNear(timestamp, now, TOLERANCE_MS)) return false;

  const digest = createHmac('sha256', key).update(`${id}.${timestamp}.`).update(request.body).digest();
  return signatures
    .split(' ')
    .some((entry) => entry.startsWith('v1,') && sameBytes(Buffer.from(entry.slice(3), 'base64'), digest));
}

/** The sender's id of the delivery, the same over its retries. */
export function webhookId(headers: RequestHeaders): string | null {
  return readHeader(headers, `${family(headers)}-id`);
}

/** The bytes of a `whsec_…` secret; null when it is not one. */
export function signingKey(secret: string): Buffer | null {
  const text = secret.startsWith('whsec_') ? secret.slice('whsec_'.length) : secret;
  return /^[A-Za-z0-9+/]{4,}={0,2}$/.test(text) ? Buffer.from(text, 'base64') : null;
}

function family(headers: RequestHeaders): 'webhook' | 'svix' {
  return Object.hasOwn(headers, 'webhook-id') ? 'webhook' : 'svix';
}
