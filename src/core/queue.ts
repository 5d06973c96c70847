import { createHash } from 'node:crypto';
import { sql } from 'drizzle-orm';
import { fromDrizzle, type JobWithMetadata, PgBoss } from 'pg-boss';
import { connectionTo } from '#db/connection.ts';
import type { Db } from '#db/db.ts';
import type { Database } from '#db/open.ts';
import { awhile } from './deadline.ts';
import { createPump, type Pump } from './pump.ts';

/** Work that must happen because a row says so. A job is only the wake-up: the row is the truth. */
export type Job =
  | { queue: 'intake'; deliveryId: string }
  /** Jobs with one key run one after another, in the order they were enqueued. */
  | { queue: 'sync'; key: string; delaySeconds?: number };

export type Workers = {
  /** `tries` is how often it failed before. */
  intake: (deliveryId: string, tries: number) => Promise<void>;
  sync: (key: string) => Promise<void>;
};

export type Queue = {
  /** Enqueues inside the caller's transaction: the jobs exist if and only if its rows do. */
  enqueue: (tx: Db, jobs: readonly Job[]) => Promise<void>;
  /** Has the workers look now: for when the transaction that enqueued is over. Without it they look in a moment. */
  wake: (queue: Job['queue']) => void;
  open: () => Promise<void>;
  work: (workers: Workers) => Promise<void>;
  /** Lets running jobs end, then stops. */
  close: () => Promise<void>;
};

// Recovery after a crash takes a heartbeat plus a supervision pass, and some seconds more on a busy machine.
const HEARTBEAT_SECONDS = 10;
const SUPERVISE_SECONDS = 5;
// A failed `sync` job would hold back every later job with its key for ever, so it is retried without end.
const RETRIES = 100_000;
// Done jobs say nothing that the rows do not, and every supervision pass counts them.
const KEPT_SECONDS = 60;
// How soon is found what was due later, and, where Postgres cannot tell of it, what another process enqueued.
const POLLING_MS = 500;
/** On which Postgres says that there are jobs, and of which queue; pg-boss tells nobody outside what it calls it. */
const CHANNEL = `pgboss_${createHash('sha224').update('pgboss').digest('hex').slice(0, 24)}`;
// A server that died without a word leaves connections that wait for ever, and workers that fetch nothing any more.
const QUERY_MS = 15_000;
const HANDS = { intake: 4, sync: 10 } as const;
const LAST_JOBS_MS = 10_000;
// One connection more listens.
const CONNECTION = { max: 6, application_name: 'handoff-queue', query_timeout: QUERY_MS };

/**
 * What the queues are called in the database. One job a delivery: what cannot be read yet is found by every tick, and must
 * not have more jobs each time. Versions that called the queue `intake` did not see to that, and a policy cannot be changed.
 */
const BOSS_NAMES = { intake: 'deliveries', sync: 'sync' } as const satisfies Record<Job['queue'], string>;

type Data = { intake: { deliveryId: string }; sync: { key: string } };

export function createQueue(database: Database, onError: (error: Error) => void): Queue {
  const boss = new PgBoss({
    ...CONNECTION,
    ...connectionTo(database.url),
    superviseIntervalSeconds: SUPERVISE_SECONDS,
    // Supervision looks for missing heartbeats only this often, and not more than once a minute by itself.
    monitorIntervalSeconds: SUPERVISE_SECONDS,
    maintenanceIntervalSeconds: KEPT_SECONDS,
    schedule: false,
  });
  boss.on('error', onError);
  const pumps = new Map<Job['queue'], Pump>();
  const timers: NodeJS.Timeout[] = [];
  let listening: { close: () => Promise<void> } | null = null;
  // Keys of messages being synced here, and of those with a job that has to wait for it.
  const busy = new Set<string>();
  const waiting = new Set<string>();

  function startPump<Name extends Job['queue']>(
    name: Name,
    run: (data: Data[Name], tries: number) => Promise<void>,
    ended: (data: Data[Name]) => void,
  ): void {
    type Taken = JobWithMetadata<Data[Name]>;
    const running = new Set<Taken>();
    const pump = createPump<Taken>({
      hands: HANDS[name],
      take: (most) => boss.fetch<Data[Name]>(BOSS_NAMES[name], { batchSize: most, includeMetadata: true }),
      run: async (job) => {
        running.add(job);
        const failure = await run(job.data, job.retryCount).then(
          () => null,
          (error: unknown) => toError(error),
        );
        running.delete(job);
        if (failure === null) await boss.complete(BOSS_NAMES[name], job);
        // Its kind alone: the values of a failed query are people's, and may be what Postgres refuses again.
        else await boss.fail(BOSS_NAMES[name], job, { type: failure.name });
        ended(job.data);
      },
      onError: (error) => onError(toError(error)),
    });
    const beat = () => {
      if (running.size > 0)
        boss.touch(BOSS_NAMES[name], [...running]).catch((error: unknown) => onError(toError(error)));
    };
    pumps.set(name, pump);
    timers.push(setInterval(pump.wake, POLLING_MS), setInterval(beat, (HEARTBEAT_SECONDS / 2) * 1_000));
    pump.wake();
  }

  /** Hears of jobs as soon as they are there. Where that cannot be, as behind some poolers, they are found by looking. */
  const listen = async () => {
    const wakeAll = () => {
      for (const pump of pumps.values()) pump.wake();
    };
    const heard = (told: string) => {
      for (const [queue, pump] of pumps) if (BOSS_NAMES[queue] === told) pump.wake();
    };
    return (
      (await boss
        .getDb()
        .listen?.(CHANNEL, heard, wakeAll)
        .catch(() => null)) ?? null
    );
  };

  return {
    open: async () => {
      await boss.start();
      const options = {
        heartbeatSeconds: HEARTBEAT_SECONDS,
        retryLimit: RETRIES,
        retryDelay: 1,
        retryBackoff: true,
        retryDelayMax: 30,
        deleteAfterSeconds: KEPT_SECONDS,
        retentionSeconds: 30 * 24 * 3_600,
        // The insert of a job tells every process of it, when its transaction is over.
        notify: true,
      };
      await boss.createQueue(BOSS_NAMES.intake, { ...options, policy: 'exclusive' });
      await boss.createQueue(BOSS_NAMES.sync, { ...options, policy: 'key_strict_fifo' });
      // Queues that an older version made did not tell.
      for (const { name, notify } of await boss.getQueues())
        if (!notify) await boss.updateQueue(name, { notify: true });
    },
    enqueue: async (tx, jobs) => {
      if (jobs.length === 0) return;
      const db = fromDrizzle(tx as unknown as Parameters<typeof fromDrizzle>[0], sql);
      const intake = jobs.filter((job) => job.queue === 'intake');
      const sync = jobs.filter((job) => job.queue === 'sync');
      if (intake.length > 0) {
        await boss.insert(
          BOSS_NAMES.intake,
          intake.map(({ deliveryId }) => ({ data: { deliveryId }, singletonKey: deliveryId })),
          { db },
        );
      }
      if (sync.length > 0) {
        for (const { key } of sync) if (busy.has(key)) waiting.add(key);
        await boss.insert(
          BOSS_NAMES.sync,
          sync.map((job) => ({
            data: { key: job.key },
            singletonKey: job.key,
            ...(job.delaySeconds !== undefined && { startAfter: job.delaySeconds }),
          })),
          { db },
        );
      }
    },
    wake: (queue) => pumps.get(queue)?.wake(),
    work: async (workers) => {
      listening = await listen();
      startPump(
        'intake',
        ({ deliveryId }, tries) => workers.intake(deliveryId, tries),
        () => {},
      );
      startPump(
        'sync',
        ({ key }) => {
          busy.add(key);
          return workers.sync(key);
        },
        ({ key }) => {
          busy.delete(key);
          if (waiting.delete(key)) pumps.get('sync')?.wake();
        },
      );
    },
    close: async () => {
      const stopped = Promise.all([...pumps.values()].map((pump) => pump.stop()));
      // What does not end in time is found by its missing heartbeat, and done again.
      await awhile(LAST_JOBS_MS, stopped, (error) => onError(toError(error)));
      for (const timer of timers) clearInterval(timer);
      await listening?.close();
      await boss.stop({ graceful: false, close: true });
    },
  };
}

const toError = (error: unknown): Error => (error instanceof Error ? error : new Error(String(error)));
