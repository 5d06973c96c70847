import { createHmac } from 'node:crypto';
import type { SourceAuth } from '#domain/settings.ts';
import type { Duration } from '#domain/settings-shapes.ts';
import { isNear, sameBytes } from './compare.ts';
import { type RequestHeaders, readHeader } from './headers.ts';
import { onlyValue, type SignedRequest } from './request.ts';

export type HmacAuth = Extract<SourceAuth, { type: 'hmac' }>;

/** Whether the body is signed, by the sender's own recipe, with this secret and recently. */
export function verifyHmac(auth: HmacAuth, secret: string, request: SignedRequest, now: Date): boolean {
  const header = signatureText(auth, request);
  if (header === null) return false;
  const signed = {
    timestamp: timestampOf(auth, header, request.headers),
    id: idOf(auth, request.headers),
    method: request.asked?.method ?? null,
    url: request.asked?.url ?? null,
  };

  if (signed.timestamp !== null && !isNear(signed.timestamp, now, toleranceMs(auth.tolerance))) return false;
  if (auth.timestamp_header !== undefined && signed.timestamp === null) return false;

  const expected = createHmac(auth.algorithm, secret);
  for (const part of auth.template.split(/(\{(?:timestamp|id|method|url|body)\})/)) {
    const bytes = fill(part, signed, request.body);
    if (bytes === null) return false;
    expected.update(bytes);
  }
  const digest = expected.digest();
  return signaturesIn(header, auth).some((signature) => sameBytes(signature, digest));
}

/** What is wrong with a recipe that could never verify, or would verify less than it seems to. */
export function checkHmac(auth: HmacAuth): { field: string; problem: string }[] {
  const problems: { field: string; problem: string }[] = [];
  if ((auth.header === undefined) === (auth.parameter === undefined)) {
    problems.push({
      field: 'header',
      problem: 'expected where the signature is: a header, or a parameter of the address',
    });
  }
  if (auth.template.includes('{id}') && auth.id_header === undefined) {
    problems.push({ field: 'id_header', problem: 'needed, because the template has {id}' });
  }
  if (auth.timestamp_header !== undefined && !auth.template.includes('{timestamp}')) {
    problems.push({
      field: 'template',
      problem: 'expected {timestamp} in it, because there is a timestamp_header',
    });
  }
  if (auth.tolerance.unit === 'business_days') {
    problems.push({ field: 'tolerance', problem: 'expected minutes, hours or days, such as 5m' });
  }
  return problems;
}

function signatureText({ header, parameter }: HmacAuth, { headers, asked }: SignedRequest): string | null {
  if (header !== undefined) return readHeader(headers, header);
  return parameter === undefined ? null : onlyValue(asked?.query, parameter);
}

function timestampOf(auth: HmacAuth, header: string, headers: RequestHeaders): string | null {
  if (auth.timestamp_header !== undefined) return readHeader(headers, auth.timestamp_header);
  if (!auth.template.includes('{timestamp}')) return null;
  // Calendly and Stripe put the time into the signature header: `t=1795283995,v1=…`.
  const times = header
    .split(',')
    .flatMap((part) => (part.trim().startsWith('t=') ? [part.trim().slice(2)] : []));
  return times.length === 1 ? (times[0] ?? null) : null;
}

function idOf(auth: HmacAuth, headers: RequestHeaders): string | null {
  return auth.id_header === undefined ? null : readHeader(headers, auth.id_header);
}

type Signed = Record<'timestamp' | 'id' | 'method' | 'url', string | null>;

function fill(part: string, signed: Signed, body: Buffer): string | Buffer | null {
  if (part === '{body}') return body;
  const name = /^\{(timestamp|id|method|url)\}$/.exec(part)?.[1];
  return name === undefined ? part : signed[name as keyof Signed]; // the four names of the expression
}

function signaturesIn(header: string, auth: HmacAuth): Buffer[] {
  return header.split(',').flatMap((part) => {
    const text = part.trim();
    return text.startsWith(auth.prefix) ? [Buffer.from(text.slice(auth.prefix.length), auth.encoding)] : [];
  });
}

function toleranceMs(tolerance: Duration): number {
  // `checkHmac` refuses business days at start; zero accepts nothing.
  return tolerance.unit === 'minutes' ? tolerance.amount * 60_000 : 0;
}
