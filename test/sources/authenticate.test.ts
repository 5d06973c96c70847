import { createHash, createHmac } from 'node:crypto';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { PlainProof } from '#src/sources/adapter.ts';
import { authenticate, senderKey } from '#src/sources/authenticate.ts';
import vectors from '../fixtures/payloads/signature-vectors.json' with { type: 'json' };
import { makeAuth, readPayload } from './make-source.ts';

const now = new Date('2026-11-21T18:00:00Z');
const { secrets } = vectors;
const hmac = (recipe: object) => makeAuth({ type: 'hmac', secret_env: ['SECRET'], header: 'x', ...recipe });

// One line a vendor: its recipe in our settings, its secret, and the header that carries the signature.
const recipes = [
  {
    id: 'typeform',
    auth: hmac({ header: 'Typeform-Signature', encoding: 'base64', prefix: 'sha256=' }),
    secret: secrets.typeformSecret,
    header: 'typeform-signature',
  },
  {
    id: 'calendly',
    auth: hmac({ header: 'Calendly-Webhook-Signature', prefix: 'v1=', template: '{timestamp}.{body}' }),
    secret: secrets.calendlySigningKey,
    header: 'calendly-webhook-signature',
  },
  {
    id: 'meta',
    auth: hmac({ header: 'X-Hub-Signature-256', prefix: 'sha256=' }),
    secret: secrets.metaAppSecret,
    header: 'x-hub-signature-256',
  },
  {
    id: 'linkedin',
    auth: hmac({ header: 'X-LI-Signature', template: 'hmacsha256={body}' }),
    secret: secrets.linkedinClientSecret,
    header: 'x-li-signature',
  },
  {
    id: 'webflow',
    auth: hmac({
      header: 'x-webflow-signature',
      timestamp_header: 'x-webflow-timestamp',
      template: '{timestamp}:{body}',
    }),
    secret: secrets.webflowSecret,
    header: 'x-webflow-signature',
  },
  {
    id: 'segment',
    auth: hmac({ header: 'X-Signature', algorithm: 'sha1' }),
    secret: secrets.segmentSharedSecret,
    header: 'x-signature',
  },
  {
    id: 'outreach',
    auth: hmac({ header: 'Outreach-Webhook-Signature' }),
    secret: secrets.outreachSecret,
    header: 'outreach-webhook-signature',
  },
  {
    id: 'salesloft',
    auth: hmac({ header: 'x-salesloft-signature', algorithm: 'sha1' }),
    secret: secrets.salesloftCallbackToken,
    header: 'x-salesloft-signature',
  },
  {
    id: 'storylane',
    auth: hmac({ header: 'x-storylane-signature', encoding: 'base64' }),
    secret: secrets.storylaneSecret,
    header: 'x-storylane-signature',
  },
  {
    id: 'hubspot-v3',
    auth: hmac({
      header: 'x-hubspot-signature-v3',
      timestamp_header: 'x-hubspot-request-timestamp',
      encoding: 'base64',
      template: `POST${secrets.hubspotTargetUrl}{body}{timestamp}`,
    }),
    secret: secrets.hubspotClientSecret,
    header: 'x-hubspot-signature-v3',
  },
  {
    id: 'standard-webhooks',
    auth: makeAuth({ type: 'standard-webhooks', secret_env: ['SECRET'] }),
    secret: secrets.standardWebhooksSecret,
    header: 'webhook-signature',
  },
  {
    id: 'looker',
    auth: makeAuth({ type: 'header', secret_env: ['SECRET'], header: 'X-Looker-Webhook-Token' }),
    secret: secrets.lookerToken,
    header: 'x-looker-webhook-token',
  },
  {
    id: 'marketo',
    auth: makeAuth({ type: 'header', secret_env: ['SECRET'], header: secrets.marketoHeaderName }),
    secret: secrets.marketoHeaderValue,
    header: 'x-handoff-key',
  },
  {
    id: 'pipedrive',
    auth: makeAuth({ type: 'basic', secret_env: ['SECRET'], user: secrets.pipedriveUser }),
    secret: secrets.pipedrivePassword,
    header: 'authorization',
  },
];
const signing = recipes.filter(
  ({ auth }) => auth !== 'none' && ['hmac', 'standard-webhooks'].includes(auth.type),
);
const timed = recipes.filter(({ id }) =>
  ['calendly', 'webflow', 'hubspot-v3', 'standard-webhooks'].includes(id),
);

function signedRequest(id: string) {
  const found = vectors.signedRequests.find((request) => request.id === id);
  if (!found) throw new Error(`no vector "${id}"`);
  const headers: Record<string, string | string[] | undefined> = { ...found.headers };
  return { headers, body: readPayload(found.file) };
}

test.each(recipes)("$id: the vendor's signed request is accepted", ({ id, auth, secret }) => {
  expect(authenticate(auth, [secret], signedRequest(id), now)).toBe(true);
});

test.each(recipes)('$id: another secret is refused', ({ id, auth, secret }) => {
  expect(authenticate(auth, [`${secret}BBBB`], signedRequest(id), now)).toBe(false);
});

test.each(recipes)('$id: one right secret among several is enough', ({ id, auth, secret }) => {
  expect(authenticate(auth, ['whsec_b2xkIHNlY3JldA==', secret], signedRequest(id), now)).toBe(true);
});

test.each(recipes)('$id: a request without its header is refused', ({ id, auth, secret, header }) => {
  const { headers, body } = signedRequest(id);
  const request = { headers: { ...headers, [header]: undefined }, body };
  expect(authenticate(auth, [secret], request, now)).toBe(false);
});

test.each(recipes)('$id: an empty secret or none at all accepts nothing', ({ id, auth }) => {
  expect(authenticate(auth, [''], signedRequest(id), now)).toBe(false);
  expect(authenticate(auth, [], signedRequest(id), now)).toBe(false);
});

test.each(signing)('$id: a body with one byte changed is refused', ({ id, auth, secret }) => {
  const { headers, body } = signedRequest(id);
  const changed = Buffer.from(body);
  changed.writeUInt8(body.readUInt8(20) ^ 1, 20);
  expect(authenticate(auth, [secret], { headers, body: changed }, now)).toBe(false);
});

test.each(signing)('$id: a shortened signature is refused', ({ id, auth, secret, header }) => {
  const { headers, body } = signedRequest(id);
  const request = { headers: { ...headers, [header]: String(headers[header]).slice(0, -6) }, body };
  expect(authenticate(auth, [secret], request, now)).toBe(false);
});

test.each(timed)('$id: a request signed more than five minutes ago is refused', ({ id, auth, secret }) => {
  const later = new Date('2026-11-21T18:05:10Z');
  expect(authenticate(auth, [secret], signedRequest(id), later)).toBe(false);
});

test.each(timed)('$id: a request signed more than five minutes ahead is refused', ({ id, auth, secret }) => {
  const earlier = new Date('2026-11-21T17:54:40Z');
  expect(authenticate(auth, [secret], signedRequest(id), earlier)).toBe(false);
});

test('the vector of the Standard Webhooks library is accepted, also under its svix names', () => {
  const vector = vectors.vendorPublished[4];
  const at = new Date('2021-02-25T15:03:00Z');
  const auth = makeAuth({ type: 'standard-webhooks', secret_env: ['SECRET'] });
  const requestWith = (family: string) => ({
    headers: {
      [`${family}-id`]: vector?.id,
      [`${family}-timestamp`]: vector?.timestamp,
      [`${family}-signature`]: `v1a,AAAA v1,AAAA ${vector?.signature}`,
    },
    body: Buffer.from(String(vector?.body)),
  });
  expect(authenticate(auth, [String(vector?.secret)], requestWith('webhook'), at)).toBe(true);
  expect(authenticate(auth, [String(vector?.secret)], requestWith('svix'), at)).toBe(true);
  expect(authenticate(auth, [String(vector?.secret)], requestWith('other'), at)).toBe(false);
});

test("HubSpot's own version 3 vector is accepted by a template with the address in it", () => {
  const vector = vectors.vendorPublished[0];
  const auth = hmac({
    header: 'X-HubSpot-Signature-v3',
    timestamp_header: 'X-HubSpot-Request-Timestamp',
    encoding: 'base64',
    template: 'POSThttps://www.example.com/webhook_uri{body}{timestamp}',
  });
  const request = {
    headers: {
      'x-hubspot-signature-v3': 'K36dawei4A+QBNolUOqo7s91KQDWQ5MXZ/QufNYuk/Y=',
      'x-hubspot-request-timestamp': '1693657560000',
    },
    body: Buffer.from(String(vector?.body)),
  };
  expect(authenticate(auth, [String(vector?.secret)], request, new Date('2023-09-02T12:26:00Z'))).toBe(true);
});

test('a bearer token is compared without regard to how the scheme is written', () => {
  const auth = makeAuth({ type: 'bearer', secret_env: ['SECRET'] });
  const accepts = (authorization: string) =>
    authenticate(auth, ['täken-1'], { headers: { authorization }, body: Buffer.from('{}') }, now);
  // A client that sends UTF-8 arrives as Latin-1, one character a byte.
  expect(accepts('Bearer tÃ¤ken-1')).toBe(true);
  expect(accepts('bearer  tÃ¤ken-1')).toBe(true);
  expect(accepts('tÃ¤ken-1')).toBe(false);
  expect(accepts('Bearer tÃ¤ken-2')).toBe(false);
  expect(accepts('Bearer ')).toBe(false);
});

test('a token may be known by its hash alone: sent bare, in a header, or as a password', () => {
  const secret_sha256 = ['old', 'tok-1'].map((token) => createHash('sha256').update(token).digest('hex'));
  const accepts = (auth: PlainProof, headers: Record<string, string>) =>
    authenticate(auth, [], { headers, body: Buffer.from('{}') }, now);
  const basic = (text: string) => ({ authorization: `Basic ${Buffer.from(text).toString('base64')}` });

  const bearer = makeAuth({ type: 'bearer', secret_sha256 });
  expect(accepts(bearer, { authorization: 'Bearer tok-1' })).toBe(true);
  expect(accepts(bearer, { authorization: 'Bearer old' })).toBe(true);
  expect(accepts(bearer, { authorization: 'Bearer tok-2' })).toBe(false);
  expect(accepts(bearer, { authorization: `Bearer ${secret_sha256[0]}` })).toBe(false);
  expect(accepts(bearer, {})).toBe(false);

  const header = makeAuth({ type: 'header', header: 'x-key', secret_sha256 });
  expect(accepts(header, { 'x-key': 'tok-1' })).toBe(true);
  expect(accepts(header, { 'x-key': '' })).toBe(false);

  const password = makeAuth({ type: 'basic', user: 'crm', secret_sha256 });
  expect(accepts(password, basic('crm:tok-1'))).toBe(true);
  expect(accepts(password, basic('erp:tok-1'))).toBe(false);
  expect(accepts(password, basic('tok-1'))).toBe(false);
});

const BODY = Buffer.from('{}');
const sign = (key: string | Buffer, ...parts: (string | Buffer)[]) =>
  parts.reduce((hmacOf, part) => hmacOf.update(part), createHmac('sha256', key)).digest();

test('what is signed with an empty secret, or carries one, is refused: an unset variable would let everybody in', () => {
  const accepts = (auth: PlainProof, headers: Record<string, string>) =>
    authenticate(auth, [''], { headers, body: BODY }, now);
  const basic = Buffer.from('crm:').toString('base64');
  expect([
    accepts(hmac({}), { x: sign('', BODY).toString('hex') }),
    accepts(makeAuth({ type: 'bearer', secret_env: ['SECRET'] }), { authorization: 'Bearer ' }),
    accepts(makeAuth({ type: 'basic', secret_env: ['SECRET'], user: 'crm' }), {
      authorization: `Basic ${basic}`,
    }),
  ]).toEqual([false, false, false]);
});

test('a Standard Webhooks secret without a key in it, or with none that can be read, signs nothing, nor does another version', () => {
  const auth = makeAuth({ type: 'standard-webhooks', secret_env: ['SECRET'] });
  const timestamp = String(now.getTime() / 1_000);
  const accepts = (secret: string, key: Buffer, version = 'v1') => {
    const signature = `${version},${sign(key, `msg_1.${timestamp}.`, BODY).toString('base64')}`;
    const headers = {
      'webhook-id': 'msg_1',
      'webhook-timestamp': timestamp,
      'webhook-signature': signature,
    };
    return authenticate(auth, [secret], { headers, body: BODY }, now);
  };
  const key = Buffer.from('secret');
  expect(accepts(`whsec_${key.toString('base64')}`, key)).toBe(true);
  expect(accepts(key.toString('base64'), key)).toBe(true);
  expect(accepts(key.toString('base64'), key, 'v2')).toBe(false);
  expect(accepts('whsec_', Buffer.alloc(0))).toBe(false);
  expect(accepts('whsec_***', Buffer.alloc(0))).toBe(false);
  expect(accepts('whsec_AA', Buffer.from('AA', 'base64'))).toBe(false);
});

test('a recipe with a time of its own header takes nothing without it', () => {
  const auth = hmac({ timestamp_header: 'x-time', template: '{body}' });
  const signature = sign('key', BODY).toString('hex');
  const accepts = (headers: Record<string, string>) =>
    authenticate(auth, ['key'], { headers: { x: signature, ...headers }, body: BODY }, now);
  expect(accepts({ 'x-time': String(now.getTime()) })).toBe(true);
  expect(accepts({})).toBe(false);
});

test('a signature header that tells two times is refused, whichever of them was signed', () => {
  const auth = hmac({ prefix: 'v1=', template: '{timestamp}.{body}' });
  const [time, other] = [now.getTime() / 1_000, now.getTime() / 1_000 - 1];
  const signature = `v1=${sign('key', `${time}.`, BODY).toString('hex')}`;
  const accepts = (header: string) =>
    authenticate(auth, ['key'], { headers: { x: header }, body: BODY }, now);
  expect(accepts(`t=${time},${signature}`)).toBe(true);
  expect(accepts(`t=${time},t=${other},${signature}`)).toBe(false);
  expect(accepts(`t=${other},t=${time},${signature}`)).toBe(false);
});

test('credentials of another scheme as long as the expected one are refused', () => {
  const accepts = (auth: PlainProof, authorization: string) =>
    authenticate(auth, ['key'], { headers: { authorization }, body: BODY }, now);
  const bearer = makeAuth({ type: 'bearer', secret_env: ['SECRET'] });
  expect([
    accepts(bearer, 'Bearer key'),
    accepts(bearer, 'Digest key'),
    accepts(bearer, 'Bearer_key'),
  ]).toEqual([true, false, false]);
});

test('a source without authentication accepts everything', () => {
  expect(authenticate('none', [], { headers: {}, body: Buffer.from('') }, now)).toBe(true);
});

test('a header that came twice is refused', () => {
  const auth = makeAuth({ type: 'header', secret_env: ['SECRET'], header: 'x-key' });
  const request = { headers: { 'x-key': ['key', 'key'] }, body: Buffer.from('{}') };
  expect(authenticate(auth, ['key'], request, now)).toBe(false);
});

test('a timestamp header without a timestamp is refused, even when the signature fits', () => {
  const { auth, secret } = recipes.find(({ id }) => id === 'webflow') ?? {
    auth: 'none' as const,
    secret: '',
  };
  const { headers, body } = signedRequest('webflow');
  const request = { headers: { ...headers, 'x-webflow-timestamp': 'soon' }, body };
  expect(authenticate(auth, [secret], request, now)).toBe(false);
});

test("the sender's id is the key of a delivery, where the recipe has one", () => {
  const withId = hmac({ header: 'x-sig', id_header: 'X-Delivery', template: '{id}.{body}' });
  const standard = makeAuth({ type: 'standard-webhooks', secret_env: ['SECRET'] });
  expect(senderKey(standard, { 'webhook-id': 'msg_1' })).toBe('msg_1');
  expect(senderKey(standard, { 'svix-id': 'msg_2' })).toBe('msg_2');
  expect(senderKey(standard, {})).toBe(null);
  expect(senderKey(withId, { 'x-delivery': 'd-7' })).toBe('d-7');
  expect(senderKey(withId, { 'x-delivery': ['d-7', 'd-8'] })).toBe(null);
  expect(senderKey(withId, { 'x-delivery': 'd'.repeat(200) })).toBe('d'.repeat(200));
  expect(senderKey(withId, { 'x-delivery': 'd'.repeat(201) })).toBe(null);
  expect(senderKey(hmac({ header: 'x-sig' }), { 'x-delivery': 'd-7' })).toBe(null);
  expect(senderKey('none', { 'webhook-id': 'msg_1' })).toBe(null);
});

test('no header, however hostile, makes it throw', () => {
  const value = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc.constantFrom('', ',', 't=', 't=1,v1=', 'v1,', 'Bearer', 'Basic ====', '9'.repeat(400)),
    fc.array(fc.string(), { maxLength: 3 }),
    fc.constant(undefined),
  );
  const names = [...new Set(recipes.map(({ header }) => header)), 'x-webflow-timestamp', 'webhook-id'];
  fc.assert(
    fc.property(
      fc.dictionary(fc.constantFrom(...names, '__proto__', 'webhook-timestamp'), value),
      fc.uint8Array({ maxLength: 50 }),
      fc.constantFrom<PlainProof>(...recipes.map(({ auth }) => auth)),
      fc.string(),
      (headers, body, auth, secret) => {
        const accepted = authenticate(auth, [secret], { headers, body: Buffer.from(body) }, now);
        expect(typeof accepted).toBe('boolean');
        senderKey(auth, headers);
      },
    ),
  );
});
