import { expect, test } from 'vitest';
import { clientOf, outcome, startSlack } from './workspace.ts';

test('a channel takes one message a second after a small burst', async () => {
  const { client, slack, clock } = await startSlack();
  const post = (channel: string) => outcome(client.chat.postMessage({ channel, text: 'hello' }));
  await post('C0SALES');
  await post('C0SALES');
  await post('C0SALES');

  expect(await post('C0SALES')).toBe('WebAPIRateLimitedError');
  expect(await post('U0ANA')).toBe('ok');
  clock.forward(1000);
  expect(await post('C0SALES')).toBe('ok');
  expect(await post('C0SALES')).toBe('WebAPIRateLimitedError');
  expect(slack.as('U0ANA').messages('C0SALES')).toHaveLength(4);
});

test('a direct message has one budget, named by person or by conversation', async () => {
  const { client, slack } = await startSlack({
    limits: { channelPosts: { count: 1, seconds: 1, burst: 1 } },
  });
  const { channel } = await client.conversations.open({ users: 'U0ANA' });

  await client.chat.postMessage({ channel: 'U0ANA', text: 'hello' });
  expect(await outcome(client.chat.postMessage({ channel: String(channel?.id), text: 'again' }))).toBe(
    'WebAPIRateLimitedError',
  );
  slack.setLimits(false);
  expect(await outcome(client.chat.postMessage({ channel: 'U0ANA', text: 'again' }))).toBe('ok');
});

test('the fifty-first update within a minute is answered 429 with the seconds to wait', async () => {
  const { client, clock } = await startSlack();
  const { ts } = await client.chat.postMessage({ channel: 'C0SALES', text: 'hello' });
  const update = () => client.chat.update({ channel: 'C0SALES', ts: String(ts), text: 'new' });
  await Promise.all(Array.from({ length: 50 }, update));

  await expect(update()).rejects.toMatchObject({ retryAfter: 2 });
  clock.forward(2000);
  expect(await outcome(update())).toBe('ok');
});

test('the workspace has a budget of its own across channels', async () => {
  const { client } = await startSlack({ limits: { workspacePosts: { count: 60, seconds: 60, burst: 2 } } });
  await client.chat.postMessage({ channel: 'C0SALES', text: 'hello' });
  await client.chat.postMessage({ channel: 'U0ANA', text: 'hello' });

  expect(await outcome(client.chat.postMessage({ channel: 'U0BEN', text: 'hello' }))).toBe(
    'WebAPIRateLimitedError',
  );
});

test('a planned 429 is used up by the calls it was meant for', async () => {
  const { client, slack } = await startSlack();
  slack.fail({ method: 'chat.postMessage', times: 1, as: 'rate_limited', retryAfter: 30 });

  await expect(client.chat.postMessage({ channel: 'C0SALES', text: 'hello' })).rejects.toMatchObject({
    retryAfter: 30,
  });
  expect(await outcome(client.chat.postMessage({ channel: 'C0SALES', text: 'hello' }))).toBe('ok');
});

test('a dropped answer leaves the message posted, and its marker in history', async () => {
  const { client, slack } = await startSlack();
  slack.fail({ method: 'chat.postMessage', times: 1, as: 'drop_after_accept' });

  const post = client.chat.postMessage({
    channel: 'U0ANA',
    text: 'a card',
    metadata: { event_type: 'card', event_payload: { delivery_id: 'd1' } },
  });

  expect(await outcome(post)).toBe('WebAPIRequestError');
  expect(slack.as('U0ANA').dm()).toMatchObject([
    { text: 'a card', metadata: { event_payload: { delivery_id: 'd1' } } },
  ]);
});

test('what Slack’s client has no class for can be asked for, each time as it comes from the wire', async () => {
  const { client, slack } = await startSlack();
  slack.fail({ method: '*', times: 1, as: 'cut' });
  slack.fail({ method: '*', times: 1, as: 'html_200' });
  slack.fail({ method: '*', times: 1, as: 'rate_limited_without_header' });

  expect(await outcome(client.chat.postMessage({ channel: 'U0ANA', text: 'a card' }))).toBe('TypeError');
  expect(slack.as('U0ANA').dm()).toMatchObject([{ text: 'a card' }]);
  expect(String(await outcome(client.auth.test()))).toContain('<!DOCTYPE html>');
  expect(await outcome(client.auth.test())).toBe('Error');
});

test('an outage, an error code and silence can be asked for', async () => {
  const { slack } = await startSlack();
  const client = clientOf(slack);
  slack.fail({ method: '*', times: 1, as: 'http_500' });
  slack.fail({ method: '*', times: 1, as: { error: 'token_revoked' } });
  slack.fail({ method: '*', times: 1, as: 'hang' });

  expect(await outcome(client.auth.test())).toBe('WebAPIHTTPError');
  expect(await outcome(client.auth.test())).toBe('token_revoked');
  const silence = await fetch(`${slack.url}auth.test`, {
    method: 'POST',
    signal: AbortSignal.timeout(100),
  }).catch((error: unknown) => (error instanceof Error ? error.name : ''));
  expect(silence).toBe('TimeoutError');
  expect(await outcome(client.auth.test())).toBe('ok');
});
