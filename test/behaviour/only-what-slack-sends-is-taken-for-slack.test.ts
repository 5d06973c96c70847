import { expect, test } from 'vitest';
import { signedHeaders } from '#sandbox/slack/signing.ts';
import { SIGNING_SECRET } from '#sandbox/stage.ts';
import { ask } from '../support/deliveries.ts';
import { deskOf } from '../support/desk.ts';
import { hot } from '../support/leads.ts';
import { startStage, type TestStage } from '../support/stage.ts';

const FORM = 'application/x-www-form-urlencoded';
const JSON_TYPE = 'application/json';
const MINUTE_MS = 60_000;

const signed = (body: string, ahead = 0) =>
  signedHeaders(SIGNING_SECRET, new Date(Date.now() + ahead * MINUTE_MS), body);

async function send(stage: TestStage, body: string, type: string, headers = signed(body)) {
  const response = await fetch(`${stage.address}/slack/events`, {
    method: 'POST',
    headers: { 'content-type': type, ...headers },
    body,
  });
  return { status: response.status, text: await response.text() };
}

const statusOf = async (...given: Parameters<typeof send>) => (await send(...given)).status;

const challenge = JSON.stringify({ type: 'url_verification', challenge: 'c1' });

test('what is rightly signed and nothing that Slack sends is refused in words, and the app goes on', async () => {
  const stage = await startStage();

  expect(await send(stage, '{}', JSON_TYPE)).toEqual({
    status: 400,
    text: '{"error":"this is nothing that Slack sends: no event, press, submission or command"}',
  });
  expect({
    nothing: await statusOf(stage, '', JSON_TYPE),
    nullAsJson: await statusOf(stage, 'null', JSON_TYPE),
    list: await statusOf(stage, '[]', JSON_TYPE),
    text: await statusOf(stage, '"hello"', JSON_TYPE),
    cut: await statusOf(stage, '{"type":', JSON_TYPE),
    unknown: await statusOf(stage, '{"type":"greeting"}', JSON_TYPE),
    eventless: await statusOf(stage, '{"type":"event_callback"}', JSON_TYPE),
    noForm: await statusOf(stage, 'a=1', FORM),
    nullPayload: await statusOf(stage, 'payload=null', FORM),
    listPayload: await statusOf(stage, 'payload=[]', FORM),
    twoPayloads: await statusOf(stage, 'payload={}&payload={}', FORM),
    pressOfNothing: await statusOf(stage, 'payload={"type":"block_actions","actions":[]}', FORM),
    viewless: await statusOf(stage, 'payload={"type":"view_submission","user":{"id":"U0"}}', FORM),
    nobodysCommand: await statusOf(stage, 'command=%2Fleads', FORM),
  }).toEqual({
    nothing: 400,
    nullAsJson: 400,
    list: 400,
    text: 400,
    cut: 400,
    unknown: 400,
    eventless: 400,
    noForm: 400,
    nullPayload: 400,
    listPayload: 400,
    twoPayloads: 400,
    pressOfNothing: 400,
    viewless: 400,
    nobodysCommand: 400,
  });
  await stage.send(hot);
  await stage.settle();
  const ana = deskOf(stage, 'ana');
  expect(ana.read(await ana.ask('/handoff help'))).toContain('away');
});

test('what Slack asks of an address is answered', async () => {
  const stage = await startStage();
  expect({
    challenge: await send(stage, challenge, JSON_TYPE),
    ssl: await send(stage, 'ssl_check=1', FORM, {}),
  }).toEqual({ challenge: { status: 200, text: '{"challenge":"c1"}' }, ssl: { status: 200, text: '' } });
});

test('who is not Slack is told the same whatever they send; a time long gone or still to come is refused', async () => {
  const stage = await startStage();
  expect(await send(stage, '{}', JSON_TYPE, {})).toEqual({
    status: 401,
    text: '{"error":"not signed with the signing secret of this app, or not within the last five minutes"}',
  });
  expect({
    forged: await statusOf(stage, challenge, JSON_TYPE, signedHeaders('another', new Date(), challenge)),
    old: await statusOf(stage, challenge, JSON_TYPE, signed(challenge, -6)),
    aLittleOld: await statusOf(stage, challenge, JSON_TYPE, signed(challenge, -4)),
    aLittleAhead: await statusOf(stage, challenge, JSON_TYPE, signed(challenge, 4)),
    ahead: await statusOf(stage, challenge, JSON_TYPE, signed(challenge, 6)),
    farAhead: await statusOf(stage, challenge, JSON_TYPE, signed(challenge, 1e6)),
    tooLarge: await statusOf(stage, 'x'.repeat(4 * 1_048_576 + 1), JSON_TYPE),
  }).toEqual({
    forged: 401,
    old: 401,
    aLittleOld: 200,
    aLittleAhead: 200,
    ahead: 401,
    farAhead: 401,
    tooLarge: 413,
  });
});

test('the address for Slack says what it takes', async () => {
  const stage = await startStage();
  const get = await fetch(`${stage.address}/slack/events`);
  expect([get.status, get.headers.get('allow'), await get.text()]).toEqual([
    405,
    'POST',
    '{"error":"expected POST"}',
  ]);
  expect({
    head: await ask(stage.address, 'HEAD', '/slack/events'),
    put: await ask(stage.address, 'PUT', '/slack/events'),
    query: await ask(stage.address, 'GET', '/slack/events?x=1'),
    below: await ask(stage.address, 'GET', '/slack/events/more'),
    other: await ask(stage.address, 'POST', '/slack'),
  }).toEqual({ head: 405, put: 405, query: 405, below: 404, other: 404 });
  const webhook = await fetch(`${stage.address}/webhooks/website`);
  expect([webhook.status, webhook.headers.get('allow')]).toEqual([405, 'POST']);
});
