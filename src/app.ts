import type { IncomingMessage, Server } from 'node:http';
import { App, type CodedError, HTTPReceiver, SocketModeReceiver } from '@slack/bolt';
import { sql } from 'drizzle-orm';
import type { Logger } from 'pino';
import type { Database } from '#db/open.ts';
import { registerHandlers } from '#handlers/register.ts';
import { LANES } from '#scheduler/drain.ts';
import { schedule, type Task } from '#scheduler/schedule.ts';
import { type TickResult, tick } from '#scheduler/ticks.ts';
import { createAtRisk } from '#src/clocks/at-risk.ts';
import type { ChangeOutcome, Core, ReloadOutcome } from '#src/core/core.ts';
import { TooLate, within } from '#src/core/deadline.ts';
import { createQueue } from '#src/core/queue.ts';
import { type FindSource, intakeDelivery } from '#src/intake/read-delivery.ts';
import { receive } from '#src/intake/receive.ts';
import { sendDigests } from '#src/messages/digests.ts';
import { createMetrics } from '#src/process/metrics.ts';
import { createHttpServer } from '#src/process/server.ts';
import { createCatchUp } from '#src/settings/catch-up.ts';
import type { LiveSettings } from '#src/settings/live-settings.ts';
import { syncOne } from '#src/slack/sync-one.ts';
import { ConfigError } from './config/config-error.ts';
import type { SlackEnvironment } from './config/environment.ts';
import type { ReadableSettings, SettingsReading } from './config/settings.ts';
import { interactiveOptions, outgoingClient, slackLogger } from './slack/client.ts';
import { checkPeople } from './slack/directory.ts';
import { readFault } from './slack/errors.ts';
import { checkInstallation } from './slack/installation.ts';
import { createPace } from './slack/pace.ts';
import { createPresence } from './slack/presence.ts';
import { checkUserGroups } from './slack/user-groups.ts';

export type Parts = {
  database: Database;
  slack: SlackEnvironment;
  settings: LiveSettings;
  /** Reads the settings file again; null in a process that has none. */
  readSettingsFile: (() => SettingsReading) | null;
  now: () => Date;
  newId: () => string;
  newSecret: () => string;
  publicUrl: string | null;
  log: Logger;
  /** Whether ticks run by cron; tests and the demo run them by hand. */
  ticksByCron: boolean;
};

export type Application = {
  core: Core;
  server: Server;
  /** Resolves when everything runs and deliveries may come. */
  start: () => Promise<void>;
  stop: () => Promise<void>;
  tick: () => Promise<TickResult>;
  checkPeople: () => Promise<void>;
  /** Puts another reading of the settings file in force, or says why not. */
  changeSettingsFile: (file: ReadableSettings) => Promise<ChangeOutcome>;
  /** Reads the user groups that pools are made of, as far as that was not done lately. */
  checkUserGroups: () => Promise<void>;
  /** Sends managers their digest of the day, if it is time and they have none yet. */
  sendDigests: () => Promise<void>;
  /** Reads Do Not Disturb and statuses, where the settings ask. */
  checkPresence: () => Promise<void>;
};

const READY_MS = 2_000;

/** Attaches every part to every other, and starts nothing. */
export function build(parts: Parts): Application {
  const { database, slack, log, now, newId } = parts;
  const queue = createQueue(database, (error) =>
    log.error({ err: error }, 'the queue had trouble; it goes on by itself'),
  );
  const { settings } = parts;
  const core: Core = {
    db: database.db,
    queue,
    now,
    newId,
    newSecret: parts.newSecret,
    publicUrl: parts.publicUrl,
    inForce: settings.inForce,
    layers: settings.layers,
    reloadSettings: () => reloadSettings(),
    changeSettings: async (change) => {
      const outcome = await settings.change(core, change);
      catchUp.wake();
      return outcome;
    },
  };
  const metrics = createMetrics();
  const client = outgoingClient(slack.botToken, slack.apiUrl, log);
  const slackSide = { client, pace: createPace(), metrics, log };
  const { bolt, http } = createBolt(slack, log);
  registerHandlers(bolt, core);

  const catchUp = createCatchUp({
    core,
    checkPeople: async () => {
      await checkPeople(core, client, log);
      await checkUserGroups(core, client, log, 'all');
      await refresh(settings.refresh(core));
    },
    refresh: () => settings.refresh(core),
    onError: (error) => log.error({ err: error }, 'new settings have yet to take full effect; trying again'),
  });
  const refresh = async (outcome: Promise<ChangeOutcome>): Promise<ChangeOutcome> => {
    const refreshed = await outcome;
    if (!refreshed.ok) {
      const { problems } = refreshed;
      log.error({ problems }, 'changed settings are not right; those from before go on');
    }
    catchUp.wake();
    return refreshed;
  };

  const changeSettingsFile = (file: ReadableSettings) => refresh(settings.changeFile(core, file));
  const reloadSettings = async (): Promise<ReloadOutcome> => {
    const reading = parts.readSettingsFile?.();
    if (!reading) return { type: 'no_file' };
    const before = settings.inForce();
    const outcome = reading.ok ? await changeSettingsFile(reading) : reading;
    if (!outcome.ok) return { type: 'refused', problems: outcome.problems };
    return { type: 'in_force', before, after: settings.inForce() };
  };

  const findSource: FindSource = async (id) => {
    const known = settings.sources().get(id);
    if (known) return known;
    // Another process may have connected it a moment ago.
    await refresh(settings.refresh(core));
    return settings.sources().get(id) ?? null;
  };

  const touchAtRisk = createAtRisk(core);
  const runTick = async (): Promise<TickResult> => {
    const end = metrics.tickSeconds.startTimer();
    await refresh(settings.refresh(core));
    const result = await tick(core, {
      lanes: LANES[database.backend.kind],
      onError: (error, id) => log.error({ err: error, id }, 'this one failed in a tick'),
    });
    await touchAtRisk();
    end();
    metrics.stepsLateSeconds.set(result.lateSeconds);
    return result;
  };
  const readGroups = async () => {
    await checkUserGroups(core, client, log, 'due');
    await refresh(settings.refresh(core));
  };
  const checkPresence = createPresence(core, slackSide);
  const findPeopleIfAnswered = () =>
    catchUp.findPeople().catch((error: unknown) => {
      const fault = readFault(error);
      log.error({ fault }, 'Slack did not tell who is who; the people known before are used');
    });
  const tasks: Task[] = [
    { name: 'tick', cron: '*/15 * * * * *', run: runTick },
    { name: 'people', cron: '17 4 * * *', run: catchUp.findPeople },
    // Whoever goes on duty in Slack is on duty here soon after; a group is one of twenty calls a minute.
    { name: 'user groups', cron: '40 */5 * * * *', run: readGroups },
    // Every few minutes: who was not reached at their opening is reached a little later.
    { name: 'digests', cron: '30 */5 * * * *', run: () => sendDigests(core) },
    { name: 'presence', cron: '50 * * * * *', run: checkPresence },
  ];
  let scheduled: ReturnType<typeof schedule> | null = null;
  let isStarted = false;

  const server = createHttpServer(
    {
      // Before the queue is open a delivery could not be enqueued: on PGlite it would even keep it from opening.
      webhook: async (sourceId: string, request: IncomingMessage, body: Buffer) =>
        isStarted
          ? receive(core, findSource, { sourceId, headers: request.headers, body })
          : { status: 503, body: { error: 'starting; send it again' } },
      slack:
        http &&
        ((request, response) => {
          if (isStarted) http.requestListener(request, response);
          else response.writeHead(503, { 'retry-after': '5' }).end();
        }),
      isReady: async () => {
        const db = await within(READY_MS, core.db.execute(sql`select 1`)).then(
          () => 'ok',
          () => 'away',
        );
        return {
          ready: isStarted && db === 'ok',
          parts: { database: db, workers: isStarted ? 'ok' : 'starting' },
        };
      },
      metrics,
    },
    log,
  );

  return {
    core,
    server,
    tick: runTick,
    checkPeople: catchUp.findPeople,
    changeSettingsFile,
    checkUserGroups: readGroups,
    checkPresence,
    sendDigests: () => sendDigests(core),
    start: async () => {
      await database.migrate();
      await settings.open(core);
      await queue.open();
      await Promise.all([findPeopleIfAnswered(), checkInstallation(core, client, log)]);
      await queue.work({
        intake: logged(log, 'intake', (deliveryId) => intakeDelivery(core, findSource, deliveryId)),
        sync: logged(log, 'sync', (key) => syncOne(core, slackSide, key)),
      });
      await bolt.init();
      // In HTTP mode the receiver has no server of its own to start.
      if (!http) await bolt.start().catch(blameAppToken);
      catchUp.start();
      scheduled = schedule(parts.ticksByCron ? tasks : [], log);
      isStarted = true;
    },
    stop: async () => {
      isStarted = false;
      await new Promise<void>((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      });
      if (!http) await bolt.stop();
      await scheduled?.stop();
      await catchUp.stop();
      await queue.close();
      await database.close();
    },
  };
}

/** A job that fails is tried again by the queue; that it failed is said here. */
function logged(log: Logger, job: string, run: (id: string) => Promise<void>): (id: string) => Promise<void> {
  return async (id) => {
    try {
      await run(id);
    } catch (error) {
      log.error({ err: error, job, id }, 'a job failed; it is tried again');
      throw error;
    }
  };
}

function createBolt(slack: SlackEnvironment, log: Logger): { bolt: App; http: HTTPReceiver | null } {
  const logger = slackLogger(log);
  const http =
    slack.mode === 'http'
      ? new HTTPReceiver({ signingSecret: slack.signingSecret, endpoints: '/slack/events', logger })
      : null;
  const socket =
    slack.mode === 'socket'
      ? new SocketModeReceiver({
          appToken: slack.appToken,
          logger,
          installerOptions: { clientOptions: { slackApiUrl: slack.apiUrl } },
        })
      : null;
  const bolt = new App({
    // One workspace: whoever Slack speaks for, it is this bot, and no call is needed to know that.
    authorize: async () => ({ botToken: slack.botToken }),
    receiver: http ?? socket ?? undefined,
    clientOptions: interactiveOptions(slack.apiUrl, log),
    logger,
    convoStore: false,
    deferInitialization: true,
    extendedErrorHandler: true,
  });
  bolt.error(async ({ error, body }: { error: CodedError; body: object }) => {
    if (error.original instanceof TooLate) log.warn('a press could not be answered in time');
    else log.error({ err: error.original ?? error, code: error.code }, 'a press failed');
    await apologise('response_url' in body ? body.response_url : null);
  });
  return { bolt, http };
}

/** A socket that Slack does not open for this token is the operator's to mend; what passes is tried again by Bolt. */
function blameAppToken(error: unknown): never {
  const fault = readFault(error);
  if (fault.type !== 'not_allowed') throw error;
  const problem = `Slack refuses it (${fault.code}); your app's page on api.slack.com → Basic Information → App-Level Tokens, with the scope connections:write`;
  throw new ConfigError([
    { where: 'environment', problems: [{ path: 'SLACK_APP_TOKEN', line: null, problem }] },
  ]);
}

/** Whoever pressed hears that something went wrong, if Slack can still be reached. */
async function apologise(responseUrl: unknown): Promise<void> {
  if (typeof responseUrl !== 'string') return;
  const text =
    'That did not work just now. Nothing is lost: look at the card again, and press once more if it is unchanged.';
  await fetch(responseUrl, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ response_type: 'ephemeral', replace_original: false, text }),
    signal: AbortSignal.timeout(2_000),
  }).catch(() => {});
}
