import { createHash } from 'node:crypto';
import { readHeader } from './headers.ts';
import type { SignedRequest } from './request.ts';

// Few sources need it, and every start would wait for it.
const jose = () => import('jose');

const CLOCK_TOLERANCE_SECONDS = 60;
/** A token that names no end is taken for as long as one that does usually would be. */
const OLDEST_SECONDS = 300;

/**
 * Whether a token signed with RS256 was made for this address and these bytes, as Gong's are: its claims are
 * `webhook_url` and `body_sha256`. With `Bearer` in front or without: which of them is not published.
 */
export async function verifyJwt(
  publicKey: string,
  { headers, body, asked }: SignedRequest,
  now: Date,
): Promise<boolean> {
  const token = readHeader(headers, 'authorization')
    ?.replace(/^bearer\s+/i, '')
    .trim();
  const key = await readKey(publicKey);
  if (token === undefined || key === null || !asked?.url) return false;
  try {
    const { jwtVerify } = await jose();
    const { payload } = await jwtVerify(token, key, {
      algorithms: ['RS256'],
      clockTolerance: CLOCK_TOLERANCE_SECONDS,
      currentDate: now,
    });
    const digest = createHash('sha256').update(body).digest('hex');
    if (payload.webhook_url !== asked.url || payload.body_sha256 !== digest) return false;
    return payload.exp !== undefined || isFresh(payload.iat, now);
  } catch {
    // Whatever is wrong with a token, it proves nothing.
    return false;
  }
}

/** The key of a PEM; null where it is none, or too short for RS256. Environments hold line ends as two characters. */
async function readKey(pem: string) {
  try {
    const { importSPKI } = await jose();
    return await importSPKI(pem.trim().replaceAll('\\n', '\n'), 'RS256');
  } catch {
    return null;
  }
}

const isFresh = (issuedAt: number | undefined, now: Date): boolean =>
  issuedAt !== undefined && Math.abs(now.getTime() / 1_000 - issuedAt) <= OLDEST_SECONDS;
