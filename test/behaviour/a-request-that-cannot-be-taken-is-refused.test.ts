import { expect, test } from 'vitest';
import { ask, JSON_TYPE, post, postInChunks } from '../support/deliveries.ts';
import { openToAll } from '../support/settings.ts';
import { startStage } from '../support/stage.ts';

const MIB = 1_048_576;
const FORM_TYPE = { 'content-type': 'application/x-www-form-urlencoded' };

/** A JSON body of exactly so many bytes. */
const bodyOf = (bytes: number) => Buffer.from(`"${'x'.repeat(bytes - 2)}"`);
const nested = (levels: number) => `${'['.repeat(levels)}${']'.repeat(levels)}`;

test('a body of 1 MiB is taken, and a larger one answered 413 whether or not its length was announced', async () => {
  const stage = await startStage({ settings: openToAll });
  const url = `${stage.address}/webhooks/website`;
  const halves = (bytes: number) => [bodyOf(bytes).subarray(0, bytes / 2), bodyOf(bytes).subarray(bytes / 2)];

  expect({
    largest: await post(url, bodyOf(MIB), JSON_TYPE),
    largestInChunks: await postInChunks(url, halves(MIB), JSON_TYPE),
    tooLarge: await post(url, bodyOf(MIB + 2), JSON_TYPE),
    tooLargeInChunks: await postInChunks(url, halves(MIB + 2), JSON_TYPE),
    farTooLargeInChunks: await postInChunks(url, Array(8).fill(bodyOf(MIB)), JSON_TYPE),
  }).toEqual({
    largest: 200,
    largestInChunks: 200,
    tooLarge: 413,
    tooLargeInChunks: 413,
    farTooLargeInChunks: 413,
  });
  expect(await stage.query('select length(body) as bytes from deliveries')).toEqual([{ bytes: MIB }]);
});

test('a body that is not what its content type says is answered 400, and nothing of it is kept', async () => {
  const stage = await startStage({ settings: openToAll });
  const url = `${stage.address}/webhooks/website`;

  expect({
    truncated: await post(url, '{"person": {"email": "grace@glo', JSON_TYPE),
    empty: await post(url, '', JSON_TYPE),
    blank: await post(url, ' \n', JSON_TYPE),
    formAsJson: await post(url, 'email=grace%40globex.example', JSON_TYPE),
    notUtf8: await post(url, Buffer.from([0x22, 0xff, 0xfe, 0x22]), JSON_TYPE),
    tooDeep: await post(url, nested(65), JSON_TYPE),
    farTooDeep: await post(url, nested(20_000), JSON_TYPE),
    deepAndTruncated: await post(url, '{"a":'.repeat(20_000), JSON_TYPE),
    xml: await post(url, '<lead/>', { 'content-type': 'text/xml' }),
    file: await post(url, 'x', { 'content-type': 'multipart/form-data; boundary=x' }),
    untypedText: await post(url, Buffer.from('hello'), {}),
  }).toEqual({
    truncated: 400,
    empty: 400,
    blank: 400,
    formAsJson: 400,
    notUtf8: 400,
    tooDeep: 400,
    farTooDeep: 400,
    deepAndTruncated: 400,
    xml: 400,
    file: 400,
    untypedText: 400,
  });
  expect(await stage.query('select id from deliveries')).toEqual([]);
  expect({
    json: await post(url, '{"person": {"email": "a@globex.example"}}', JSON_TYPE),
    withCharset: await post(url, '{"person": {"email": "b@globex.example"}}', {
      'content-type': 'Application/JSON; charset=utf-8',
    }),
    form: await post(url, 'email=c%40globex.example', FORM_TYPE),
    untypedJson: await post(url, Buffer.from('{"person": {"email": "d@globex.example"}}'), {}),
    deep: await post(url, nested(64), JSON_TYPE),
  }).toEqual({ json: 200, withCharset: 200, form: 200, untypedJson: 200, deep: 200 });
});

test('every path has its answer, also one that is no path at all', async () => {
  const stage = await startStage({ settings: openToAll });
  const url = `${stage.address}/webhooks`;

  expect({
    unknownSource: await post(`${url}/nobody`, '{}', JSON_TYPE),
    builtIn: await post(`${url}/constructor`, '{}', JSON_TYPE),
    prototype: await post(`${url}/__proto__`, '{}', JSON_TYPE),
    slash: await post(`${url}/website/`, '{"person": {"email": "b@globex.example"}}', JSON_TYPE),
    noSource: await post(`${url}/`, '{}', JSON_TYPE),
    below: await post(`${url}/website/more`, '{}', JSON_TYPE),
    climbing: await ask(stage.address, 'POST', '/webhooks/..%2f..%2fhealth'),
    otherPage: await ask(stage.address, 'GET', '/wp-login.php'),
    byGet: await ask(stage.address, 'GET', '/webhooks/website'),
    malformed: await ask(stage.address, 'POST', '/webhooks/%E0%A4%A'),
    noPath: await ask(stage.address, 'POST', '//'),
    absolute: await ask(stage.address, 'POST', 'http://proxy.example/webhooks/website?x=1'),
    absoluteOnly: await ask(stage.address, 'POST', 'http://proxy.example'),
    query: await post(`${url}/website?token=1`, '{"person": {"email": "a@globex.example"}}', JSON_TYPE),
  }).toEqual({
    unknownSource: 404,
    builtIn: 404,
    prototype: 404,
    slash: 200,
    noSource: 404,
    below: 404,
    climbing: 404,
    otherPage: 404,
    byGet: 405,
    malformed: 400,
    noPath: 404,
    absolute: 400,
    absoluteOnly: 404,
    query: 200,
  });
});

test('whether it lives, whether it is ready, and its metrics can be asked for, and say nothing of any lead', async () => {
  const stage = await startStage({ settings: openToAll });
  await post(`${stage.address}/webhooks/website`, '{"person": {"email": "grace@globex.example"}}', JSON_TYPE);
  await post(`${stage.address}/webhooks/nobody-at-all`, '{}', JSON_TYPE);
  const get = async (path: string) => {
    const response = await fetch(`${stage.address}${path}`);
    return { status: response.status, text: await response.text() };
  };

  expect(await get('/health/live')).toEqual({ status: 200, text: '{"live":true}' });
  expect(await get('/health/ready')).toEqual({
    status: 200,
    text: '{"ready":true,"parts":{"database":"ok","workers":"ok"}}',
  });
  const metrics = await get('/metrics');
  expect(metrics.status).toBe(200);
  expect(metrics.text).toContain('handoff_deliveries_total{source="website",status="200"} 1');
  expect(metrics.text).toContain('handoff_deliveries_total{source="unknown",status="404"} 1');
  expect(metrics.text).not.toContain('globex');
  expect(metrics.text).not.toContain('nobody-at-all');
});

test('what is refused is told in the answer: the method that is allowed, and what would be taken', async () => {
  const stage = await startStage({ settings: openToAll });
  const url = `${stage.address}/webhooks/website`;
  const answerTo = async (init: RequestInit) => {
    const response = await fetch(url, init);
    return { status: response.status, allow: response.headers.get('allow'), body: await response.json() };
  };

  expect(await answerTo({ method: 'PUT', body: '{}' })).toEqual({
    status: 405,
    allow: 'POST',
    body: { error: 'expected POST' },
  });
  expect(
    await answerTo({ method: 'POST', body: '<lead/>', headers: { 'content-type': 'text/xml' } }),
  ).toEqual({
    status: 400,
    allow: null,
    body: {
      error:
        'the body is not valid JSON: expected JSON, JSON line by line, or a form (application/x-www-form-urlencoded or multipart/form-data)',
    },
  });
});
