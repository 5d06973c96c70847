import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import type { Logger } from 'pino';
import { CannotStart } from '#db/embedded/cannot-start.ts';
import { openDatabase, refuseOldFolder } from '#db/open-database.ts';
import { type Application, build } from './app.ts';
import { readSettingsFile } from './cli/settings-file.ts';
import { ConfigError } from './config/config-error.ts';
import { type Environment, readEnvironment, settingsFileFrom } from './config/environment.ts';
import { giveBackMemory } from './process/give-back-memory.ts';
import { randomId, randomSecret } from './process/ids.ts';
import { rejectedBy } from './process/interruption.ts';
import { createLog } from './process/log.ts';
import { createLiveSettings } from './settings/live-settings.ts';
import { openSources } from './sources/open-sources.ts';

// No press and no delivery waits longer than this for the database.
const STATEMENT_SECONDS = 8;
const STOP_MS = 15_000;

const now = () => new Date();

const PORT_CODES = ['EADDRINUSE', 'EACCES', 'EADDRNOTAVAIL'];
// The last three are Postgres's own: wrong password, no such role, no such database.
const DATABASE_CODES = [
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'ETIMEDOUT',
  'EHOSTUNREACH',
  '28P01',
  '28000',
  '3D000',
];

const DISK_FULL = '53100';

/** The process was told to end before it was ready. */
class Stopped extends Error {}

try {
  await run();
} catch (error) {
  if (error instanceof Stopped) process.exit(0);
  // What the operator has to mend is said without a stack; anything else is ours.
  process.stderr.write(`${words(error) ?? (error as Error).stack}\n`);
  process.exit(1);
}

async function run(): Promise<void> {
  const { environment, reading } = readEverything();
  const log = createLog(environment.logLevel);
  process.on('uncaughtException', (error) => {
    log.fatal({ err: error }, 'stopping: something failed that nobody expected');
    process.exit(1);
  });
  const stopping = hearOfStop(log);
  // Without a terminal it asks for the settings, which a start is just reading.
  let ready: Application | null = null;
  if (!process.stdout.isTTY)
    process.on('SIGHUP', () => ready && rereadSettings(ready, environment.configFile, log));
  refuseOldFolder(environment.database);
  const database = await openDatabase(environment.database, {
    statementSeconds: STATEMENT_SECONDS,
    environment: process.env,
    onTrouble: (error) => log.error({ err: error }, 'the embedded database had trouble'),
    signal: stopping,
  });
  const settings = createLiveSettings(reading, (name) => process.env[name]);
  const app = build({
    database,
    slack: environment.slack,
    settings,
    readSettingsFile: () => readSettingsFile(environment.configFile),
    now,
    newId: randomId,
    newSecret: randomSecret,
    publicUrl: environment.publicUrl,
    trustedProxies: environment.trustedProxies,
    log,
    ticksByCron: true,
  });

  const started = Promise.race([startApp(app, environment), rejectedBy(stopping)]);
  const port = await started.catch(async (cause: unknown) => {
    // Of the embedded database nothing is to go on running that nobody uses.
    await database.close();
    throw cause;
  });
  log.info(
    {
      address: `http://${environment.host}:${port}`,
      slack: environment.slack.mode,
      database: 'url' in environment.database ? 'postgres' : 'embedded',
      settings: settings.inForce().version,
      sources: [...settings.sources().keys()],
    },
    'Handoff is ready',
  );

  ready = app;
  stopping.addEventListener('abort', () => app.stop().then(() => process.exit(0)));
  giveBackMemory();
}

/** Hears from the first moment on that the process is to end, so that a start leaves nothing running either. */
function hearOfStop(log: Logger): AbortSignal {
  const controller = new AbortController();
  const stop = (signal: string) => {
    log.info({ signal }, 'stopping: what runs is finished first');
    setTimeout(() => process.exit(1), STOP_MS).unref();
    controller.abort(new Stopped());
  };
  // A terminal that is closed says SIGHUP, and means that it is over.
  const signals = ['SIGINT', 'SIGTERM', ...(process.stdout.isTTY ? ['SIGHUP'] : [])];
  for (const signal of signals) process.once(signal, stop);
  return controller.signal;
}

/** Answers the port it listens on. */
async function startApp(app: Application, { port, host }: Environment): Promise<number> {
  // Listening first: a port that is taken is known before anything is started.
  app.server.listen(port, host);
  await once(app.server, 'listening');
  await app.start();
  // A server that listens on a port has an address with a port; 0 in the environment takes any that is free.
  return (app.server.address() as AddressInfo).port;
}

/** What `/handoff reload` does, for whoever has the process in hand: the log says what came of it. */
function rereadSettings({ core }: Application, file: string, log: Logger): void {
  core.reloadSettings().then(
    (outcome) => {
      switch (outcome.type) {
        case 'no_file':
          return log.error({ file }, 'there is no settings file to read again');
        case 'refused':
          return log.error(
            { file, problems: outcome.problems },
            'the settings file is not right; the settings from before go on',
          );
        case 'in_force':
          return log.info({ file, settings: outcome.after.version }, 'the settings file was read again');
      }
    },
    (error: unknown) => log.error({ err: error, file }, 'the settings file could not be put in force'),
  );
}

/** Environment, settings and secrets; everything that is wrong with any of them is said at once. */
function readEverything() {
  const environment = readEnvironment(process.env);
  const file = settingsFileFrom(process.env);
  const reading = readSettingsFile(file);
  const opened = reading.ok ? openSources(reading.settings, (name) => process.env[name]) : null;
  const sections = [
    { where: 'environment', problems: environment.ok ? [] : environment.problems },
    { where: file, problems: reading.ok ? [] : reading.problems },
    { where: file, problems: (opened?.problems ?? []).map((problem) => ({ ...problem, line: null })) },
  ].filter(({ problems }) => problems.length > 0);
  if (!environment.ok || !reading.ok || !opened || sections.length > 0) throw new ConfigError(sections);
  return { environment: environment.environment, reading };
}

/** Whether it, or what it came of, has one of the codes: a query that failed tells why in its cause. */
function hasCode(error: Error, codes: readonly string[]): boolean {
  if ('code' in error && codes.includes(String(error.code))) return true;
  return error.cause instanceof Error && hasCode(error.cause, codes);
}

/** What the operator can do about an error, in words; null when it is ours. */
function words(error: unknown): string | null {
  if (!(error instanceof Error)) return null;
  if (error instanceof ConfigError || error instanceof CannotStart) return error.message;
  if (hasCode(error, PORT_CODES)) {
    return `${error.message}\nThe app cannot listen there. Stop what has the port, or set PORT (and HOST) to another.`;
  }
  if (hasCode(error, [DISK_FULL]))
    return 'The disk of the database is full. Make room there, and start again.';
  if (hasCode(error, DATABASE_CODES)) {
    return `${error.message}\nThe database cannot be used. Start it, or put DATABASE_URL right.`;
  }
  return null;
}
