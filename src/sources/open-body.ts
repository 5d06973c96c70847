import type { Proof } from './adapter.ts';
import { bytesOf, isHashed, isSameToken } from './authenticate.ts';
import { at, textAt } from './pick.ts';
import { isRecord } from './record.ts';

/** What a delivery proves by what is in it, once that is read. */
type Opened =
  | { ok: false }
  /** `stored` is what may be kept instead of the bytes that came; null where those may. */
  | { ok: true; value: unknown; stored: Buffer | null };

/** Looks for the secret in a body, or for whose it is; a secret is taken out, so that it is never stored. */
export function openBody(auth: Proof, secrets: readonly string[], value: unknown): Opened {
  if (auth === 'none') return { ok: true, value, stored: null };
  if (auth.type === 'salesforce') {
    return organizationIn(value) === eighteenOrFifteen(auth.organization)
      ? { ok: true, value, stored: null }
      : { ok: false };
  }
  if (auth.type !== 'body') return { ok: true, value, stored: null };

  const token = bytesOf(textAt(value, auth.field) ?? null);
  const isRight = auth.secret_sha256
    ? isHashed(token, auth.secret_sha256)
    : secrets.some((secret) => secret !== '' && isSameToken(token, secret));
  if (!isRight || !isRecord(value)) return { ok: false };
  const { [auth.field]: _secret, ...rest } = value;
  return { ok: true, value: rest, stored: Buffer.from(JSON.stringify(rest), 'utf8') };
}

const organizationIn = (value: unknown): string =>
  eighteenOrFifteen(textAt(at(value, 'notifications'), 'OrganizationId') ?? '');

/** Salesforce writes one id with 15 characters and with 18: the last three say only which of the others are capitals. */
const eighteenOrFifteen = (id: string): string => id.trim().slice(0, 15);
