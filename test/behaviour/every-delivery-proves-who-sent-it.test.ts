import { createHmac } from 'node:crypto';
import { expect, test } from 'vitest';
import type { Settings, SourceAuth } from '#domain/settings.ts';
import { JSON_TYPE, post, signedHeaders } from '../support/deliveries.ts';
import { hot } from '../support/leads.ts';
import { openSite } from '../support/site.ts';

const OLD = 'whsec_b2xkLXNlY3JldC1vZi10aGUtd2Vic2l0ZQ==';
const NEW = 'whsec_bmV3LXNlY3JldC1vZi10aGUtd2Vic2l0ZQ==';
const STRANGERS = 'whsec_c29tZWJvZHktZWxzZXMtc2VjcmV0LTEyMw==';

/** Sources that differ in nothing but how they prove who they are. */
const withAuth =
  (auths: Record<string, SourceAuth>) =>
  (settings: Settings): Settings => ({
    ...settings,
    sources: Object.entries(auths).map(([id, auth]) => ({
      id,
      name: id,
      auth,
      format: 'canonical',
      defaults: {},
      owner: 'ours',
      qualified_by_sender: false,
      authority_for: [],
      batch: 'auto',
    })),
  });

const hmac: SourceAuth = {
  type: 'hmac',
  secret_env: ['SECRET'],
  algorithm: 'sha256',
  encoding: 'base64',
  header: 'X-Signature',
  prefix: 'sha256=',
  template: '{timestamp}.{body}',
  timestamp_header: 'X-Timestamp',
  tolerance: { unit: 'minutes', amount: 5 },
};

const body = JSON.stringify(hot);

test('while a secret is being changed the old and the new one are both taken, and no other', async () => {
  const site = await openSite();
  const { address } = await site.start({
    settings: withAuth({ website: { type: 'standard-webhooks', secret_env: ['OLD', 'NEW'] } }),
    secretOf: (name) => (name === 'OLD' ? OLD : NEW),
  });
  const url = `${address}/webhooks/website`;
  const now = site.clock.now();

  expect({
    old: await post(url, body, signedHeaders(OLD, body, 'one', now)),
    new: await post(url, body, signedHeaders(NEW, body, 'two', now)),
    stranger: await post(url, body, signedHeaders(STRANGERS, body, 'three', now)),
  }).toEqual({ old: 200, new: 200, stranger: 401 });
});

test('each way to prove who sends is taken when it is right and answered 401 when it is not', async () => {
  const site = await openSite();
  const { address } = await site.start({
    settings: withAuth({
      hmac,
      bearer: { type: 'bearer', secret_env: ['SECRET'] },
      basic: { type: 'basic', user: 'forms', secret_env: ['SECRET'] },
      header: { type: 'header', header: 'X-Key', secret_env: ['SECRET'] },
      open: 'none',
    }),
    secretOf: () => 'open sesame',
  });
  const send = (source: string, headers: Record<string, string>) =>
    post(`${address}/webhooks/${source}`, body, { ...JSON_TYPE, ...headers });
  const signed = (secret: string, at: Date) => {
    const timestamp = String(at.getTime());
    const signature = createHmac('sha256', secret).update(`${timestamp}.${body}`).digest('base64');
    return { 'x-timestamp': timestamp, 'x-signature': `sha256=${signature}` };
  };
  const basic = (credentials: string) => ({
    authorization: `Basic ${Buffer.from(credentials).toString('base64')}`,
  });
  const now = site.clock.now();

  expect({
    hmac: await send('hmac', signed('open sesame', now)),
    bearer: await send('bearer', { authorization: 'Bearer open sesame' }),
    basic: await send('basic', basic('forms:open sesame')),
    header: await send('header', { 'x-key': 'open sesame' }),
    open: await send('open', {}),
  }).toEqual({ hmac: 200, bearer: 200, basic: 200, header: 200, open: 200 });
  expect({
    hmac: await send('hmac', signed('open simsim', now)),
    hmacUnsigned: await send('hmac', {}),
    bearer: await send('bearer', { authorization: 'Bearer open simsim' }),
    bearerEmpty: await send('bearer', { authorization: 'Bearer ' }),
    basicPassword: await send('basic', basic('forms:open simsim')),
    basicUser: await send('basic', basic('other:open sesame')),
    header: await send('header', { 'x-key': 'open' }),
    headerMissing: await send('header', {}),
  }).toEqual({
    hmac: 401,
    hmacUnsigned: 401,
    bearer: 401,
    bearerEmpty: 401,
    basicPassword: 401,
    basicUser: 401,
    header: 401,
    headerMissing: 401,
  });
});

test('a delivery whose signature is wrong, old or for other bytes is answered 401 and leaves no trace', async () => {
  const site = await openSite();
  const { address } = await site.start({
    settings: withAuth({ website: { type: 'standard-webhooks', secret_env: ['NEW'] }, hmac }),
    secretOf: () => NEW,
  });
  const url = `${address}/webhooks/website`;
  const now = site.clock.now();
  const sixMinutes = 6 * 60_000;
  const signedAt = (at: Date) => post(url, body, signedHeaders(NEW, body, 'one', at));

  expect({
    none: await post(url, body, JSON_TYPE),
    otherBytes: await post(url, body.replace('Grace', 'Gracy'), signedHeaders(NEW, body, 'one', now)),
    otherId: await post(url, body, { ...signedHeaders(NEW, body, 'one', now), 'webhook-id': 'two' }),
    replayed: await signedAt(new Date(now.getTime() - sixMinutes)),
    fromTheFuture: await signedAt(new Date(now.getTime() + sixMinutes)),
    noTime: await post(url, body, { ...signedHeaders(NEW, body, 'one', now), 'webhook-timestamp': 'now' }),
    hmacReplayed: await post(`${address}/webhooks/hmac`, body, {
      ...JSON_TYPE,
      'x-timestamp': String(now.getTime() - sixMinutes),
      'x-signature': `sha256=${createHmac('sha256', NEW)
        .update(`${now.getTime() - sixMinutes}.${body}`)
        .digest('base64')}`,
    }),
  }).toEqual({
    none: 401,
    otherBytes: 401,
    otherId: 401,
    replayed: 401,
    fromTheFuture: 401,
    noTime: 401,
    hmacReplayed: 401,
  });
  expect(await site.query('select * from deliveries')).toEqual([]);
});
