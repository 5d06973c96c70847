import { Webhook } from 'standardwebhooks';
import { expect, onTestFinished, test } from 'vitest';
import { openWebhookReceiver } from '#sandbox/crm/webhook-receiver.ts';

const SECRET = `whsec_${Buffer.alloc(32, 'secret').toString('base64')}`;
const NOW = new Date('2026-12-01T09:00:00Z');

async function start() {
  const receiver = await openWebhookReceiver({ secret: SECRET, now: () => NOW });
  onTestFinished(receiver.stop);
  const post = (id: string, { at = NOW, secret = SECRET, body = '{"type":"handoff.accepted"}' } = {}) =>
    fetch(receiver.url, {
      method: 'POST',
      headers: {
        ...{ 'webhook-id': id, 'webhook-timestamp': String(at.getTime() / 1_000) },
        'webhook-signature': new Webhook(secret).sign(id, at, body),
      },
      body,
    }).then(({ status }) => status);
  return { receiver, post };
}

test('what is signed is believed, each id once', async () => {
  const { receiver, post } = await start();
  expect([await post('1'), await post('1'), await post('2')]).toEqual([204, 204, 204]);
  expect(receiver.heard.map(({ id }) => id)).toEqual(['1', '2']);
  expect(receiver.seen().map(({ title }) => title)).toEqual(['handoff.accepted', 'handoff.accepted']);
});

test('what another secret signed, or what is old, is not believed', async () => {
  const { receiver, post } = await start();
  const other = `whsec_${Buffer.alloc(32, 'other').toString('base64')}`;
  const old = new Date(NOW.getTime() - 301_000);
  expect([await post('1', { secret: other }), await post('2', { at: old })]).toEqual([401, 401]);
  expect(receiver.heard).toEqual([]);
});

test('it answers what it is told to, and loses answers of what it believed', async () => {
  const { receiver, post } = await start();
  receiver.answerNext({ status: 503 });
  expect(await post('1')).toBe(503);
  receiver.loseAnswers(1);
  await expect(post('2')).rejects.toThrow('fetch failed');
  expect(await post('3')).toBe(204);
  expect(receiver.heard.map(({ id }) => id)).toEqual(['2', '3']);
});
