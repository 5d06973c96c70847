import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import type { Logger } from 'pino';
import { onTestFinished } from 'vitest';
import { type Database, openPostgres } from '#db/open.ts';
import type { Settings } from '#domain/settings.ts';
import { SOURCE_SECRET } from '#sandbox/signed-delivery.ts';
import { createSandboxSlack, type SandboxSlack } from '#sandbox/slack/create-sandbox-slack.ts';
import { type Clock, createClock, peopleWorkspace, quietLog } from '#sandbox/stage.ts';
import { type Application, build } from '#src/app.ts';
import { readSettingsFile } from '#src/cli/settings-file.ts';
import type { ReadableSettings } from '#src/config/settings.ts';
import { randomId, randomSecret } from '#src/process/ids.ts';
import { createLiveSettings } from '#src/settings/live-settings.ts';
import { openCopy } from './copies.ts';
import { changedBy } from './settings.ts';
import { MONDAY, queryOn, sendTo, untilQuiet } from './stage.ts';

/** One Slack and one database, on which apps can be started: several at once, or one after another. */
export type Site = {
  slack: SandboxSlack;
  clock: Clock;
  database: Database;
  query: <Row>(text: string) => Promise<Row[]>;
  settle: () => Promise<void>;
  /** Lets time pass, as little as it needs, until Slack's pace has let everything through. */
  drain: (app: RunningApp) => Promise<void>;
  slackIdOf: (personId: string) => string;
  start: (changes?: AppChanges) => Promise<RunningApp>;
  /** Two processes at once; the embedded database belongs to one, which is then both. */
  startTwo: (changes: AppChanges) => Promise<[RunningApp, RunningApp]>;
};

export type AppChanges = {
  /** The settings file; the people and channels of handoff.yaml are in Slack in any case. */
  file?: string;
  settings?: (settings: Settings) => Settings;
  /** What an environment variable of the settings holds. */
  secretOf?: (name: string) => string;
  /** Another way to the same Postgres. */
  databaseUrl?: string;
  /** Ticks run by cron and once at start, as in production. */
  ticksByCron?: boolean;
  log?: Logger;
  /** What senders do from the moment the app listens. */
  whileStarting?: (send: RunningApp['send']) => Promise<void>;
};

export type RunningApp = {
  app: Application;
  address: string;
  send: (lead: unknown, options?: { source?: string; id?: string }) => Promise<number>;
  stop: () => Promise<void>;
};

const SIGNING_SECRET = 'sandbox-signing-secret';
const BOT_TOKEN = 'xoxb-sandbox';
const STATEMENT_SECONDS = 8;
const PACE_MINUTES = 0.1;

const SETTINGS_FILE = 'handoff.yaml';

function readSettings(file: string): ReadableSettings {
  const reading = readSettingsFile(file);
  if (!reading.ok) throw new Error(JSON.stringify(reading.problems));
  return reading;
}

export async function openSite(): Promise<Site> {
  const { database, release } = await openCopy();
  const clock = createClock(MONDAY);
  const slack = createSandboxSlack({
    now: clock.now,
    signingSecret: SIGNING_SECRET,
    botToken: BOT_TOKEN,
    limits: false,
  });
  const ids = peopleWorkspace(slack, readSettings(SETTINGS_FILE).settings);
  const apiUrl = await slack.listen();
  const running = new Set<RunningApp>();
  onTestFinished(async () => {
    for (const app of running) await app.stop();
    await slack.close();
    await database.close();
    release();
  });
  const query = queryOn(database);
  const settle = () => untilQuiet(query, clock.now);
  const start = async ({
    file = SETTINGS_FILE,
    settings = (same) => same,
    secretOf = () => SOURCE_SECRET,
    databaseUrl,
    ticksByCron = false,
    log = quietLog(),
    whileStarting = async () => {},
  }: AppChanges = {}): Promise<RunningApp> => {
    const app = build({
      // Each process has connections of its own.
      database: openPostgres(databaseUrl ?? database.url, STATEMENT_SECONDS),
      slack: { mode: 'http', botToken: BOT_TOKEN, signingSecret: SIGNING_SECRET, apiUrl },
      settings: createLiveSettings(changedBy(settings, readSettings(file)), secretOf),
      readSettingsFile: () => {
        const reading = readSettingsFile(file);
        return reading.ok ? changedBy(settings, reading) : reading;
      },
      now: clock.now,
      newId: randomId,
      newSecret: randomSecret,
      publicUrl: null,
      trustedProxies: 0,
      log,
      ticksByCron,
    });
    app.server.listen(0, '127.0.0.1');
    await once(app.server, 'listening');
    // A server that listens on a port has an address with a port.
    const address = `http://127.0.0.1:${(app.server.address() as AddressInfo).port}`;
    await Promise.all([app.start(), whileStarting(sendTo(address, clock.now))]);
    await slack.connect({ eventsUrl: `${address}/slack/events` });
    const started: RunningApp = {
      app,
      address,
      send: sendTo(address, clock.now),
      stop: async () => {
        running.delete(started);
        await app.stop();
      },
    };
    running.add(started);
    return started;
  };
  return {
    slack,
    clock,
    database,
    query,
    settle,
    drain: async ({ app }) => {
      await settle();
      while ((await query('select key from messages where shown < wanted limit 1')).length > 0) {
        clock.forward(PACE_MINUTES);
        await app.tick();
        await settle();
      }
    },
    slackIdOf: (personId) => ids.get(personId) ?? '',
    start,
    startTwo: async (changes) => {
      const first = await start(changes);
      return [first, await start(changes)];
    },
  };
}
