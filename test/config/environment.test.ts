import { expect, test } from 'vitest';
import { readEnvironment } from '#src/config/environment.ts';

const socket = { SLACK_BOT_TOKEN: 'xoxb-1-a', SLACK_APP_TOKEN: 'xapp-1-a' };

test('two tokens are enough: Socket Mode, an embedded database, defaults for the rest', () => {
  expect(readEnvironment(socket)).toEqual({
    ok: true,
    environment: {
      slack: {
        botToken: 'xoxb-1-a',
        apiUrl: 'https://slack.com/api/',
        mode: 'socket',
        appToken: 'xapp-1-a',
      },
      database: { dataDir: '.data' },
      configFile: 'handoff.yaml',
      publicUrl: null,
      trustedProxies: 0,
      port: 3000,
      host: '127.0.0.1',
      logLevel: 'info',
    },
  });
});

test('every variable is read; an empty one counts as not set', () => {
  expect(
    readEnvironment({
      SLACK_BOT_TOKEN: 'xoxb-1-a',
      SLACK_APP_TOKEN: '',
      SLACK_SIGNING_SECRET: '0123456789abcdef0123456789abcdef',
      SLACK_API_URL: 'http://127.0.0.1:4000/api',
      DATABASE_URL: 'postgres://handoff:pw@db:5432/handoff',
      HANDOFF_DATA_DIR: '/data',
      HANDOFF_CONFIG: 'team.yaml',
      PUBLIC_URL: 'https://handoff.example.com/',
      TRUSTED_PROXIES: '1',
      PORT: '8080',
      HOST: '0.0.0.0',
      LOG_LEVEL: 'debug',
    }),
  ).toEqual({
    ok: true,
    environment: {
      slack: {
        botToken: 'xoxb-1-a',
        apiUrl: 'http://127.0.0.1:4000/api/',
        mode: 'http',
        signingSecret: '0123456789abcdef0123456789abcdef',
      },
      database: { url: 'postgres://handoff:pw@db:5432/handoff' },
      configFile: 'team.yaml',
      publicUrl: 'https://handoff.example.com',
      trustedProxies: 1,
      port: 8080,
      host: '0.0.0.0',
      logLevel: 'debug',
    },
  });
});

test('what is missing is told with the place to get it, and a variable that may be mistyped', () => {
  expect(readEnvironment({ SLACK_BOT_TOKN: 'xoxb-1-a' })).toEqual({
    ok: false,
    problems: [
      {
        path: 'SLACK_BOT_TOKEN',
        line: null,
        problem:
          "missing; your app's page on api.slack.com → OAuth & Permissions → Bot User OAuth Token, starts with xoxb-; there is a SLACK_BOT_TOKN: a typing error?",
      },
      {
        path: 'SLACK_SIGNING_SECRET or SLACK_APP_TOKEN',
        line: null,
        problem:
          "missing; for Socket Mode set SLACK_APP_TOKEN (your app's page on api.slack.com → Basic Information → App-Level Tokens (scope connections:write), starts with xapp-); for HTTP set SLACK_SIGNING_SECRET (your app's page on api.slack.com → Basic Information → App Credentials → Signing Secret)",
      },
    ],
  });
});

test('what is malformed is told at once, and no secret is repeated', () => {
  const reading = readEnvironment({
    SLACK_BOT_TOKEN: 'xapp-1-secret',
    SLACK_SIGNING_SECRET: '"0123456789abcdef0123456789abcdef"',
    SLACK_API_URL: 'slack.com/api',
    DATABASE_URL: 'mysql://root:hunter2@db/handoff',
    PORT: '80.5',
    LOG_LEVEL: 'inof',
  });
  expect(reading).toEqual({
    ok: false,
    problems: [
      {
        path: 'SLACK_BOT_TOKEN',
        line: null,
        problem:
          "this is an app-level token, for SLACK_APP_TOKEN; your app's page on api.slack.com → OAuth & Permissions → Bot User OAuth Token, starts with xoxb-",
      },
      {
        path: 'SLACK_API_URL',
        line: null,
        problem: 'expected an http or https address such as https://slack.com/api/',
      },
      {
        path: 'SLACK_SIGNING_SECRET',
        line: null,
        problem:
          "has quotes in it; your app's page on api.slack.com → Basic Information → App Credentials → Signing Secret",
      },
      {
        path: 'DATABASE_URL',
        line: null,
        problem:
          'expected an address that starts with postgres://; your Postgres, as postgres://user:password@host:5432/database',
      },
      { path: 'PORT', line: null, problem: 'expected a whole number from 0 to 65535, got "80.5"' },
      {
        path: 'LOG_LEVEL',
        line: null,
        problem:
          'expected one of trace, debug, info, warn, error, fatal, silent, got "inof"; did you mean "info"?',
      },
    ],
  });
});
