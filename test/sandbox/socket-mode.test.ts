import { App, SocketModeReceiver } from '@slack/bolt';
import { expect, onTestFinished, test } from 'vitest';
import type { SandboxSlack } from '#sandbox/slack/create-sandbox-slack.ts';
import {
  appToken,
  botToken,
  card,
  clientOf,
  only,
  outcome,
  reasonModal,
  silent,
  startSlack,
} from './workspace.ts';

async function startOverSocket(slack: SandboxSlack, attach: (app: App) => void): Promise<void> {
  const receiver = new SocketModeReceiver({
    appToken,
    logger: silent,
    clientPingTimeout: 300,
    installerOptions: { clientOptions: { slackApiUrl: slack.url } },
  });
  const app = new App({
    receiver,
    token: botToken,
    convoStore: false,
    clientOptions: { slackApiUrl: slack.url },
    logger: silent,
  });
  attach(app);
  await app.start();
  onTestFinished(async () => {
    await app.stop();
  });
}

test('presses, submissions, commands and events go down the socket, and acks come back', async () => {
  const { slack, client } = await startSlack();
  const events: string[] = [];
  await startOverSocket(slack, (app) => {
    app.action('accept', async ({ ack, body, client }) => {
      await ack();
      await client.views.open({ trigger_id: 'trigger_id' in body ? body.trigger_id : '', view: reasonModal });
    });
    app.view('reject', async ({ ack }) => {
      await ack({ response_action: 'errors', errors: { reason: 'Pick another' } });
    });
    app.command('/funnel', async ({ ack }) => {
      await ack({ text: 'counting …' });
    });
    app.event('app_home_opened', async ({ event }) => {
      events.push(event.user);
    });
  });
  await client.chat.postMessage({ channel: 'U0ANA', text: 'a card', blocks: card });
  const ana = slack.as('U0ANA');
  const message = only(ana.dm());

  expect(await ana.press(message, 'accept')).toEqual({
    status: 200,
    ackMs: expect.any(Number),
    body: undefined,
    timedOut: false,
  });
  await slack.until(() => ana.modal(), 1000);
  expect(await ana.submit({ Reason: 'Spam' })).toMatchObject({
    status: 200,
    errors: { reason: 'Pick another' },
  });
  expect(await ana.slash('/funnel')).toMatchObject({ message: { text: 'counting …', ephemeral: true } });
  expect(await ana.openHome()).toMatchObject({ status: 200 });
  expect(events).toEqual(['U0ANA']);
});

test('a press that nobody acknowledges on the socket times out', async () => {
  const { slack } = await startSlack({ ackTimeoutMs: 50 });
  await startOverSocket(slack, (app) => {
    app.command('/funnel', async () => {});
  });

  expect(await slack.as('U0ANA').slash('/funnel')).toMatchObject({ status: 0, timedOut: true });
});

test('with no connection a person is told that the app cannot be reached', async () => {
  const { slack } = await startSlack();

  expect(await slack.as('U0ANA').slash('/funnel')).toMatchObject({
    status: 0,
    problem: 'the app is not connected',
  });
});

test('a recycled connection comes back by itself', async () => {
  const { slack } = await startSlack();
  await startOverSocket(slack, (app) => {
    app.command('/funnel', async ({ ack }) => ack('here'));
  });
  const opened = () => slack.calls.filter((call) => call.method === 'apps.connections.open').length;

  slack.recycleSockets();
  await expect.poll(opened, { timeout: 3000 }).toBe(2);
  await expect
    .poll(async () => (await slack.as('U0ANA').slash('/funnel')).body, { timeout: 3000 })
    .toEqual({
      text: 'here',
    });
});

test('a socket is opened with the app token only', async () => {
  const { slack } = await startSlack();

  expect(await outcome(clientOf(slack, appToken).apps.connections.open({}))).toBe('ok');
  expect(await outcome(clientOf(slack, botToken).apps.connections.open({}))).toBe('not_allowed_token_type');
});
