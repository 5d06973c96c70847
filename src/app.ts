import type { Server } from 'node:http';
import { sql } from 'drizzle-orm';
import type { Logger } from 'pino';
import type { Database } from '#db/open.ts';
import { keyOfSinkRecord, type SinkRecordRow } from '#db/sinks.ts';
import { registerHandlers } from '#handlers/register.ts';
import { keepFigures } from '#scheduler/keep-figures.ts';
import { createPrune } from '#scheduler/prune.ts';
import { schedule, type Task } from '#scheduler/schedule.ts';
import { createTick, type TickResult } from '#scheduler/ticks.ts';
import { judgeTrials } from '#src/definition/proposals.ts';
import { studyWeekly } from '#src/definition/study.ts';
import { watchAcceptance } from '#src/definition/watch-acceptance.ts';
import { createMirror } from './accounts/mirror.ts';
import { createAtRisk } from './clocks/at-risk.ts';
import { countUnheard } from './clocks/unheard.ts';
import type { SlackEnvironment } from './config/environment.ts';
import type { ReadableSettings, SettingsReading } from './config/settings.ts';
import type { ChangeOutcome, Core } from './core/core.ts';
import { HEARD_LATER, TooLate, within } from './core/deadline.ts';
import type { NoteFailure } from './core/failures.ts';
import { createQueue } from './core/queue.ts';
import { createRateLimits } from './core/rate-limits.ts';
import { createUndrawnFigures } from './core/undrawn-figures.ts';
import { preflight, qualify } from './intake/qualify.ts';
import { intakeDelivery } from './intake/read-delivery.ts';
import { receive, shakeHands } from './intake/receive.ts';
import { createRefusedCount } from './intake/refused.ts';
import { renewSubscriptions } from './intake/renew-subscriptions.ts';
import { watchSources } from './intake/watch-sources.ts';
import { sendDigests } from './messages/digests.ts';
import { createMetrics, type Metrics } from './process/metrics.ts';
import { createHttpServer, type Routes } from './process/server.ts';
import { wallClock } from './process/wall-clock.ts';
import { createCatchUp } from './settings/catch-up.ts';
import type { LiveSettings } from './settings/live-settings.ts';
import { createTakeUp, type TakeUp } from './settings/take-up.ts';
import { carryOutcomes } from './sinks/carry-out.ts';
import { settleChange } from './sinks/show-change.ts';
import { createSinkSide } from './sinks/sink-side.ts';
import { tendSinks } from './sinks/tend-sinks.ts';
import { type Bolt, createBolt, startBolt } from './slack/bolt.ts';
import { outgoingClient } from './slack/client.ts';
import { checkPeople } from './slack/directory.ts';
import { readFault } from './slack/errors.ts';
import { checkInstallation } from './slack/installation.ts';
import { createPace } from './slack/pace.ts';
import { createPresence } from './slack/presence.ts';
import type { SlackSide } from './slack/slack-side.ts';
import { syncOne } from './slack/sync-one.ts';
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
  trustedProxies: number;
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
  /** Removes some of what is kept for a time only. */
  prune: () => Promise<void>;
  /** Keeps alive the subscriptions at tools that end by themselves. */
  renewSubscriptions: () => Promise<void>;
  /** Reads accounts from the CRMs that mirror them, as far as that is due. */
  mirrorAccounts: () => Promise<void>;
  /** Looks after the sources: which are silent, which have their deliveries refused. */
  watchSources: () => Promise<void>;
  /** Looks at the past, where that was not done for a week. */
  study: () => Promise<void>;
  judgeTrials: () => Promise<void>;
  watchAcceptance: () => Promise<void>;
  /** Has what was only planned told, of tools that are to be written to by now, and keeps the tokens of those told nothing. */
  tendSinks: () => Promise<void>;
  /** Reads Do Not Disturb and statuses, where the settings ask. */
  checkPresence: () => Promise<void>;
};

const READY_MS = 2_000;

/** Attaches every part to every other, and starts nothing. */
export function build(parts: Parts): Application {
  const { database, settings, slack, log } = parts;
  const queue = createQueue(database.db, parts.now, (error) =>
    log.error({ err: error }, 'the queue had trouble; it goes on by itself'),
  );
  const core: Core = {
    db: database.db,
    queue,
    now: parts.now,
    newId: parts.newId,
    newSecret: parts.newSecret,
    noteFailure: createNoteFailure(log),
    undrawnFigures: createUndrawnFigures(),
    publicUrl: parts.publicUrl,
    inForce: settings.inForce,
    layers: settings.layers,
    reloadSettings: () => takeUp.reload(),
    changeSettings: async (change) => {
      const outcome = await settings.change(core, change);
      catchUp.wake();
      return outcome;
    },
  };
  const metrics = createMetrics();
  const client = outgoingClient(slack.botToken, slack.apiUrl, log);
  const slackSide: SlackSide = { client, pace: createPace(), metrics, log };
  const { readSettingsFile } = parts;
  const onChange = () => catchUp.wake();
  const takeUp = createTakeUp({ settings, core, readSettingsFile, onChange, log });
  const catchUp = createCatchUp({
    core,
    checkPeople: async () => {
      await checkPeople(core, client, log);
      await checkUserGroups(core, client, log, 'all');
      await takeUp.refresh();
    },
    refresh: () => settings.refresh(core),
    onError: (error) => log.error({ err: error }, 'new settings have yet to take full effect; trying again'),
  });
  const bolt = createBolt(slack, wallClock, log);
  registerHandlers(bolt.bolt, core);

  const sinkSide = createSinkSide(core, settings.sinks, (keep) => settleChange(core, keep));
  const recurring = createRecurring(core, slackSide, takeUp);
  let isStopping = false;
  const mirrorAccounts = createMirror(core, settings.mirrors, () => isStopping);
  const refused = createRefusedCount(core);
  const tasks: Task[] = [
    { name: 'tick', cron: '*/15 * * * * *', run: recurring.tick },
    { name: 'people', cron: '17 4 * * *', run: catchUp.findPeople },
    // Whoever goes on duty in Slack is on duty here soon after; a group is one of twenty calls a minute.
    { name: 'user groups', cron: '40 */5 * * * *', run: recurring.checkUserGroups },
    // Every few minutes: who was not reached at their opening is reached a little later.
    { name: 'digests', cron: '30 */5 * * * *', run: recurring.sendDigests },
    { name: 'presence', cron: '50 * * * * *', run: recurring.checkPresence },
    // A subscription lasts for days: one that cannot be renewed now can be in an hour.
    { name: 'subscriptions', cron: '5 27 * * * *', run: () => renewSubscriptions(core, settings.sources()) },
    // What a CRM told to have changed is read within the minute; all of it each night.
    { name: 'accounts', cron: '35 * * * * *', run: mirrorAccounts },
    { name: 'prune', cron: '10 * * * * *', run: recurring.prune },
    { name: 'figures', cron: '45 * * * * *', run: () => keepFigures(core) },
    { name: 'refused deliveries', cron: '20 * * * * *', run: refused.write },
    { name: 'sinks', cron: '50 * * * * *', run: () => tendSinks(sinkSide) },
    { name: 'sources', cron: '35 */10 * * * *', run: () => watchSources(core) },
    // Once a week; looked for each hour, so that a stop on that day costs nothing.
    { name: 'study', cron: '25 41 * * * *', run: () => studyWeekly(core) },
    { name: 'acceptance', cron: '55 31 5 * * *', run: () => watchAcceptance(core) },
    { name: 'trials', cron: '15 */10 * * * *', run: () => judgeTrials(core) },
  ];
  let scheduled: ReturnType<typeof schedule> | null = null;
  let isStarted = false;
  const server = createHttpServer(
    routesOf({
      ...{ core, takeUp, http: bolt.http, metrics, isStarted: () => isStarted },
      noteRefused: refused.note,
      trustedProxies: parts.trustedProxies,
    }),
    log,
  );
  const writeRefused = () =>
    refused
      .write()
      .catch((error: unknown) => core.noteFailure(error, 'refused deliveries could not be counted'));
  const findPeopleIfAnswered = () =>
    catchUp.findPeople().catch((error: unknown) => {
      const fault = readFault(error);
      log.error({ fault }, 'Slack did not tell who is who; the people known before are used');
    });

  return {
    ...recurring,
    renewSubscriptions: () => renewSubscriptions(core, settings.sources()),
    mirrorAccounts,
    tendSinks: () => tendSinks(sinkSide),
    study: () => studyWeekly(core),
    judgeTrials: () => judgeTrials(core),
    watchAcceptance: () => watchAcceptance(core),
    watchSources: async () => {
      await refused.write();
      await watchSources(core);
    },
    core,
    server,
    checkPeople: catchUp.findPeople,
    changeSettingsFile: takeUp.changeFile,
    start: async () => {
      await database.migrate();
      await settings.open(core);
      await Promise.all([findPeopleIfAnswered(), checkInstallation(core, client, log)]);
      queue.work({
        intake: logged(
          log,
          'intake',
          ({ id }) => id,
          (delivery) => intakeDelivery(core, takeUp.findSource, delivery),
        ),
        sync: logged(
          log,
          'sync',
          ({ key }) => key,
          (message) => syncOne(core, slackSide, message),
        ),
        outcomes: logged<SinkRecordRow>(log, 'outcomes', keyOfSinkRecord, (record) =>
          carryOutcomes(sinkSide, record),
        ),
      });
      await startBolt(bolt);
      catchUp.start();
      scheduled = schedule(parts.ticksByCron ? tasks : [], log);
      isStarted = true;
    },
    stop: async () => {
      isStarted = false;
      isStopping = true;
      await new Promise<void>((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      });
      if (!bolt.http) await bolt.bolt.stop();
      await scheduled?.stop();
      await catchUp.stop();
      await queue.close();
      await writeRefused();
      await database.close();
    },
  };
}

const createNoteFailure =
  (log: Logger): NoteFailure =>
  (error, what, about = {}) => {
    if (error instanceof TooLate) log.warn(about, `${what}: not done in time`);
    else log.error({ err: error, ...about }, what);
  };

/** What is done again and again: by cron, and by hand in tests and the demo. */
function createRecurring(core: Core, slackSide: SlackSide, takeUp: TakeUp) {
  const { client, metrics, log } = slackSide;
  const touchAtRisk = createAtRisk(core);
  const prune = createPrune(core);
  const tick = createTick(core);
  return {
    tick: async (): Promise<TickResult> => {
      const end = metrics.tickSeconds.startTimer();
      await takeUp.refresh();
      const result = await tick({
        onError: (error, id) => log.error({ err: error, id }, 'this one failed in a tick'),
      });
      await touchAtRisk();
      end();
      metrics.stepsLateSeconds.set(result.lateSeconds);
      metrics.unheardLeads.set(await countUnheard(core));
      return result;
    },
    checkUserGroups: async () => {
      await checkUserGroups(core, client, log, 'due');
      await takeUp.refresh();
    },
    checkPresence: createPresence(core, slackSide),
    sendDigests: () => sendDigests(core),
    prune: async () => {
      const removed = await prune();
      if (Object.keys(removed).length > 0) log.info({ removed }, 'what was kept long enough was removed');
    },
  };
}

/** What the app answers by HTTP. Before the app has started nothing would read a delivery. */
function routesOf(of: {
  core: Core;
  takeUp: TakeUp;
  http: Bolt['http'];
  metrics: Metrics;
  noteRefused: (sourceId: string, status: number) => void;
  isStarted: () => boolean;
  trustedProxies: number;
}): Routes {
  const { core, takeUp, http, metrics, noteRefused, isStarted, trustedProxies } = of;
  const limits = createRateLimits();
  return {
    webhook: async (asked, { method = 'POST', headers }, body) => {
      if (!isStarted()) return { status: 503, body: { error: 'starting; send it again' } };
      const answer = await receive(core, takeUp.findSource, { asked, method, headers, body });
      noteRefused(asked.sourceId, answer.status);
      return answer;
    },
    handshake: (asked) => shakeHands(takeUp.findSource, asked),
    form: {
      preflight: (asked) => preflight(takeUp.findSource, asked),
      qualify: async (asked) =>
        isStarted() ? qualify(core, takeUp.findSource, limits, asked) : { status: 503, body: { book: null } },
    },
    trustedProxies,
    slack:
      http &&
      ((request, response) => {
        if (isStarted()) return http(request, response);
        response.writeHead(503, { 'retry-after': '5' }).end();
        return Promise.resolve();
      }),
    isReady: async () => {
      const db = await within(READY_MS, core.db.execute(sql`select 1`), HEARD_LATER).then(
        () => 'ok',
        () => 'away',
      );
      const isReady = isStarted() && db === 'ok';
      return { ready: isReady, parts: { database: db, workers: isStarted() ? 'ok' : 'starting' } };
    },
    hearing: async () => {
      const unheard = await countUnheard(core);
      return unheard === 0
        ? 'ok'
        : `nobody hears of ${unheard} overdue: managers, deputies and ops are away, and no channel takes it`;
    },
    metrics,
  };
}

/** What fails is tried again by the queue; that it failed is said here. */
function logged<Row>(
  log: Logger,
  job: string,
  idOf: (row: Row) => string,
  run: (row: Row) => Promise<void>,
): (row: Row) => Promise<void> {
  return async (row) => {
    try {
      await run(row);
    } catch (error) {
      log.error({ err: error, job, id: idOf(row) }, 'a job failed; it is tried again');
      throw error;
    }
  };
}
