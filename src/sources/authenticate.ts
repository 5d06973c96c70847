import { createHash } from 'node:crypto';
import type { PlainProof, Proof } from './adapter.ts';
import { sameBytes } from './compare.ts';
import { type RequestHeaders, readHeader } from './headers.ts';
import { verifyHmac } from './hmac.ts';
import { verifyHubspot } from './hubspot-signature.ts';
import { verifyJwt } from './jwt.ts';
import { onlyValue, type SignedRequest } from './request.ts';
import { verifyStandardWebhook, webhookId } from './standard-webhooks.ts';

type Credentials = Exclude<PlainProof, 'none'>;
/** The recipes by which the secret itself is sent, apart from the body. */
type TokenAuth = Extract<
  Credentials,
  { type: 'bearer' | 'basic' | 'header' | 'path' | 'query' | 'salesforce' }
>;

/** Longer ids are not used: the delivery is then known by its body. */
const LONGEST_KEY = 200;

/**
 * Whether a request comes from the source, as far as that shows before its body is read: a secret in the body is looked
 * for by `openBody`. Any of several secrets will do, so that they can be rotated.
 */
export async function isProven(
  auth: Proof,
  secrets: readonly string[],
  request: SignedRequest,
  now: Date,
): Promise<boolean> {
  if (auth === 'none' || auth.type !== 'jwt') return authenticate(auth, secrets, request, now);
  for (const key of secrets) if (await verifyJwt(key, request, now)) return true;
  return false;
}

/** Whether the secret stands behind the source's id; else nothing does. */
export const hasToken = (auth: Proof): boolean =>
  auth !== 'none' && (auth.type === 'path' || auth.type === 'salesforce');

/** The same of every recipe that needs no key of somebody else. */
export function authenticate(
  auth: PlainProof,
  secrets: readonly string[],
  request: SignedRequest,
  now: Date,
): boolean {
  if (auth === 'none' || auth.type === 'body') return true;
  if ('secret_sha256' in auth && auth.secret_sha256) {
    return isHashed(tokenIn(auth, request), auth.secret_sha256);
  }
  // An empty secret would let everybody sign.
  return secrets.some((secret) => secret !== '' && verify(auth, secret, request, now));
}

/** The sender's own id of a delivery, the same over its retries; null where the recipe has none. */
export function senderKey(auth: Proof, headers: RequestHeaders): string | null {
  const key = keyIn(auth, headers);
  return key === null || key.length > LONGEST_KEY ? null : key;
}

function keyIn(auth: Proof, headers: RequestHeaders): string | null {
  if (auth === 'none') return null;
  if (auth.type === 'standard-webhooks') return webhookId(headers);
  return auth.type === 'hmac' && auth.id_header ? readHeader(headers, auth.id_header) : null;
}

function verify(
  auth: Exclude<Credentials, { type: 'body' }>,
  secret: string,
  request: SignedRequest,
  now: Date,
): boolean {
  switch (auth.type) {
    case 'standard-webhooks':
      return verifyStandardWebhook(secret, request, now);
    case 'hmac':
      return verifyHmac(auth, secret, request, now);
    case 'hubspot':
      return verifyHubspot(auth, secret, request, now);
    case 'bearer':
    case 'basic':
    case 'header':
    case 'path':
    case 'query':
    case 'salesforce':
      return isSameToken(tokenIn(auth, request), secret);
  }
}

/** The secret of a request that carries it as it is; one character a byte, as node:http reads. */
function tokenIn(auth: TokenAuth, { headers, asked }: SignedRequest): string | null {
  switch (auth.type) {
    case 'bearer':
      return credentialsIn(headers, 'bearer');
    case 'basic':
      return passwordOf(auth.user, decodeBase64(credentialsIn(headers, 'basic')));
    case 'header':
      return readHeader(headers, auth.header);
    case 'path':
    case 'salesforce':
      return bytesOf(asked?.token ?? null);
    case 'query':
      return bytesOf(onlyValue(asked?.query, auth.parameter));
  }
}

/** Whether a token is the one of these hashes. */
export function isHashed(token: string | null, hashes: readonly string[]): boolean {
  if (token === null) return false;
  const digest = createHash('sha256').update(Buffer.from(token, 'latin1')).digest();
  return hashes.some((hash) => sameBytes(digest, Buffer.from(hash, 'hex')));
}

export function isSameToken(received: string | null, expected: string): boolean {
  return received !== null && sameBytes(Buffer.from(received, 'latin1'), Buffer.from(expected, 'utf8'));
}

/** A text that was decoded, as its bytes. */
export const bytesOf = (text: string | null): string | null =>
  text === null ? null : Buffer.from(text, 'utf8').toString('latin1');

function passwordOf(user: string, credentials: string | null): string | null {
  const start = Buffer.from(`${user}:`, 'utf8').toString('latin1');
  return credentials?.startsWith(start) ? credentials.slice(start.length) : null;
}

function credentialsIn(headers: RequestHeaders, scheme: 'bearer' | 'basic'): string | null {
  const header = readHeader(headers, 'authorization');
  if (header === null || header.slice(0, scheme.length + 1).toLowerCase() !== `${scheme} `) return null;
  return header.slice(scheme.length + 1).trim();
}

function decodeBase64(text: string | null): string | null {
  return text === null ? null : Buffer.from(text, 'base64').toString('latin1');
}
