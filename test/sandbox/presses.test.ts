import { expect, test } from 'vitest';
import { card, only, plain, startBolt, startSlack } from './workspace.ts';

test('Bolt accepts the signature, and a press reaches it with everything Slack sends', async () => {
  const { slack, client } = await startSlack();
  const bodies: unknown[] = [];
  await startBolt(slack, (app) => {
    app.action('accept', async ({ ack, body }) => {
      await ack();
      bodies.push(body);
    });
  });
  await client.chat.postMessage({ channel: 'C0SALES', text: 'a card', blocks: card });
  const ana = slack.as('U0ANA');
  const message = only(ana.messages('C0SALES'));

  const answer = await ana.press(message, 'accept');

  expect(answer).toEqual({ status: 200, ackMs: expect.any(Number), body: undefined, timedOut: false });
  expect(bodies).toEqual([
    {
      type: 'block_actions',
      user: { id: 'U0ANA', username: 'ana', name: 'ana', team_id: slack.team.id },
      api_app_id: slack.app.appId,
      token: expect.any(String),
      team: { id: slack.team.id, domain: 'sandbox' },
      enterprise: null,
      is_enterprise_install: false,
      container: { type: 'message', message_ts: message.ts, channel_id: 'C0SALES', is_ephemeral: false },
      trigger_id: expect.stringMatching(/^\d+\.\d+\.[0-9a-f]{32}$/),
      channel: { id: 'C0SALES', name: 'sales' },
      message: {
        type: 'message',
        user: slack.app.botUserId,
        bot_id: slack.app.botId,
        app_id: slack.app.appId,
        team: slack.team.id,
        ts: message.ts,
        text: 'a card',
        blocks: card,
      },
      state: { values: {} },
      response_url: expect.stringMatching(/^http:\/\/127\.0\.0\.1:\d+\/actions\//),
      actions: [
        {
          type: 'button',
          action_id: 'accept',
          block_id: 'answer',
          action_ts: expect.any(String),
          text: plain('Accept'),
          value: 'h1',
          style: 'primary',
        },
      ],
    },
  ]);
});

test('an app with another signing secret is not reached', async () => {
  const { slack } = await startSlack({ signingSecret: 'another-secret' });

  await expect(startBolt(slack, () => {})).rejects.toThrow(/url_verification: the app answered 401/);
});

test('a press on an older copy of a message arrives as it was seen then', async () => {
  const { slack, client } = await startSlack();
  const pressed: unknown[] = [];
  await startBolt(slack, (app) => {
    app.action('accept', async ({ ack, action }) => {
      await ack();
      pressed.push('value' in action && action.value);
    });
  });
  const posted = await client.chat.postMessage({ channel: 'U0ANA', text: 'a card', blocks: card });
  const ana = slack.as('U0ANA');
  const stale = only(ana.dm());
  await client.chat.update({ channel: String(posted.channel), ts: String(posted.ts), text: 'taken' });

  await ana.press(stale, 'accept');
  expect(pressed).toEqual(['h1']);
  expect(ana.dm()).toMatchObject([{ text: 'taken', blocks: [] }]);
});

test('nobody presses what they cannot see', async () => {
  const { slack, client } = await startSlack();
  await client.chat.postMessage({ channel: 'U0ANA', text: 'a card', blocks: card });
  const message = only(slack.as('U0ANA').dm());

  await expect(slack.as('U0BEN').press(message, 'accept')).rejects.toThrow('does not see conversation');
  await expect(slack.as('U0ANA').press(message, 'acept')).rejects.toThrow('there is: accept, reject');
});

test('an app that does not answer within the time is given up on', async () => {
  const { slack, client } = await startSlack({ ackTimeoutMs: 50 });
  await startBolt(slack, (app) => {
    app.action('accept', async () => {});
  });
  await client.chat.postMessage({ channel: 'U0ANA', text: 'a card', blocks: card });
  const ana = slack.as('U0ANA');
  const message = only(ana.dm());

  expect(await ana.press(message, 'accept')).toMatchObject({ status: 0, timedOut: true });
});

test('menus, dates and people are chosen by what a person sees', async () => {
  const { slack, client } = await startSlack();
  const actions: unknown[] = [];
  const states: unknown[] = [];
  await startBolt(slack, (app) => {
    app.action(/.*/, async ({ ack, action, body }) => {
      await ack();
      actions.push(action);
      states.push('state' in body && body.state);
    });
  });
  await client.chat.postMessage({
    channel: 'U0ANA',
    text: 'a card',
    blocks: [
      {
        type: 'actions',
        block_id: 'b',
        elements: [
          { type: 'static_select', action_id: 'snooze', options: [{ text: plain('1 hour'), value: '60' }] },
          { type: 'users_select', action_id: 'reassign' },
          { type: 'datetimepicker', action_id: 'until' },
          { type: 'overflow', action_id: 'more', options: [{ text: plain('History'), value: 'history' }] },
        ],
      },
    ],
  });
  const ana = slack.as('U0ANA');
  const message = only(ana.dm());

  await ana.press(message, 'snooze', { value: '1 hour' });
  await ana.press(message, 'reassign', { value: 'U0BEN' });
  await ana.press(message, 'until', { value: new Date('2026-11-24T08:00:00Z') });
  await ana.press(message, 'more', { value: 'history' });

  expect(actions).toMatchObject([
    { type: 'static_select', selected_option: { text: plain('1 hour'), value: '60' } },
    { type: 'users_select', selected_user: 'U0BEN' },
    { type: 'datetimepicker', selected_date_time: 1795507200 },
    { type: 'overflow', selected_option: { text: plain('History'), value: 'history' } },
  ]);
  expect(states.at(-1)).toEqual({
    values: {
      b: {
        snooze: { type: 'static_select', selected_option: { text: plain('1 hour'), value: '60' } },
        reassign: { type: 'users_select', selected_user: 'U0BEN' },
        until: { type: 'datetimepicker', selected_date_time: 1795507200 },
      },
    },
  });
});
