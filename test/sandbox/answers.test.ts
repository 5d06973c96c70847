import { expect, test } from 'vitest';
import { card, only, startBolt, startSlack } from './workspace.ts';

test('a command is answered in its ack and later by its response_url, in any conversation', async () => {
  const { slack } = await startSlack();
  slack.addChannel({ id: 'C0ALIEN', name: 'alien', members: ['U0ANA', 'U0BEN'], botIsMember: false });
  const commands: unknown[] = [];
  await startBolt(slack, (app) => {
    app.command('/funnel', async ({ ack, command, respond }) => {
      commands.push([
        command.command,
        command.text,
        command.channel_id,
        command.channel_name,
        command.user_id,
      ]);
      await ack('counting …');
      await respond({ response_type: 'in_channel', text: 'done' });
    });
  });
  const ana = slack.as('U0ANA');

  const answer = await ana.slash('/funnel 30d', { channelId: 'C0ALIEN' });
  await slack.until(() => ana.messages('C0ALIEN').length === 2, 1000);

  expect(commands).toEqual([['/funnel', '30d', 'C0ALIEN', 'alien', 'U0ANA']]);
  expect(answer).toMatchObject({
    status: 200,
    body: 'counting …',
    message: { text: 'counting …', ephemeral: true },
  });
  expect(ana.messages('C0ALIEN')).toMatchObject([
    { text: 'counting …', ephemeral: true },
    { text: 'done', ephemeral: false },
  ]);
  expect(slack.as('U0BEN').messages('C0ALIEN')).toMatchObject([{ text: 'done' }]);
  ana.reload();
  expect(ana.messages('C0ALIEN')).toMatchObject([{ text: 'done' }]);
});

test('names typed into a command arrive as ids when the manifest escapes them', async () => {
  const { slack } = await startSlack({ commandsEscaped: ['/cover'] });
  const texts: string[] = [];
  await startBolt(slack, (app) => {
    app.command(/.*/, async ({ ack, command }) => {
      texts.push(command.text);
      await ack();
    });
  });

  await slack.as('U0ANA').slash('/cover @ben');
  await slack.as('U0ANA').slash('/handoff @ben');
  expect(texts).toEqual(['<@U0BEN|ben>', '@ben']);
});

test('a response_url works five times within thirty minutes', async () => {
  const { slack, clock } = await startSlack();
  const urls: string[] = [];
  await startBolt(slack, (app) => {
    app.command('/funnel', async ({ ack, command }) => {
      urls.push(command.response_url);
      await ack();
    });
  });
  await slack.as('U0ANA').slash('/funnel');
  await slack.as('U0ANA').slash('/funnel');
  const respond = async (url: string) => {
    const response = await fetch(url, { method: 'POST', body: JSON.stringify({ text: 'hello' }) });
    return [response.status, await response.json()];
  };
  const uses = await Promise.all(Array.from({ length: 5 }, () => respond(urls[0] ?? '')));

  expect(uses).toEqual(Array(5).fill([200, { ok: true }]));
  expect(await respond(urls[0] ?? '')).toEqual([404, { ok: false, error: 'used_url' }]);
  clock.forward(30 * 60_000);
  expect(await respond(urls[1] ?? '')).toEqual([404, { ok: false, error: 'expired_url' }]);
});

test('a response replaces, deletes or accompanies the message pressed, ephemeral or not', async () => {
  const { slack, client } = await startSlack();
  const replies = [
    { text: 'Ben took this' },
    { text: 'card replaced', replace_original: true },
    { text: 'whisper replaced', replace_original: true, blocks: card },
    { delete_original: true },
  ];
  await startBolt(slack, (app) => {
    app.action('accept', async ({ ack, respond }) => {
      await respond(replies.shift() ?? 'nothing left');
      await ack();
    });
  });
  await client.chat.postMessage({ channel: 'C0SALES', text: 'a card', blocks: card });
  await client.chat.postEphemeral({ channel: 'C0SALES', user: 'U0ANA', text: 'a whisper', blocks: card });
  const ana = slack.as('U0ANA');
  const message = only(ana.messages('C0SALES').filter((seen) => !seen.ephemeral));
  const whisper = only(ana.messages('C0SALES').filter((seen) => seen.ephemeral));

  await ana.press(message, 'accept');
  await ana.press(message, 'accept');
  await ana.press(whisper, 'accept');
  expect(ana.messages('C0SALES')).toMatchObject([
    { text: 'card replaced', ephemeral: false },
    { text: 'whisper replaced', ephemeral: true },
    { text: 'Ben took this', ephemeral: true },
  ]);
  expect(slack.as('U0BEN').messages('C0SALES')).toMatchObject([{ text: 'card replaced' }]);
  await ana.press(whisper, 'accept');
  expect(ana.messages('C0SALES').map((seen) => seen.text)).toEqual(['card replaced', 'Ben took this']);
});

test('a response_url can fail as the real one does', async () => {
  const { slack } = await startSlack();
  const statuses: unknown[] = [];
  await startBolt(slack, (app) => {
    app.command('/funnel', async ({ ack, respond }) => {
      await respond('hello').catch((error: { statusCode: number }) => statuses.push(error.statusCode));
      await ack();
    });
  });
  slack.fail({ method: 'response_url', times: 1, as: 'http_500' });
  await slack.as('U0ANA').slash('/funnel');
  await slack.as('U0ANA').slash('/funnel');

  expect(statuses).toEqual([500]);
  expect(slack.as('U0ANA').dm()).toMatchObject([{ text: 'hello', ephemeral: true }]);
});
