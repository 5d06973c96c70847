import { expect, test } from 'vitest';
import { card, only, reasonModal, startBolt, startSlack } from './workspace.ts';

test('a visit to the Home tab is an event, and its buttons carry the view', async () => {
  const { slack } = await startSlack();
  const bodies: unknown[] = [];
  await startBolt(slack, (app) => {
    app.event('app_home_opened', async ({ event, client }) => {
      await client.views.publish({ user_id: event.user, view: { type: 'home', blocks: card } });
    });
    app.action('accept', async ({ ack, body }) => {
      await ack();
      bodies.push(body);
    });
  });
  const ana = slack.as('U0ANA');

  expect(await ana.openHome()).toMatchObject({ status: 200 });
  const home = await slack.until(() => ana.home(), 1000);
  await ana.pressInHome('accept');
  expect(ana.read(home)).toBe('*Globex* wants a demo\n[Accept] [Reject]');
  expect(bodies).toMatchObject([
    { type: 'block_actions', container: { type: 'view', view_id: home.id }, view: home },
  ]);
  expect(bodies).not.toMatchObject([{ response_url: expect.anything() }]);
});

test('a Home is as strict as a modal: too many blocks and an outdated hash are refused', async () => {
  const { client } = await startSlack();
  const publish = (blocks: number, hash?: string) =>
    client.views
      .publish({
        user_id: 'U0ANA',
        view: { type: 'home', blocks: Array.from({ length: blocks }, () => ({ type: 'divider' as const })) },
        ...(hash !== undefined && { hash }),
      })
      .then(
        ({ view }) => view?.hash,
        (error: { data: { error: string } }) => error.data.error,
      );
  expect(await publish(101)).toBe('invalid_arguments');
  const first = await publish(100);
  const second = await publish(1, first);
  expect(await publish(1, first)).toBe('hash_conflict');
  expect(await publish(1, second)).not.toBe('hash_conflict');
});

test('events reach the app with an id that a retry repeats', async () => {
  const { slack } = await startSlack({ events: ['user_change'] });
  const seen: unknown[] = [];
  await startBolt(slack, (app) => {
    app.event('user_change', async ({ event, body, context }) => {
      seen.push([event.user.id, event.user.deleted, body.event_id, context.retryNum]);
    });
  });

  await slack.deactivate('U0BEN');
  await slack.sendEvent(
    { type: 'user_change', user: { id: 'U0BEN', deleted: true } },
    { eventId: 'Ev0000000001', number: 1 },
  );
  expect(seen).toEqual([
    ['U0BEN', true, 'Ev0000000001', undefined],
    ['U0BEN', true, 'Ev0000000001', 1],
  ]);
});

test('a listener hears what happens, in order', async () => {
  const { slack, client } = await startSlack();
  const heard: string[] = [];
  slack.onEvent((happening) => heard.push(happening.type));
  await startBolt(slack, (app) => {
    app.action('accept', async ({ ack, client, body }) => {
      await ack();
      await client.views.open({ trigger_id: 'trigger_id' in body ? body.trigger_id : '', view: reasonModal });
    });
    app.view('reject', async ({ ack }) => ack());
  });
  const posted = await client.chat.postMessage({ channel: 'U0ANA', text: 'a card', blocks: card });
  const ana = slack.as('U0ANA');
  const message = only(ana.dm());
  await ana.press(message, 'accept');
  await slack.until(() => ana.modal(), 1000);
  await ana.submit({ Reason: 'Spam' });
  await client.chat.update({ channel: String(posted.channel), ts: String(posted.ts), text: 'gone' });
  await client.chat.delete({ channel: String(posted.channel), ts: String(posted.ts) });

  expect(heard).toEqual([
    'message_posted',
    'pressed',
    'view_opened',
    'submitted',
    'view_closed',
    'message_updated',
    'message_deleted',
  ]);
});
