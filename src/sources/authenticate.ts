import { createHash } from 'node:crypto';
import type { SourceAuth } from '#domain/settings.ts';
import { sameBytes } from './compare.ts';
import { type RequestHeaders, readHeader } from './headers.ts';
import { verifyHmac } from './hmac.ts';
import { verifyStandardWebhook, webhookId } from './standard-webhooks.ts';

type SignedRequest = { headers: RequestHeaders; body: Buffer };
type Credentials = Exclude<SourceAuth, 'none'>;
/** The recipes by which the secret itself is sent. */
type TokenAuth = Extract<Credentials, { type: 'bearer' | 'basic' | 'header' }>;

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
  if ('secret_sha256' in auth && auth.secret_sha256) return hasHashed(auth, request.headers);
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
    case 'basic':
    case 'header':
      return sameText(tokenIn(auth, request.headers), secret);
  }
}

/** The secret of a request that carries it as it is. */
function tokenIn(auth: TokenAuth, headers: RequestHeaders): string | null {
  switch (auth.type) {
    case 'bearer':
      return credentialsIn(headers, 'bearer');
    case 'basic':
      return passwordOf(auth.user, decodeBase64(credentialsIn(headers, 'basic')));
    case 'header':
      return readHeader(headers, auth.header);
  }
}

function passwordOf(user: string, credentials: string | null): string | null {
  const start = Buffer.from(`${user}:`, 'utf8').toString('latin1');
  return credentials?.startsWith(start) ? credentials.slice(start.length) : null;
}

function hasHashed(auth: TokenAuth, headers: RequestHeaders): boolean {
  const token = tokenIn(auth, headers);
  if (token === null) return false;
  const digest = createHash('sha256').update(Buffer.from(token, 'latin1')).digest();
  return (auth.secret_sha256 ?? []).some((hash) => sameBytes(digest, Buffer.from(hash, 'hex')));
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
