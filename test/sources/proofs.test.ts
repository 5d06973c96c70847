import { createHash, createHmac } from 'node:crypto';
import { exportSPKI, generateKeyPair, SignJWT } from 'jose';
import { expect, test } from 'vitest';
import type { Proof } from '#src/sources/adapter.ts';
import { authenticate, isProven } from '#src/sources/authenticate.ts';
import { openBody } from '#src/sources/open-body.ts';
import type { Asked } from '#src/sources/request.ts';
import vectors from '../fixtures/payloads/signature-vectors.json' with { type: 'json' };
import { makeAuth, readPayload } from './make-source.ts';

const now = new Date('2026-11-21T18:00:00Z');
const BODY = Buffer.from('{}');
const hubspot = (older: boolean): Proof => ({ type: 'hubspot', older });
const asked = (change: Partial<Asked> = {}): Asked => ({
  ...{
    method: 'POST',
    url: 'https://www.example.com/webhook_uri',
    query: new URLSearchParams(),
    token: null,
  },
  ...change,
});

test.each(vectors.vendorPublished.filter(({ scheme }) => scheme === 'hubspot-v3'))(
  "HubSpot's own vector of $timestamp is taken with its method, address, body and time, and with no other",
  async ({ secret, body, timestamp = '', signature }) => {
    const headers = { 'x-hubspot-signature-v3': signature, 'x-hubspot-request-timestamp': timestamp };
    const accepts = (
      change: Partial<Asked>,
      of: { body?: string; minutes?: number; headers?: object } = {},
    ) =>
      isProven(
        hubspot(false),
        [secret],
        { headers: { ...headers, ...of.headers }, body: Buffer.from(of.body ?? body), asked: asked(change) },
        new Date(Number(timestamp) + (of.minutes ?? 0) * 60_000),
      );
    expect(await accepts({})).toBe(true);
    expect(await accepts({}, { minutes: 4.9 })).toBe(true);
    expect(await accepts({}, { minutes: 5.1 })).toBe(false);
    expect(await accepts({}, { minutes: -5.1 })).toBe(false);
    expect(await accepts({}, { body: `${body} ` })).toBe(false);
    expect(await accepts({ method: 'PUT' })).toBe(false);
    expect(await accepts({ url: 'https://www.example.com/webhook_uri/' })).toBe(false);
    expect(await accepts({ url: 'http://www.example.com/webhook_uri' })).toBe(false);
    expect(await accepts({ url: null })).toBe(false);
    expect(await accepts({}, { headers: { 'x-hubspot-request-timestamp': 'soon' } })).toBe(false);
    expect(await accepts({}, { headers: { 'x-hubspot-request-timestamp': undefined } })).toBe(false);
  },
);

test('HubSpot signs some escapes of the address decoded, and all others as they stand', async () => {
  const signed = (address: string, url: string) => {
    const timestamp = String(now.getTime());
    const signature = createHmac('sha256', 'key').update(`POST${address}{}${timestamp}`).digest('base64');
    const headers = { 'x-hubspot-signature-v3': signature, 'x-hubspot-request-timestamp': timestamp };
    return isProven(hubspot(false), ['key'], { headers, body: BODY, asked: asked({ url }) }, now);
  };
  expect(await signed('https://x.example/w?e=a@b', 'https://x.example/w?e=a%40b')).toBe(true);
  expect(await signed('https://x.example/w?e=a%20b', 'https://x.example/w?e=a%20b')).toBe(true);
  expect(await signed('https://x.example/w?e=a b', 'https://x.example/w?e=a%20b')).toBe(false);
});

test.each([
  { vector: vectors.vendorPublished[2], version: 'v2' },
  { vector: vectors.vendorPublished[3], version: 'v1' },
])('HubSpot’s older $version, which covers no time, is taken only where the settings say so', async (one) => {
  const { secret = '', body = '', signature } = one.vector ?? {};
  const headers = { 'x-hubspot-signature': signature, 'x-hubspot-signature-version': one.version };
  const request = { headers, body: Buffer.from(body), asked: asked() };
  expect(await isProven(hubspot(true), [secret], request, now)).toBe(true);
  expect(await isProven(hubspot(false), [secret], request, now)).toBe(false);
  expect(await isProven(hubspot(true), ['another'], request, now)).toBe(false);
  const changed = { ...request, body: Buffer.from(`${body} `) };
  expect(await isProven(hubspot(true), [secret], changed, now)).toBe(false);
});

test('where a request has the newest way, an older signature beside it saves nothing', async () => {
  const vector = vectors.vendorPublished[3];
  const headers = {
    'x-hubspot-signature': vector?.signature,
    'x-hubspot-signature-version': 'v1',
    'x-hubspot-signature-v3': 'AAAA',
    'x-hubspot-request-timestamp': String(now.getTime()),
  };
  const request = { headers, body: Buffer.from(vector?.body ?? ''), asked: asked() };
  expect(await isProven(hubspot(true), [vector?.secret ?? ''], request, now)).toBe(false);
});

test('a recipe may sign method and address, and may carry its signature in the address', () => {
  const signature = createHmac('sha256', 'key').update('POST https://x.example/w {}').digest('hex');
  const auth = makeAuth({
    ...{ type: 'hmac', secret_env: ['S'], parameter: 'signature', template: '{method} {url} {body}' },
  });
  const accepts = (query: string, url: string | null = 'https://x.example/w') =>
    authenticate(
      auth,
      ['key'],
      { headers: {}, body: BODY, asked: asked({ url, query: new URLSearchParams(query) }) },
      now,
    );
  expect(accepts(`signature=${signature}`)).toBe(true);
  expect(accepts(`signature=${signature}&signature=${signature}`)).toBe(false);
  expect(accepts(`signature=${signature}`, 'https://y.example/w')).toBe(false);
  expect(accepts(`signature=${signature}`, null)).toBe(false);
  expect(accepts('')).toBe(false);
});

test('a secret may stand in the path or in the query, known by itself or by its hash', () => {
  const hash = createHash('sha256').update('tökn').digest('hex');
  const accepts = (auth: Parameters<typeof makeAuth>[0], change: Partial<Asked>) =>
    authenticate(makeAuth(auth), ['tökn'], { headers: {}, body: BODY, asked: asked(change) }, now);
  const query = (text: string) => ({ query: new URLSearchParams(text) });
  expect(accepts({ type: 'path', secret_env: ['S'] }, { token: 'tökn' })).toBe(true);
  expect(accepts({ type: 'path', secret_sha256: [hash] }, { token: 'tökn' })).toBe(true);
  expect(accepts({ type: 'path', secret_env: ['S'] }, { token: 'tokn' })).toBe(false);
  expect(accepts({ type: 'path', secret_env: ['S'] }, {})).toBe(false);
  expect(accepts({ type: 'query', parameter: 'key', secret_env: ['S'] }, query('key=t%C3%B6kn'))).toBe(true);
  expect(accepts({ type: 'query', parameter: 'key', secret_env: ['S'] }, query('key=tokn'))).toBe(false);
  expect(accepts({ type: 'query', parameter: 'key', secret_env: ['S'] }, query('kee=t%C3%B6kn'))).toBe(false);
});

test('a secret in the body is compared and taken out; without it nothing is taken', () => {
  const auth = makeAuth({ type: 'body', field: 'key', secret_env: ['S'] });
  expect(openBody(auth, ['old', 's3'], { key: 's3', id: '9007199254740993' })).toEqual({
    ok: true,
    value: { id: '9007199254740993' },
    stored: Buffer.from('{"id":"9007199254740993"}'),
  });
  expect(openBody(auth, ['s3'], { key: 's4' })).toEqual({ ok: false });
  expect(openBody(auth, [''], { key: '' })).toEqual({ ok: false });
  expect(openBody(auth, ['s3'], {})).toEqual({ ok: false });
  expect(openBody(auth, ['s3'], ['s3'])).toEqual({ ok: false });
  const hashed = makeAuth({
    ...{ type: 'body', field: 'key', secret_sha256: [createHash('sha256').update('s3').digest('hex')] },
  });
  expect(openBody(hashed, [], { key: 's3' }).ok).toBe(true);
  expect(openBody(hashed, [], { key: 's4' }).ok).toBe(false);
});

const JWT: Proof = { type: 'jwt', secret_env: ['KEY'] };
const gong = vectors.signedRequests.find(({ id }) => id === 'gong');

test('Gong’s token is taken for its address and its bytes, with or without Bearer, and for no other', async () => {
  const key = gong?.gongPublicKeyPem ?? '';
  const authorization = gong?.headers.authorization ?? '';
  const body = readPayload('gong.call-completed.json');
  const accepts = (
    of: { authorization?: string; url?: string; body?: Buffer; key?: string; at?: Date } = {},
  ) =>
    isProven(
      JWT,
      [of.key ?? key],
      {
        headers: { authorization: of.authorization ?? authorization },
        body: of.body ?? body,
        asked: asked({ url: of.url ?? gong?.url ?? '' }),
      },
      of.at ?? now,
    );
  expect(await accepts()).toBe(true);
  expect(await accepts({ authorization: authorization.replace('Bearer ', '') })).toBe(true);
  expect(await accepts({ key: ` ${key.replaceAll('\n', '\\n')}` })).toBe(true);
  expect(await accepts({ url: 'https://bot.example/in/gong/other' })).toBe(false);
  expect(await accepts({ body: Buffer.concat([body, Buffer.from(' ')]) })).toBe(false);
  expect(await accepts({ at: new Date('2026-11-21T18:10:00Z') })).toBe(false);
  expect(await accepts({ key: 'no key' })).toBe(false);
});

test('a token that names no end counts for five minutes, and one of another algorithm never', async () => {
  const { publicKey, privateKey } = await generateKeyPair('RS256', { extractable: true });
  const pem = await exportSPKI(publicKey);
  const url = 'https://x.example/w';
  const claims = { webhook_url: url, body_sha256: createHash('sha256').update(BODY).digest('hex') };
  const accepts = (token: string) =>
    isProven(JWT, [pem], { headers: { authorization: token }, body: BODY, asked: asked({ url }) }, now);
  const issued = (secondsAgo: number) =>
    new SignJWT(claims)
      .setProtectedHeader({ alg: 'RS256' })
      .setIssuedAt(now.getTime() / 1_000 - secondsAgo)
      .sign(privateKey);
  expect(await accepts(await issued(290))).toBe(true);
  expect(await accepts(await issued(310))).toBe(false);
  const hs256 = await new SignJWT(claims)
    .setProtectedHeader({ alg: 'HS256' })
    .setIssuedAt(now.getTime() / 1_000)
    .sign(Buffer.from(pem));
  expect(await accepts(hs256)).toBe(false);
});
