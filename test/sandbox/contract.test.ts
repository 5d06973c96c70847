import { WebClient } from '@slack/web-api';
import { createEmulator } from 'emulate';
import { expect, onTestFinished, test } from 'vitest';
import { createSandboxSlack } from '#sandbox/slack/create-sandbox-slack.ts';
import { outcome, plain, reasonModal, silent } from './workspace.ts';

/** The same small workspace, in the sandbox or in emulate. */
type World = {
  client: WebClient;
  /** May do nothing but post. */
  narrow: WebClient;
  person: string;
  room: string;
  archived: string;
  /** A message of somebody else in the room. */
  foreignTs: string;
  trigger: () => Promise<string>;
};

const scopes = [
  'chat:write',
  'channels:read',
  'channels:history',
  'im:write',
  'im:read',
  'im:history',
  'users:read',
  'users:read.email',
  'files:write',
];

const people = [{ name: 'ana', realName: 'Ana Ruiz', email: 'ana@acme.com' }] as const;

function clientAt(slackApiUrl: string, token: string): WebClient {
  return new WebClient(token, { slackApiUrl, retryConfig: { retries: 0 }, logger: silent });
}

async function startSandbox(): Promise<World> {
  const options = { now: () => new Date('2026-11-23T09:00:00Z'), signingSecret: 's', limits: false } as const;
  const slack = createSandboxSlack({ ...options, botToken: 'xoxb-contract', scopes });
  const url = await slack.listen();
  const narrow = createSandboxSlack({ ...options, botToken: 'xoxb-narrow', scopes: ['chat:write'] });
  const narrowUrl = await narrow.listen();
  onTestFinished(async () => {
    await slack.close();
    await narrow.close();
  });
  const ana = slack.addUser({ ...people[0], tz: 'UTC' });
  const room = slack.addChannel({ name: 'sales', members: [ana.id], botIsMember: true });
  const archived = slack.addChannel({ name: 'old', members: [ana.id], botIsMember: true });
  await slack.archive(archived.id);
  return {
    client: clientAt(url, 'xoxb-contract'),
    narrow: clientAt(narrowUrl, 'xoxb-narrow'),
    person: ana.id,
    room: room.id,
    archived: archived.id,
    foreignTs: slack.as(ana.id).say(room.id, 'mine').ts,
    trigger: async () => slack.issueTrigger(ana.id),
  };
}

async function startEmulate(): Promise<World> {
  const emulator = await createEmulator({
    service: 'slack',
    port: 0,
    seed: {
      slack: {
        strict_scopes: true,
        users: people.map((one) => ({ name: one.name, real_name: one.realName, email: one.email })),
        channels: [{ name: 'sales' }, { name: 'old' }],
        oauth_apps: [
          {
            client_id: '1.2',
            client_secret: 's',
            app_id: 'A000000009',
            name: 'handoff',
            redirect_uris: [],
            bot_id: 'B000000009',
            bot_user_id: 'U000000009',
            bot_name: 'handoff',
            scopes,
          },
        ],
        tokens: [
          {
            token: 'xoxb-contract',
            type: 'bot',
            user_id: 'U000000009',
            scopes,
            app_id: 'A000000009',
            bot_id: 'B000000009',
            bot_user_id: 'U000000009',
          },
          { token: 'xoxb-narrow', type: 'bot', user_id: 'U000000009', scopes: ['chat:write'] },
          { token: 'xoxp-admin', user_id: 'U000000001', scopes: [...scopes, 'channels:manage'] },
        ],
      },
    },
  });
  onTestFinished(() => emulator.close());
  const url = `${emulator.url}/api/`;
  const client = clientAt(url, 'xoxb-contract');
  const admin = clientAt(url, 'xoxp-admin');
  const { members = [] } = await client.users.list({});
  const { channels = [] } = await admin.conversations.list({});
  const idOf = (name: string) => channels.find((one) => one.name === name)?.id ?? '';
  const person = members.find((one) => one.name === 'ana')?.id ?? '';
  await admin.conversations.archive({ channel: idOf('old') });
  const foreign = await admin.chat.postMessage({ channel: idOf('sales'), text: 'mine' });
  return {
    client,
    narrow: clientAt(url, 'xoxb-narrow'),
    person,
    room: idOf('sales'),
    archived: idOf('old'),
    foreignTs: String(foreign.ts),
    trigger: async () => {
      const issued = await client.apiCall('views.generateTriggerId', { user_id: person });
      return 'trigger_id' in issued ? String(issued.trigger_id) : '';
    },
  };
}

/** Values that differ from run to run, by their shape. */
function shape(value: unknown): unknown {
  if (typeof value !== 'string') return value;
  if (/^\d{10}\.\d{6}$/.test(value)) return '<ts>';
  const id = /^([ABCDFTUV])[A-Z0-9]{8,}$/.exec(value);
  return id ? `<${id[1]}>` : value;
}

function pick(from: object | undefined, ...keys: string[]): Record<string, unknown> {
  const all: Record<string, unknown> = { ...from };
  return Object.fromEntries(keys.map((key) => [key, shape(all[key])]));
}

async function both<T>(script: (world: World) => Promise<T>): Promise<[sandbox: T, emulate: T]> {
  return [await script(await startSandbox()), await script(await startEmulate())];
}

test('both answer auth.test alike', async () => {
  const [sandbox, emulate] = await both(async ({ client }) =>
    pick(await client.auth.test(), 'ok', 'team_id', 'user_id', 'bot_id', 'user'),
  );
  expect(sandbox).toEqual(emulate);
});

test('both post, update, delete and refuse alike', async () => {
  const [sandbox, emulate] = await both(async ({ client, person, room, archived, foreignTs }) => {
    const blocks = [{ type: 'section', block_id: 'b', text: plain('hello') }];
    const posted = await client.chat.postMessage({ channel: room, text: 'hello', blocks });
    const ts = String(posted.ts);
    const dm = await client.chat.postMessage({ channel: person, text: 'hello' });
    const updated = await client.chat.update({ channel: room, ts, text: 'new' });
    const permalink = await client.chat.getPermalink({ channel: room, message_ts: ts });
    return {
      posted: [
        pick(posted, 'ok', 'channel', 'ts'),
        pick(posted.message, 'type', 'text', 'ts', 'user', 'blocks'),
      ],
      dm: pick(dm, 'ok', 'channel', 'ts'),
      updated: [pick(updated, 'ok', 'channel', 'ts', 'text'), pick(updated.message, 'text', 'blocks')],
      permalink: new URL(String(permalink.permalink)).pathname
        .replace(room, '<C>')
        .replace(/p\d{16}$/, 'p<ts>'),
      noText: await outcome(client.apiCall('chat.postMessage', { channel: room })),
      nowhere: await outcome(client.chat.postMessage({ channel: 'C0NOWHERE', text: 'x' })),
      archived: await outcome(client.chat.postMessage({ channel: archived, text: 'x' })),
      unknown: await outcome(client.chat.update({ channel: room, ts: '1700000000.000000', text: 'x' })),
      foreign: await outcome(client.chat.update({ channel: room, ts: foreignTs, text: 'x' })),
      foreignDelete: await outcome(client.chat.delete({ channel: room, ts: foreignTs })),
      unlinked: await outcome(client.chat.getPermalink({ channel: room, message_ts: '1700000000.000000' })),
      deleted: pick(await client.chat.delete({ channel: room, ts }), 'ok', 'channel', 'ts'),
      deletedTwice: await outcome(client.chat.delete({ channel: room, ts })),
    };
  });
  // Left out: limits of text and blocks, rate limits and user groups, which emulate has none of; an unknown token, for
  // which emulate falls back to its first user; update in an archived channel, which emulate allows.
  expect(sandbox).toEqual(emulate);
});

test('both whisper alike', async () => {
  const [sandbox, emulate] = await both(async ({ client, person, room }) => ({
    whispered: pick(
      await client.chat.postEphemeral({ channel: room, user: person, text: 'psst' }),
      'ok',
      'message_ts',
    ),
    noText: await outcome(client.apiCall('chat.postEphemeral', { channel: room, user: person })),
    nowhere: await outcome(client.chat.postEphemeral({ channel: 'C0NOWHERE', user: person, text: 'x' })),
  }));
  // Left out: a person outside the channel, because emulate seeds everyone into every channel.
  expect(sandbox).toEqual(emulate);
});

test('both open direct messages alike', async () => {
  const [sandbox, emulate] = await both(async ({ client, person }) => {
    const opened = await client.conversations.open({ users: person });
    const again = await client.conversations.open({ users: person });
    return {
      opened: pick(opened.channel, 'id'),
      again: pick(again, 'no_op', 'already_open'),
      same: again.channel?.id === opened.channel?.id,
      nobody: await outcome(client.conversations.open({ users: 'U0NOBODY' })),
      unsaid: await outcome(client.apiCall('conversations.open', {})),
    };
  });
  // Left out: a deactivated person. Slack's page says user_disabled, emulate user_not_found.
  expect(sandbox).toEqual(emulate);
});

test('both read channels, history and threads alike', async () => {
  const [sandbox, emulate] = await both(async ({ client, person }) => {
    const first = await client.chat.postMessage({ channel: person, text: 'first' });
    const channel = String(first.channel);
    await client.chat.postMessage({ channel, text: 'second' });
    await client.chat.postMessage({ channel, text: 'reply', thread_ts: String(first.ts) });
    const page = await client.conversations.history({ channel, limit: 1 });
    const rest = await client.conversations.history({ channel, cursor: page.response_metadata?.next_cursor });
    const thread = await client.conversations.replies({ channel, ts: String(first.ts) });
    const info = await client.conversations.info({ channel });
    return {
      page: page.messages?.map((one) => pick(one, 'type', 'text', 'ts', 'user')),
      hasMore: page.has_more,
      hasCursor: page.response_metadata?.next_cursor !== '',
      rest: rest.messages?.map((one) => pick(one, 'text', 'reply_count')),
      thread: thread.messages?.map((one) => pick(one, 'text', 'ts')),
      info: pick(info.channel, 'id', 'is_im', 'is_archived', 'user'),
      unknownInfo: await outcome(client.conversations.info({ channel: 'C0NOWHERE' })),
      unknownHistory: await outcome(client.conversations.history({ channel: 'C0NOWHERE' })),
    };
  });
  // Left out: oldest, latest, inclusive and include_all_metadata, which emulate ignores.
  expect(sandbox).toEqual(emulate);
});

test('both describe people and missing scopes alike', async () => {
  const [sandbox, emulate] = await both(async ({ client, narrow, person }) => {
    const info = await client.users.info({ user: person });
    const found = await client.users.lookupByEmail({ email: 'ana@acme.com' });
    const page = await client.users.list({ limit: 1 });
    const refused = await narrow.users.info({ user: person }).catch((error: { data: object }) => error.data);
    return {
      info: [
        pick(info.user, 'id', 'name', 'real_name', 'deleted', 'is_bot'),
        pick(info.user?.profile, 'email', 'status_text', 'status_emoji', 'status_expiration'),
      ],
      found: pick(found.user, 'id', 'name'),
      page: [page.members?.length, page.response_metadata?.next_cursor !== ''],
      nobody: await outcome(client.users.info({ user: 'U0NOBODY' })),
      noMail: await outcome(client.users.lookupByEmail({ email: 'nobody@acme.com' })),
      refused: pick(refused, 'ok', 'error', 'needed', 'provided'),
    };
  });
  // Left out: deactivated people, which emulate cannot make and leaves out of users.list; Do Not Disturb, which it has not.
  expect(sandbox).toEqual(emulate);
});

test('both open, update and publish views alike', async () => {
  const [sandbox, emulate] = await both(async ({ client, person, trigger }) => {
    const trigger_id = await trigger();
    const opened = await client.views.open({ trigger_id, view: reasonModal });
    const view_id = String(opened.view?.id);
    const hash = String(opened.view?.hash);
    const updated = await client.views.update({
      view_id,
      hash,
      view: { ...reasonModal, title: plain('New') },
    });
    const home = await client.views.publish({ user_id: person, view: { type: 'home', blocks: [] } });
    const keys = [
      'id',
      'type',
      'callback_id',
      'private_metadata',
      'title',
      'submit',
      'previous_view_id',
      'app_id',
    ];
    return {
      opened: pick(opened.view, ...keys),
      isRoot: opened.view?.root_view_id === view_id,
      updated: pick(updated.view, 'id', 'title'),
      isNewHash: updated.view?.hash !== hash,
      home: pick(home.view, 'id', 'type', 'app_id'),
      usedTrigger: await outcome(client.views.open({ trigger_id, view: reasonModal })),
      unknownTrigger: await outcome(client.views.open({ trigger_id: '1.2.3', view: reasonModal })),
      oldHash: await outcome(client.views.update({ view_id, hash, view: reasonModal })),
      unknownView: await outcome(client.views.update({ view_id: 'V0NOWHERE', view: reasonModal })),
    };
  });
  // Left out: expiry, which emulate measures by the wall clock; interactions, commands, Socket Mode and response URLs,
  // which emulate does not have.
  expect(sandbox).toEqual(emulate);
});

test('both take a file alike', async () => {
  const [sandbox, emulate] = await both(async ({ client, person }) => {
    const { channel } = await client.conversations.open({ users: person });
    const file = Buffer.from('an image');
    const sent = await client.filesUploadV2({
      channel_id: String(channel?.id),
      filename: 'funnel.png',
      file,
    });
    const { messages } = await client.conversations.history({ channel: String(channel?.id) });
    return {
      ok: sent.ok,
      shared: messages?.map((one) => one.files?.map((shared) => pick(shared, 'id', 'name', 'title'))),
    };
  });
  expect(sandbox).toEqual(emulate);
});
