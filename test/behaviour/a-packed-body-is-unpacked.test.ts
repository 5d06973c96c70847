import { createHmac } from 'node:crypto';
import { brotliCompressSync, deflateSync, gzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { SOURCE_SECRET } from '#sandbox/signed-delivery.ts';
import { JSON_TYPE, post } from '../support/deliveries.ts';
import { openToAll } from '../support/settings.ts';
import { startStage } from '../support/stage.ts';

const MIB = 1_048_576;
const body = (email: string) => JSON.stringify({ person: { email } });
const packed = (encoding: string) => ({ ...JSON_TYPE, 'content-encoding': encoding });

test('gzip, deflate and brotli are unpacked, gzip also where nobody says so', async () => {
  const stage = await startStage({ settings: openToAll });
  const url = `${stage.address}/webhooks/website`;
  const form = { 'content-type': 'application/x-www-form-urlencoded' };

  expect({
    gzip: await post(url, gzipSync(body('a@globex.example')), packed('gzip')),
    xGzip: await post(url, gzipSync(body('b@globex.example')), packed('X-GZIP')),
    deflate: await post(url, deflateSync(body('c@globex.example')), packed('deflate')),
    brotli: await post(url, brotliCompressSync(body('d@globex.example')), packed('br')),
    calledAForm: await post(url, gzipSync(body('e@globex.example')), form),
    unpackedOnTheWay: await post(url, body('f@globex.example'), packed('gzip')),
  }).toEqual({ gzip: 200, xGzip: 200, deflate: 200, brotli: 200, calledAForm: 200, unpackedOnTheWay: 200 });
  await stage.settle();
  expect(await stage.query("select record -> 'person' ->> 'email' as email from leads order by 1")).toEqual(
    ['a', 'b', 'c', 'd', 'e', 'f'].map((name) => ({ email: `${name}@globex.example` })),
  );
});

test('1 MiB counts after unpacking, and what does not unpack is refused', async () => {
  const stage = await startStage({ settings: openToAll });
  const url = `${stage.address}/webhooks/website`;
  const whole = gzipSync(body('a@globex.example'));

  expect({
    largest: await post(url, gzipSync(`"${'x'.repeat(MIB - 2)}"`), packed('gzip')),
    tooLarge: await post(url, gzipSync(`"${'x'.repeat(MIB - 1)}"`), packed('gzip')),
    bomb: await post(url, gzipSync(Buffer.alloc(200 * MIB)), packed('gzip')),
    cutOff: await post(url, whole.subarray(0, -9), packed('gzip')),
    noBrotli: await post(url, body('a@globex.example'), packed('br')),
    unknown: await post(url, body('a@globex.example'), packed('compress')),
  }).toEqual({ largest: 200, tooLarge: 413, bomb: 413, cutOff: 400, noBrotli: 400, unknown: 400 });
});

test('a signature is of the bytes as they came, before they were unpacked', async () => {
  const stage = await startStage();
  const url = `${stage.address}/webhooks/typeform`;
  const plain = '{"form_response": {"form_id": "another"}}';
  const bytes = gzipSync(plain);
  const signedOver = (what: string | Buffer) => ({
    ...packed('gzip'),
    'typeform-signature': `sha256=${createHmac('sha256', SOURCE_SECRET).update(what).digest('base64')}`,
  });

  expect(await post(url, bytes, signedOver(plain))).toBe(401);
  expect(await post(url, bytes, signedOver(bytes))).toBe(200);
  expect(await stage.query("select convert_from(body, 'UTF8') as body from deliveries")).toEqual([
    { body: plain },
  ]);
});
