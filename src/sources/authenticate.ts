import type { SourceAuth } from '#domain/settings.ts';
import { sameBytes } from './compare.ts';
import { type RequestHeaders, readHeader } from './headers.ts';
import { verifyHmac } from './hmac.ts';
import { verifyStandardWebhook, webhookId } from './standard-webhooks.ts';

type SignedRequest = { headers: RequestHeaders; body: Buffer };
type Credentials = Exclude<SourceAuth, 'none'>;

/** Longer ids are not used: the delivery is then known by its body. */
const LONGEST_KEY = 200;

/** Whether a request comes from the source. Any of several secrets will do, so that they can be rotated. */
export function authenticate(
  auth: SourceAuth,
  secrets: readonly string[],
  request: SignedRequest,
  now: Date,
): boolean {
  if (auth === 'none') return true;
  // An empty secret would let everybody sign.
  return secrets.some((secret) => secret !== '' && verify(auth, secret, request, now));
}

/** The sender's own id of a delivery, the same over its retries; null where the recipe has none. */
export function senderKey(auth: SourceAuth, headers: RequestHeaders): string | null {
  const key = keyIn(auth, headers);
  return key === null || key.length > LONGEST_KEY ? null : key;
}

function keyIn(auth: SourceAuth, headers: RequestHeaders): string | null {
  if (auth === 'none') return null;
  if (auth.type === 'standard-webhooks') return webhookId(headers);
  return auth.type === 'hmac' && auth.id_header ? readHeader(headers, auth.id_header) : null;
}

function verify(auth: Credentials, secret: string, request: SignedRequest, now: Date): boolean {
  switch (auth.type) {
    case 'standard-webhooks':
      return verifyStandardWebhook(secret, request, now);
    case 'hmac':
      return verifyHmac(auth, secret, request, now);
    case 'bearer':
      return sameText(credentialsIn(request.headers, 'bearer'), secret);
    case 'basic':
      return sameText(decodeBase64(credentialsIn(request.headers, 'basic')), `${auth.user}:${secret}`);
    case 'header':
      return sameText(readHeader(request.headers, auth.header), secret);
  }
}

function credentialsIn(headers: RequestHeaders, scheme: 'bearer' | 'basic'): string | null {
  const header = readHeader(headers, 'authorization');
  if (header === null || header.slice(0, scheme.length + 1).toLowerCase() !== `${scheme} `) return null;
  return header.slice(scheme.length + 1).trim();
}

function decodeBase64(text: string | null): string | null {
  return text === null ? null : Buffer.from(text, 'base64').toString('latin1');
}

function sameText(received: string | null, expected: string): boolean {
  // node:http reads headers as Latin-1, one character a byte; this gives back the bytes that were sent.
  return received !== null && sameBytes(Buffer.from(received, 'latin1'), Buffer.from(expected, 'utf8'));
}
