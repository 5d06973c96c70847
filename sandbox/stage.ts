import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import pino, { type Logger } from 'pino';
import type { Database } from '#db/open.ts';
import type { Settings } from '#domain/settings.ts';
import { type Application, build } from '#src/app.ts';
import type { ReadableSettings, SettingsReading } from '#src/config/settings.ts';
import { randomId, randomSecret } from '#src/process/ids.ts';
import { createLiveSettings } from '#src/settings/live-settings.ts';
import { SOURCE_SECRET } from './signed-delivery.ts';
import { createSandboxSlack, type SandboxSlack } from './slack/create-sandbox-slack.ts';
import type { SandboxSlackOptions } from './slack/options.ts';

/** The app as it is in production, on a stand-in Slack, with a clock that can be moved. */
export type Stage = {
  slack: SandboxSlack;
  app: Application;
  /** Where webhooks go, such as http://127.0.0.1:40123. */
  address: string;
  clock: Clock;
  /** The Slack id of a person of the settings. */
  slackIdOf: (personId: string) => string;
  stop: () => Promise<void>;
};

export type Clock = { now: () => Date; set: (at: Date) => void; forward: (minutes: number) => void };

export type StageOptions = {
  database: Database;
  settings: ReadableSettings;
  /** Reads the same settings again. */
  readSettingsFile: () => SettingsReading;
  /** Who and what is in Slack. The app may know less of it: a new team is in nobody's settings. */
  workspace: Settings;
  clock: Clock;
  limits: SandboxSlackOptions['limits'];
  ticksByCron: boolean;
  /** The port webhooks come to; 0 takes any. */
  port: number;
  log: Logger;
  /** Variables of the environment that are another than on the stage as it is. */
  environment?: Readonly<Record<string, string>>;
};

export const SIGNING_SECRET = 'sandbox-signing-secret';
const BOT_TOKEN = 'xoxb-sandbox';

/** Time that stands still until it is moved. */
export function createClock(at: Date): Clock {
  let now = at;
  return {
    now: () => now,
    set: (instant) => {
      now = instant;
    },
    forward: (minutes) => {
      now = new Date(now.getTime() + minutes * 60_000);
    },
  };
}

/** Builds the workspace the settings speak of: its people and its channels. */
export function peopleWorkspace(slack: SandboxSlack, settings: Settings): Map<string, string> {
  const ids = new Map<string, string>();
  for (const person of settings.people) {
    const id = person.slack_id ?? `U${person.id.toUpperCase().replaceAll(/[^A-Z0-9]/g, '')}0`;
    const tz = person.time_zone ?? settings.workspace.time_zone;
    const isAdmin = person.roles.includes('ops');
    slack.addUser({ id, name: person.id, realName: person.name, email: person.email, tz, isAdmin });
    ids.set(person.id, id);
  }
  const everybody = [...ids.values()];
  for (const [id, name] of channelNames(settings)) {
    slack.addChannel({ id, name, members: everybody, botIsMember: true });
  }
  return ids;
}

/** The channels that the settings know by id only, and what the stage calls them. */
export function channelNames(settings: Settings): Map<string, string> {
  const { ops, feedback } = settings.channels;
  const claimed = settings.pools.filter((pool) => pool.deliver_to !== 'dm');
  const names = new Map(claimed.map((pool) => [pool.deliver_to, pool.id]));
  if (ops) names.set(ops, 'handoff-ops');
  if (feedback) names.set(feedback, 'lead-feedback');
  return names;
}

export async function openStage(options: StageOptions): Promise<Stage> {
  const { clock } = options;
  const slack = createSandboxSlack({
    now: clock.now,
    signingSecret: SIGNING_SECRET,
    botToken: BOT_TOKEN,
    limits: options.limits,
    commandsEscaped: ['/leads', '/handoff'],
  });
  const ids = peopleWorkspace(slack, options.workspace);
  const apiUrl = await slack.listen();
  const app = build({
    database: options.database,
    slack: { mode: 'http', botToken: BOT_TOKEN, signingSecret: SIGNING_SECRET, apiUrl },
    settings: createLiveSettings(options.settings, (name) => options.environment?.[name] ?? SOURCE_SECRET),
    readSettingsFile: options.readSettingsFile,
    now: clock.now,
    newId: randomId,
    newSecret: randomSecret,
    publicUrl:
      options.environment?.PUBLIC_URL ?? (options.port === 0 ? null : `http://127.0.0.1:${options.port}`),
    trustedProxies: Number(options.environment?.TRUSTED_PROXIES ?? 0),
    log: options.log,
    ticksByCron: options.ticksByCron,
  });
  app.server.listen(options.port, '127.0.0.1');
  await once(app.server, 'listening');
  await app.start();
  // A server that listens on a port has an address with a port.
  const { port } = app.server.address() as AddressInfo;
  const address = `http://127.0.0.1:${port}`;
  await slack.connect({ eventsUrl: `${address}/slack/events` });
  return {
    slack,
    app,
    address,
    clock,
    slackIdOf: (personId) => {
      const id = ids.get(personId);
      if (!id) throw new Error(`the settings have no person ${personId}`);
      return id;
    },
    stop: async () => {
      await app.stop();
      await slack.close();
    },
  };
}

export const quietLog = (): Logger => pino({ level: process.env.LOG_LEVEL ?? 'silent' });
