import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { type AddressInfo, createServer } from 'node:net';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { openSurroundings, runToEnd } from '../support/processes.ts';

const MAIN = 'src/main.ts';

test('everything that is wrong with the environment and the sources is said at once, and no secret is shown', async () => {
  const { env } = await openSurroundings('http');

  const ended = await runToEnd(MAIN, [], {
    ...env,
    SLACK_BOT_TOKEN: 'xoxp-not-a-bot',
    SLACK_SIGNING_SECRET: 'too short',
    PORT: 'eighty',
    LOG_LEVEL: 'infos',
    CONTENT_WEBHOOK_SECRET: 'not-a-webhook-secret!',
    ZAPIER_TOKEN: '',
  });

  expect(ended.code).toBe(1);
  expect(ended.stdout).toBe('');
  expect(
    ended.stderr
      .replaceAll(env.HANDOFF_CONFIG ?? '', 'handoff.yaml')
      .trim()
      .split('\n'),
  ).toEqual([
    'environment: 4 mistakes',
    "  SLACK_BOT_TOKEN: this is a user token, which the app never needs; your app's page on api.slack.com → OAuth & Permissions → Bot User OAuth Token, starts with xoxb-",
    "  SLACK_SIGNING_SECRET: has spaces in it; your app's page on api.slack.com → Basic Information → App Credentials → Signing Secret",
    '  PORT: expected a whole number from 0 to 65535, got "eighty"',
    '  LOG_LEVEL: expected one of trace, debug, info, warn, error, fatal, silent, got "infos"; did you mean "info"?',
    'handoff.yaml: 2 mistakes',
    '  sources[1].auth.secret_env[0]: the environment variable CONTENT_WEBHOOK_SECRET holds no Standard Webhooks secret: expected whsec_ and base64',
    '  sources[3].auth.secret_env[0]: the environment variable ZAPIER_TOKEN is not set',
  ]);
});

test('a source that says nothing about its proof keeps the app from starting', async () => {
  const { env, folder } = await openSurroundings('http');
  const config = join(folder, 'open.yaml');
  const { readFileSync } = await import('node:fs');
  const text = readFileSync(env.HANDOFF_CONFIG ?? '', 'utf8');
  const without = text.replace(
    '    auth: { type: standard-webhooks, secret_env: [CONTENT_WEBHOOK_SECRET] }\n',
    '',
  );
  writeFileSync(config, without);

  const ended = await runToEnd(MAIN, [], { ...env, HANDOFF_CONFIG: config });

  expect(ended.code).toBe(1);
  expect(ended.stderr).toContain(
    'sources[1].auth: missing; expected how its deliveries are checked, or `auth: none` to let anybody send leads on purpose',
  );
});

test('a database that is not there is said in a sentence, without the password', async () => {
  const { env } = await openSurroundings('http');
  const other = createServer().listen(0, '127.0.0.1');
  await once(other, 'listening');
  // A server that listens on a port has an address with a port.
  const { port } = other.address() as AddressInfo;
  other.close();
  await once(other, 'close');

  const ended = await runToEnd(MAIN, [], {
    ...env,
    DATABASE_URL: `postgres://me:secret@127.0.0.1:${port}/leads`,
  });

  expect({ code: ended.code, stderr: ended.stderr }).toEqual({
    code: 1,
    stderr: `connect ECONNREFUSED 127.0.0.1:${port}\nThe database cannot be used. Start it, or put DATABASE_URL right.\n`,
  });
});

test('a port that is taken ends the start with a sentence that says what to do', async () => {
  const { env } = await openSurroundings('http');
  const other = createServer().listen(0, '127.0.0.1');
  await once(other, 'listening');
  onTestFinished(() => {
    other.close();
  });
  // A server that listens on a port has an address with a port.
  const { port } = other.address() as AddressInfo;

  const ended = await runToEnd(MAIN, [], { ...env, PORT: String(port) });

  expect({ code: ended.code, stderr: ended.stderr }).toEqual({
    code: 1,
    stderr: `listen EADDRINUSE: address already in use 127.0.0.1:${port}\nThe app cannot listen there. Stop what has the port, or set PORT (and HOST) to another.\n`,
  });
});

test('an app-level token that Slack refuses is named, with the place where the right one stands', async () => {
  const { env } = await openSurroundings('socket');

  const ended = await runToEnd(MAIN, [], { ...env, SLACK_APP_TOKEN: 'xapp-of-another-app' });

  expect({ code: ended.code, stderr: ended.stderr }).toEqual({
    code: 1,
    stderr:
      "environment: 1 mistake\n  SLACK_APP_TOKEN: Slack refuses it (invalid_auth); your app's page on api.slack.com → Basic Information → App-Level Tokens, with the scope connections:write\n",
  });
});
