import { nearest, oneOf, suggest } from '#domain/nearest.ts';
import type { Problem } from './problem.ts';

export type Env = Readonly<Record<string, string | undefined>>;

export const LOG_LEVELS = ['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'] as const;
export type LogLevel = (typeof LOG_LEVELS)[number];

export type SlackEnvironment = { botToken: string; apiUrl: string } & (
  | { mode: 'http'; signingSecret: string }
  | { mode: 'socket'; appToken: string }
);

/** What the process was told from outside, checked. */
export type Environment = {
  slack: SlackEnvironment;
  /** A Postgres, or the folder of the embedded one. */
  database: { url: string } | { dataDir: string };
  configFile: string;
  /** Where the world reaches the app; null where nobody said. */
  publicUrl: string | null;
  /** How many proxies stand before the app, each of which says who asked it. */
  trustedProxies: number;
  port: number;
  host: string;
  logLevel: LogLevel;
};

export type EnvironmentReading = { ok: true; environment: Environment } | { ok: false; problems: Problem[] };

/** Every variable of the environment: what it is for, where its value comes from, and what holds without it. */
export const VARIABLES = {
  SLACK_BOT_TOKEN: {
    about: 'the bot token of the Slack app',
    from: "your app's page on api.slack.com → OAuth & Permissions → Bot User OAuth Token, starts with xoxb-",
    otherwise: null,
  },
  SLACK_SIGNING_SECRET: {
    about: "proves that a request comes from Slack; needed when Slack calls the app's address (HTTP)",
    from: "your app's page on api.slack.com → Basic Information → App Credentials → Signing Secret",
    otherwise: null,
  },
  SLACK_APP_TOKEN: {
    about: 'when set, the app calls Slack instead (Socket Mode) and needs no public address',
    from: "your app's page on api.slack.com → Basic Information → App-Level Tokens (scope connections:write), starts with xapp-",
    otherwise: null,
  },
  SLACK_API_URL: {
    about: "the address of Slack's Web API; another one only for tests and proxies",
    from: 'an http or https address',
    otherwise: 'https://slack.com/api/',
  },
  DATABASE_URL: {
    about: 'the Postgres to use; without it the app keeps an embedded one in HANDOFF_DATA_DIR',
    from: 'your Postgres, as postgres://user:password@host:5432/database',
    otherwise: null,
  },
  HANDOFF_DATA_DIR: {
    about: 'the folder of the embedded database',
    from: 'a folder the app may write to',
    otherwise: '.data',
  },
  HANDOFF_CONFIG: { about: 'the settings file', from: 'the path of a YAML file', otherwise: 'handoff.yaml' },
  PUBLIC_URL: {
    about: 'where the world reaches the app, so that /handoff setup can show the address of a source',
    from: 'an https address such as https://handoff.example.com, without the path',
    otherwise: null,
  },
  TRUSTED_PROXIES: {
    about: 'how many proxies of yours stand before the app; the last so many of X-Forwarded-For are believed',
    from: 'a whole number from 0 to 9',
    otherwise: '0',
  },
  PORT: { about: 'the port the app listens on', from: 'a whole number from 0 to 65535', otherwise: '3000' },
  HOST: {
    // Loopback: nobody's laptop should answer the network by accident. The container sets 0.0.0.0.
    about: 'the address the app listens on; 0.0.0.0 for all of the machine',
    from: 'an address of this machine',
    otherwise: '127.0.0.1',
  },
  LOG_LEVEL: { about: 'how much is logged', from: LOG_LEVELS.join(', '), otherwise: 'info' },
} as const satisfies Record<string, { about: string; from: string; otherwise: string | null }>;
type Variable = keyof typeof VARIABLES;

type Reader = { env: Env; problems: Problem[] };

/** Reads the environment, or says everything that is missing or malformed in it. No value is ever repeated. */
export function readEnvironment(env: Env): EnvironmentReading {
  const reader: Reader = { env, problems: [] };
  const environment: Environment = {
    slack: readSlack(reader),
    database: readDatabase(reader),
    configFile: settingsFileFrom(env),
    publicUrl: readPublicUrl(reader),
    trustedProxies: readTrustedProxies(reader),
    port: readPort(reader),
    host: given(env, 'HOST') ?? VARIABLES.HOST.otherwise,
    logLevel: readLogLevel(reader),
  };
  return reader.problems.length === 0 ? { ok: true, environment } : { ok: false, problems: reader.problems };
}

/** The path of the settings file. It can be told even when the rest of the environment is wrong. */
export function settingsFileFrom(env: Env): string {
  return given(env, 'HANDOFF_CONFIG') ?? VARIABLES.HANDOFF_CONFIG.otherwise;
}

/** The part of the environment the command line needs: which database. */
export function readDatabaseFrom(
  env: Env,
): { ok: true; database: Environment['database'] } | { ok: false; problems: Problem[] } {
  const reader: Reader = { env, problems: [] };
  const database = readDatabase(reader);
  return reader.problems.length === 0 ? { ok: true, database } : { ok: false, problems: reader.problems };
}

/** The part of the environment it takes to ask Slack something, and to answer nobody. */
export function readSlackFrom(
  env: Env,
): { ok: true; slack: Pick<SlackEnvironment, 'botToken' | 'apiUrl'> } | { ok: false; problems: Problem[] } {
  const reader: Reader = { env, problems: [] };
  const slack = { botToken: readBotToken(reader), apiUrl: readApiUrl(reader) };
  return reader.problems.length === 0 ? { ok: true, slack } : { ok: false, problems: reader.problems };
}

const readBotToken = (reader: Reader): string => readSecret(reader, 'SLACK_BOT_TOKEN', /^xoxb-[\w-]+$/);

function readSlack(reader: Reader): SlackEnvironment {
  const botToken = readBotToken(reader);
  const apiUrl = readApiUrl(reader);
  if (given(reader.env, 'SLACK_APP_TOKEN') !== undefined) {
    return {
      botToken,
      apiUrl,
      mode: 'socket',
      appToken: readSecret(reader, 'SLACK_APP_TOKEN', /^xapp-[\w-]+$/),
    };
  }
  if (given(reader.env, 'SLACK_SIGNING_SECRET') === undefined) {
    const { SLACK_SIGNING_SECRET: http, SLACK_APP_TOKEN: socket } = VARIABLES;
    const found = lookalike(reader.env, 'SLACK_SIGNING_SECRET') || lookalike(reader.env, 'SLACK_APP_TOKEN');
    reader.problems.push({
      path: 'SLACK_SIGNING_SECRET or SLACK_APP_TOKEN',
      line: null,
      problem: `missing; for Socket Mode set SLACK_APP_TOKEN (${socket.from}); for HTTP set SLACK_SIGNING_SECRET (${http.from})${found}`,
    });
    return { botToken, apiUrl, mode: 'http', signingSecret: '' };
  }
  // Slack's are 32 hexadecimal digits today; only what cannot be one is refused: a token, spaces, a fragment.
  const signingSecret = readSecret(reader, 'SLACK_SIGNING_SECRET', /^(?!xox|xapp-)[\w-]{16,}$/);
  return { botToken, apiUrl, mode: 'http', signingSecret };
}

function readSecret(reader: Reader, name: Variable, shape: RegExp): string {
  const value = given(reader.env, name);
  const { from } = VARIABLES[name];
  if (value === undefined) {
    add(reader, name, `missing; ${from}${lookalike(reader.env, name)}`);
    return '';
  }
  if (!shape.test(value)) add(reader, name, `${whyNot(value)}; ${from}`);
  return value;
}

const TOKENS: Record<string, string> = {
  'xoxb-': 'this is a bot token, for SLACK_BOT_TOKEN',
  'xapp-': 'this is an app-level token, for SLACK_APP_TOKEN',
  'xoxp-': 'this is a user token, which the app never needs',
};

// Says what is wrong without showing any of it.
function whyNot(value: string): string {
  if (/\s/.test(value)) return 'has spaces in it';
  if (/["'`]/.test(value)) return 'has quotes in it';
  const prefix = Object.keys(TOKENS).find((start) => value.startsWith(start));
  return (prefix !== undefined && TOKENS[prefix]) || 'does not look like one';
}

function readApiUrl(reader: Reader): string {
  const url = given(reader.env, 'SLACK_API_URL') ?? VARIABLES.SLACK_API_URL.otherwise;
  if (!/^https?:$/.test(protocolOf(url))) {
    add(reader, 'SLACK_API_URL', `expected ${VARIABLES.SLACK_API_URL.from} such as https://slack.com/api/`);
  }
  // The client appends the method's name to it.
  return url.endsWith('/') ? url : `${url}/`;
}

function readDatabase(reader: Reader): Environment['database'] {
  const url = given(reader.env, 'DATABASE_URL');
  if (url === undefined) {
    return { dataDir: given(reader.env, 'HANDOFF_DATA_DIR') ?? VARIABLES.HANDOFF_DATA_DIR.otherwise };
  }
  if (!/^postgres(ql)?:$/.test(protocolOf(url))) {
    add(
      reader,
      'DATABASE_URL',
      `expected an address that starts with postgres://; ${VARIABLES.DATABASE_URL.from}`,
    );
  }
  return { url };
}

function readPublicUrl(reader: Reader): string | null {
  const url = given(reader.env, 'PUBLIC_URL');
  if (url === undefined) return null;
  if (/^https?:$/.test(protocolOf(url))) return url.replace(/\/+$/, '');
  add(reader, 'PUBLIC_URL', `expected ${VARIABLES.PUBLIC_URL.from}`);
  return null;
}

const protocolOf = (url: string): string => (URL.canParse(url) ? new URL(url).protocol : '');

function readTrustedProxies(reader: Reader): number {
  const text = given(reader.env, 'TRUSTED_PROXIES') ?? VARIABLES.TRUSTED_PROXIES.otherwise;
  if (/^\d$/.test(text)) return Number(text);
  add(reader, 'TRUSTED_PROXIES', `expected ${VARIABLES.TRUSTED_PROXIES.from}, got "${text}"`);
  return 0;
}

function readPort(reader: Reader): number {
  const text = given(reader.env, 'PORT') ?? VARIABLES.PORT.otherwise;
  const port = /^\d{1,5}$/.test(text) ? Number(text) : Number.NaN;
  if (!(port <= 65_535)) add(reader, 'PORT', `expected ${VARIABLES.PORT.from}, got "${text}"`);
  return port;
}

function readLogLevel(reader: Reader): LogLevel {
  const text = given(reader.env, 'LOG_LEVEL') ?? VARIABLES.LOG_LEVEL.otherwise;
  const level = LOG_LEVELS.find((name) => name === text);
  if (level) return level;
  add(reader, 'LOG_LEVEL', `expected ${oneOf(LOG_LEVELS)}, got "${text}"${suggest(text, LOG_LEVELS)}`);
  return 'info';
}

function add(reader: Reader, name: Variable, problem: string): void {
  reader.problems.push({ path: name, line: null, problem });
}

// Compose files and CI pass a variable nobody set as an empty text.
function given(env: Env, name: Variable): string | undefined {
  return env[name] === '' ? undefined : env[name];
}

function lookalike(env: Env, name: Variable): string {
  const others = Object.keys(env).filter((other) => !(other in VARIABLES));
  const found = nearest(name, others);
  return found === null ? '' : `; there is a ${found}: a typing error?`;
}
