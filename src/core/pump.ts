/** Runs jobs as hands become free. */
export type Pump = {
  /** There may be jobs: looks now, or as soon as a hand is free. */
  wake: () => void;
  /** Takes no more jobs, and resolves when those that run have ended. */
  stop: () => Promise<void>;
};

type Work<Job> = {
  hands: number;
  /** Takes so many jobs at most that may run now. */
  take: (most: number) => Promise<readonly Job[]>;
  run: (job: Job) => Promise<void>;
  onError: (error: unknown) => void;
};

/**
 * One look takes jobs for every free hand, and only one look goes on at a time: a look for each hand would cost the
 * database more than the jobs do. A job that takes long keeps one hand and holds up no other.
 */
export function createPump<Job>({ hands, take, run, onError }: Work<Job>): Pump {
  const running = new Set<Promise<void>>();
  let looking: Promise<void> | null = null;
  let isAwake = false;
  let isStopped = false;

  const isReady = () => isAwake && !isStopped && running.size < hands;

  async function look(): Promise<void> {
    while (isReady()) {
      isAwake = false;
      const free = hands - running.size;
      const jobs = await take(free);
      for (const job of jobs) start(job);
      if (jobs.length === free) isAwake = true;
    }
  }

  function start(job: Job): void {
    const ended = run(job)
      .catch(onError)
      .then(() => {
        running.delete(ended);
        lookIfReady();
      });
    running.add(ended);
  }

  function lookIfReady(): void {
    if (looking || !isReady()) return;
    looking = look()
      .catch(onError)
      .finally(() => {
        looking = null;
        lookIfReady();
      });
  }

  return {
    wake: () => {
      isAwake = true;
      lookIfReady();
    },
    stop: async () => {
      isStopped = true;
      await looking;
      await Promise.all(running);
    },
  };
}
