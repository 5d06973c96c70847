import { sql } from 'drizzle-orm';
import { fromDrizzle, fromPglite, PgBoss } from 'pg-boss';
import type { Database, Db } from '#db/open.ts';

/** Work that must happen because a row says so. A job is only the wake-up: the row is the truth. */
export type Job =
  | { queue: 'intake'; deliveryId: string }
  /** Jobs with one key run one after another, in the order they were enqueued. */
  | { queue: 'sync'; key: string; delaySeconds?: number };

export type Workers = {
  intake: (deliveryId: string) => Promise<void>;
  sync: (key: string) => Promise<void>;
};

export type Queue = {
  /** Enqueues inside the caller's transaction: the jobs exist if and only if its rows do. */
  enqueue: (tx: Db, jobs: readonly Job[]) => Promise<void>;
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
const POLLING_SECONDS = 0.5;
// A server that died without a word leaves connections that wait for ever, and workers that fetch nothing any more.
const QUERY_MS = 15_000;
const CONCURRENCY = { intake: 4, sync: 10 } as const;

export function createQueue(database: Database, onError: (error: Error) => void): Queue {
  const { backend } = database;
  const boss = new PgBoss({
    ...(backend.kind === 'postgres'
      ? { connectionString: backend.url, max: 6, application_name: 'handoff-queue', query_timeout: QUERY_MS }
      : { db: fromPglite(backend.pglite), backend: 'pglite' as const }),
    useListenNotify: true,
    superviseIntervalSeconds: SUPERVISE_SECONDS,
    maintenanceIntervalSeconds: 300,
    schedule: false,
  });
  boss.on('error', onError);

  return {
    open: async () => {
      await boss.start();
      const options = {
        notify: true,
        heartbeatSeconds: HEARTBEAT_SECONDS,
        retryLimit: RETRIES,
        retryDelay: 1,
        retryBackoff: true,
        retryDelayMax: 30,
        deleteAfterSeconds: 3_600,
        retentionSeconds: 30 * 24 * 3_600,
      };
      await boss.createQueue('intake', { ...options, policy: 'standard' });
      await boss.createQueue('sync', { ...options, policy: 'key_strict_fifo' });
      // On PGlite the first send inside a transaction would look the queue up outside it, and wait for itself.
      for (const queue of ['intake', 'sync']) await boss.findJobs(queue, { key: 'warm-up' });
    },
    enqueue: async (tx, jobs) => {
      if (jobs.length === 0) return;
      const db = fromDrizzle(tx as unknown as Parameters<typeof fromDrizzle>[0], sql);
      const intake = jobs.filter((job) => job.queue === 'intake');
      const sync = jobs.filter((job) => job.queue === 'sync');
      if (intake.length > 0) {
        await boss.insert(
          'intake',
          intake.map((job) => ({ data: { deliveryId: job.deliveryId } })),
          { db },
        );
      }
      if (sync.length > 0) {
        await boss.insert(
          'sync',
          sync.map((job) => ({
            data: { key: job.key },
            singletonKey: job.key,
            ...(job.delaySeconds !== undefined && { startAfter: job.delaySeconds }),
          })),
          { db },
        );
      }
    },
    work: async (workers) => {
      const options = (queue: keyof typeof CONCURRENCY) => ({
        batchSize: 1,
        localConcurrency: CONCURRENCY[queue],
        pollingIntervalSeconds: POLLING_SECONDS,
        notifyPollingIntervalSeconds: POLLING_SECONDS,
        heartbeatRefreshSeconds: HEARTBEAT_SECONDS / 2,
      });
      await boss.work<{ deliveryId: string }>('intake', options('intake'), async ([job]) => {
        if (job) await workers.intake(job.data.deliveryId);
      });
      await boss.work<{ key: string }>('sync', options('sync'), async ([job]) => {
        if (job) await workers.sync(job.data.key);
      });
    },
    close: () => boss.stop({ graceful: true, timeout: 10_000, close: true }),
  };
}
