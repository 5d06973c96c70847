import { expect, test } from 'vitest';
import { card, clientOf, mrkdwn, outcome, plain, startSlack } from './workspace.ts';

test('a token that is missing, unknown or of the wrong kind is refused', async () => {
  const { slack } = await startSlack();

  const unsigned = await fetch(`${slack.url}auth.test`, { method: 'POST' });
  expect(await unsigned.json()).toEqual({ ok: false, error: 'not_authed' });
  expect(await outcome(clientOf(slack, 'xoxb-other').auth.test())).toBe('invalid_auth');
  expect(await outcome(clientOf(slack, 'xapp-sandbox').auth.test())).toBe('not_allowed_token_type');
  expect(await outcome(clientOf(slack).apiCall('chat.nonsense'))).toBe('unknown_method');
});

test('a call beyond the granted scopes says which scope it needs', async () => {
  const { client, slack } = await startSlack({ scopes: ['chat:write'] });

  await expect(client.users.info({ user: 'U0ANA' })).rejects.toMatchObject({
    data: { ok: false, error: 'missing_scope', needed: 'users:read', provided: 'chat:write' },
  });
  slack.grant('users:read');
  const { user } = await client.users.info({ user: 'U0ANA' });
  expect(user?.tz).toBe('Europe/Berlin');
  expect(user?.profile?.email).toBeUndefined();
});

test('arguments may come as JSON', async () => {
  const { slack } = await startSlack();

  const response = await fetch(`${slack.url}chat.postMessage`, {
    method: 'POST',
    headers: { Authorization: 'Bearer xoxb-sandbox', 'Content-Type': 'application/json; charset=utf-8' },
    body: JSON.stringify({ channel: 'C0SALES', text: 'hello', blocks: card }),
  });

  expect(await response.json()).toMatchObject({ ok: true, channel: 'C0SALES', ts: '1795424400.000100' });
});

test('a direct message has one id, however it is opened', async () => {
  const { client } = await startSlack();

  const opened = await client.conversations.open({ users: 'U0ANA' });
  const again = await client.conversations.open({ users: 'U0ANA' });
  const posted = await client.chat.postMessage({ channel: 'U0ANA', text: 'hello' });

  expect(opened.channel?.id).toMatch(/^D[A-Z0-9]+$/);
  expect(again).toMatchObject({ already_open: true, channel: { id: opened.channel?.id } });
  expect(posted.channel).toBe(opened.channel?.id);
});

test('posting to a deactivated person succeeds, and only the user list tells', async () => {
  const { client, slack } = await startSlack();
  await slack.deactivate('U0BEN');

  expect(await outcome(client.chat.postMessage({ channel: 'U0BEN', text: 'hello' }))).toBe('ok');
  expect(await outcome(client.users.lookupByEmail({ email: 'ben@acme.com' }))).toBe('users_not_found');
  expect(await outcome(client.conversations.open({ users: 'U0BEN' }))).toBe('user_disabled');
  expect(await outcome(client.chat.postEphemeral({ channel: 'C0SALES', user: 'U0BEN', text: 'psst' }))).toBe(
    'user_not_in_channel',
  );
  const { user } = await client.users.info({ user: 'U0BEN' });
  expect(user?.deleted).toBe(true);
});

test('each kind of unreachable channel has its own error', async () => {
  const { client, slack } = await startSlack({ limits: false });
  slack.addChannel({ id: 'C0PUBLIC', name: 'public', members: ['U0ANA'], botIsMember: false });
  slack.addChannel({
    id: 'C0SECRET',
    name: 'secret',
    members: ['U0ANA'],
    botIsMember: false,
    isPrivate: true,
  });
  slack.addChannel({ id: 'C0OLD', name: 'old', members: ['U0ANA'], botIsMember: true });
  const old = await client.chat.postMessage({ channel: 'C0OLD', text: 'hello' });
  await slack.archive('C0OLD');

  const post = (channel: string) => outcome(client.chat.postMessage({ channel, text: 'hello' }));
  expect(await post('C0PUBLIC')).toBe('not_in_channel');
  expect(await post('C0SECRET')).toBe('channel_not_found');
  expect(await post('C0NOWHERE')).toBe('channel_not_found');
  expect(await post('C0OLD')).toBe('is_archived');
  expect(await outcome(client.chat.update({ channel: 'C0OLD', ts: String(old.ts), text: 'new' }))).toBe(
    'is_inactive',
  );
});

test('a message that says nothing, too much or malformed things is refused', async () => {
  const { client } = await startSlack({ limits: false });
  const post = (rest: object) => outcome(client.apiCall('chat.postMessage', { channel: 'C0SALES', ...rest }));

  expect(await post({})).toBe('no_text');
  expect(await post({ text: 'x'.repeat(4001) })).toBe('msg_too_long');
  expect(await post({ text: 'x', blocks: '[{' })).toBe('invalid_blocks_format');
  expect(
    await post({ text: 'x', blocks: Array(5).fill({ type: 'section', text: plain('x'.repeat(2900)) }) }),
  ).toBe('msg_blocks_too_long');
  expect(await post({ text: 'x', thread_ts: 'yesterday' })).toBe('invalid_thread_ts');
  expect(await post({ text: 'x', metadata: { event_type: 'card' } })).toBe('invalid_metadata_format');
});

test('invalid blocks are named by place', async () => {
  const { client } = await startSlack();

  const posted = client.chat.postMessage({
    channel: 'C0SALES',
    text: 'x',
    blocks: [{ type: 'section', text: mrkdwn('x'.repeat(3001)) }],
  });

  await expect(posted).rejects.toMatchObject({
    data: {
      error: 'invalid_blocks',
      response_metadata: {
        messages: ['[ERROR] must be less than 3001 characters [json-pointer:/blocks/0/text/text]'],
      },
    },
  });
});

test('an update needs the place the post answered, and only touches our own messages', async () => {
  const { client, slack } = await startSlack();
  const dm = await client.chat.postMessage({ channel: 'U0ANA', text: 'a card' });
  const bens = slack.as('U0BEN').say('C0SALES', 'mine');
  const whisper = await client.chat.postEphemeral({ channel: 'C0SALES', user: 'U0ANA', text: 'psst' });
  const update = (channel: string, ts: string) => outcome(client.chat.update({ channel, ts, text: 'new' }));

  expect(await update('U0ANA', String(dm.ts))).toBe('channel_not_found');
  expect(await update(String(dm.channel), String(dm.ts))).toBe('ok');
  expect(await update('C0SALES', bens.ts)).toBe('cant_update_message');
  expect(await update('C0SALES', String(whisper.message_ts))).toBe('message_not_found');
});

test('text without blocks takes the blocks away, and blocks without text keep it', async () => {
  const { client, slack } = await startSlack();
  const posted = await client.chat.postMessage({ channel: 'U0ANA', text: 'a card', blocks: card });
  const place = { channel: String(posted.channel), ts: String(posted.ts) };
  const seen = () => slack.as('U0ANA').dm().at(-1);

  await client.chat.update({ ...place, text: 'taken' });
  expect(seen()).toMatchObject({ text: 'taken', blocks: [], edited: true });
  await client.chat.update({ ...place, blocks: card });
  expect(seen()).toMatchObject({ text: 'taken', blocks: card });
});

test('history shows metadata only when asked for it', async () => {
  const { client, clock } = await startSlack();
  const metadata = { event_type: 'card', event_payload: { delivery_id: 'd1' } };
  const before = clock.now().getTime() / 1000;
  const posted = await client.chat.postMessage({ channel: 'U0ANA', text: 'a card', metadata });
  const channel = String(posted.channel);
  await client.chat.update({ channel, ts: String(posted.ts), text: 'the card' });

  const bare = await client.conversations.history({ channel, oldest: String(before) });
  const full = await client.conversations.history({
    channel,
    oldest: String(before),
    include_all_metadata: true,
  });

  expect(bare.messages?.map((message) => message.metadata)).toEqual([undefined]);
  expect(full.messages?.map((message) => message.metadata)).toEqual([metadata]);
});

test('history is newest first, in pages, within its bounds, and without replies or ephemerals', async () => {
  const { client } = await startSlack({ limits: false });
  const first = await client.chat.postMessage({ channel: 'U0ANA', text: 'first' });
  const channel = String(first.channel);
  const second = await client.chat.postMessage({ channel, text: 'second' });
  await client.chat.postMessage({ channel, text: 'third' });
  await client.chat.postMessage({ channel, text: 'a reply', thread_ts: first.ts });
  await client.chat.postEphemeral({ channel, user: 'U0ANA', text: 'psst' });
  const texts = (page: { messages?: { text?: string }[] }) => page.messages?.map((message) => message.text);

  const page = await client.conversations.history({ channel, limit: 2 });
  expect(texts(page)).toEqual(['third', 'second']);
  expect(page.has_more).toBe(true);
  const rest = await client.conversations.history({
    channel,
    limit: 2,
    cursor: page.response_metadata?.next_cursor,
  });
  expect(rest.messages).toMatchObject([{ text: 'first', reply_count: 1, thread_ts: first.ts }]);
  expect(texts(await client.conversations.history({ channel, oldest: second.ts }))).toEqual(['third']);
  expect(texts(await client.conversations.history({ channel, oldest: second.ts, inclusive: true }))).toEqual([
    'third',
    'second',
  ]);
  expect(texts(await client.conversations.replies({ channel, ts: String(first.ts) }))).toEqual([
    'first',
    'a reply',
  ]);
});

test('a deleted message with replies stays as a tombstone that cannot be updated', async () => {
  const { client, slack } = await startSlack();
  const posted = await client.chat.postMessage({ channel: 'C0SALES', text: 'a card' });
  const ts = String(posted.ts);
  await client.chat.postMessage({ channel: 'C0SALES', text: 'note', thread_ts: ts });
  slack.deleteMessage('C0SALES', ts);

  expect(await outcome(client.chat.update({ channel: 'C0SALES', ts, text: 'new' }))).toBe(
    'message_not_found',
  );
  expect(slack.as('U0ANA').messages('C0SALES')).toMatchObject([
    { text: 'This message was deleted.', replies: [{ text: 'note' }] },
  ]);
});

test('people are listed in pages', async () => {
  const { client } = await startSlack();

  const first = await client.users.list({ limit: 2 });
  const second = await client.users.list({ limit: 2, cursor: first.response_metadata?.next_cursor });

  expect(first.members?.map((user) => user.name)).toEqual(['handoff', 'ana']);
  expect(second.members?.map((user) => user.name)).toEqual(['ben']);
  expect(second.response_metadata?.next_cursor).toBe('');
});

test('user groups come with their people when asked', async () => {
  const { client, slack } = await startSlack({ scopes: ['usergroups:read'] });
  slack.addUserGroup({ id: 'S0SDR', handle: 'sdrs', name: 'SDRs', users: ['U0ANA'] });

  const { usergroups } = await client.usergroups.list({ include_users: true });
  expect(usergroups).toMatchObject([{ id: 'S0SDR', handle: 'sdrs', users: ['U0ANA'] }]);
});

test('a user group tells who is in it, without whoever was deactivated; one that is switched off is not there', async () => {
  const { client, slack } = await startSlack({ scopes: ['usergroups:read'] });
  slack.addUserGroup({ id: 'S0SDR', handle: 'sdrs', name: 'SDRs', users: ['U0ANA', 'U0BEN'] });
  const members = async () => (await client.usergroups.users.list({ usergroup: 'S0SDR' })).users;

  await slack.deactivate('U0BEN');
  expect(await members()).toEqual(['U0ANA']);
  slack.changeUserGroup('S0SDR', []);
  expect(await members()).toEqual([]);
  slack.disableUserGroup('S0SDR');
  expect(await outcome(client.usergroups.users.list({ usergroup: 'S0SDR' }))).toBe('no_such_subteam');
  expect(await outcome(client.usergroups.users.list({ usergroup: 'S0NONE' }))).toBe('no_such_subteam');
  expect((await client.usergroups.list({})).usergroups).toEqual([]);
  slack.revoke('usergroups:read');
  expect(await outcome(client.usergroups.users.list({ usergroup: 'S0SDR' }))).toBe('missing_scope');
});

test('Do Not Disturb is told of up to fifty people at once, to whoever has the scope', async () => {
  const { client, slack } = await startSlack();
  const ask = (...users: string[]) => client.dnd.teamInfo({ users: users.join(',') });
  expect(await outcome(ask('U0ANA'))).toBe('missing_scope');
  slack.grant('dnd:read');
  slack.setQuiet('U0ANA', {
    from: new Date('2026-11-23T17:00:00Z'),
    until: new Date('2026-11-24T07:00:00Z'),
  });

  expect((await ask('U0ANA', 'U0BEN')).users).toEqual({
    U0ANA: { dnd_enabled: true, next_dnd_start_ts: 1795453200, next_dnd_end_ts: 1795503600 },
    U0BEN: { dnd_enabled: false, next_dnd_start_ts: 1, next_dnd_end_ts: 1 },
  });
  expect(await outcome(ask())).toBe('no_users_provided');
  expect(await outcome(ask(...Array<string>(51).fill('U0ANA')))).toBe('invalid_arguments');
  expect(await outcome(ask('U0ANA', 'U0NOBODY'))).toBe('user_not_visible');
});

test('Do Not Disturb may be asked for twenty times a minute', async () => {
  const { client, slack } = await startSlack();
  slack.grant('dnd:read');
  const ask = () => outcome(client.dnd.teamInfo({ users: 'U0ANA' }));
  const answers = await Promise.all(Array.from({ length: 21 }, ask));
  expect(answers.filter((answer) => answer === 'ok')).toHaveLength(20);
});

test('a status is in the profile until it is over', async () => {
  const { client, slack, clock } = await startSlack();
  const status = async () => {
    const { user } = await client.users.info({ user: 'U0ANA' });
    return [user?.profile?.status_emoji, user?.profile?.status_expiration];
  };
  expect(await status()).toEqual(['', 0]);
  slack.setStatus('U0ANA', { emoji: ':palm_tree:', until: null });
  expect(await status()).toEqual([':palm_tree:', 0]);
  slack.setStatus('U0ANA', { emoji: ':spiral_calendar_pad:', until: new Date('2026-11-23T10:00:00Z') });
  expect(await status()).toEqual([':spiral_calendar_pad:', 1795428000]);
  clock.forward(60 * 60_000);
  expect(await status()).toEqual(['', 0]);
});

test('a file is sent, then shared where it belongs', async () => {
  const { client, slack } = await startSlack();
  slack.grant('files:write');
  const { channel } = await client.conversations.open({ users: 'U0ANA' });

  await client.filesUploadV2({
    channel_id: String(channel?.id),
    filename: 'funnel.png',
    title: 'Funnel, 30 days',
    file: Buffer.from('an image'),
  });

  expect(slack.as('U0ANA').dm().at(-1)?.files).toEqual([
    {
      id: 'F0000000001',
      name: 'funnel.png',
      title: 'Funnel, 30 days',
      bytes: new TextEncoder().encode('an image'),
    },
  ]);
});

test('every call is on record', async () => {
  const { client, slack, clock } = await startSlack();
  await client.chat.postMessage({ channel: 'C0SALES', text: 'hello' });
  await outcome(client.chat.postMessage({ channel: 'C0NOWHERE', text: 'hello' }));

  expect(slack.calls).toEqual([
    { method: 'chat.postMessage', args: { channel: 'C0SALES', text: 'hello' }, at: clock.now(), ok: true },
    {
      method: 'chat.postMessage',
      args: { channel: 'C0NOWHERE', text: 'hello' },
      at: clock.now(),
      ok: false,
      error: 'channel_not_found',
    },
  ]);
});
