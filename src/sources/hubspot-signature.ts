import { createHash, createHmac } from 'node:crypto';
import { isNear, sameBytes } from './compare.ts';
import { readHeader } from './headers.ts';
import type { SignedRequest } from './request.ts';

const TOLERANCE_MS = 5 * 60_000;
/** HubSpot signs these decoded, and every other escape as it stands in the address. */
const SIGNED_DECODED = /%(3A|2F|3F|40|21|24|27|28|29|2A|2C|3B)/gi;

/**
 * Whether HubSpot signed this request. Its third way covers method, address, body and time. The two before cover no time:
 * who saw one can send it again, so they count only where the settings say so.
 * https://developers.hubspot.com/docs/guides/apps/authentication/validating-requests
 */
export function verifyHubspot(
  { older }: { older: boolean },
  secret: string,
  { headers, body, asked }: SignedRequest,
  now: Date,
): boolean {
  const newest = readHeader(headers, 'x-hubspot-signature-v3');
  if (newest !== null) {
    const timestamp = readHeader(headers, 'x-hubspot-request-timestamp');
    if (timestamp === null || !/^\d{13}$/.test(timestamp) || !isNear(timestamp, now, TOLERANCE_MS))
      return false;
    const address = signedAddress(asked);
    if (address === null) return false;
    const digest = createHmac('sha256', secret).update(address).update(body).update(timestamp).digest();
    return sameBytes(Buffer.from(newest, 'base64'), digest);
  }
  const signature = readHeader(headers, 'x-hubspot-signature');
  if (!older || signature === null) return false;
  const isSecond = readHeader(headers, 'x-hubspot-signature-version') === 'v2';
  const address = isSecond ? signedAddress(asked, false) : '';
  if (address === null) return false;
  const digest = createHash('sha256').update(secret).update(address).update(body).digest();
  return sameBytes(Buffer.from(signature, 'hex'), digest);
}

function signedAddress(asked: SignedRequest['asked'], isDecoded = true): string | null {
  if (!asked?.url) return null;
  const url = isDecoded
    ? asked.url.replaceAll(SIGNED_DECODED, (written) => decodeURIComponent(written))
    : asked.url;
  return `${asked.method}${url}`;
}
