import cron from 'node-cron';
import type { Logger } from 'pino';

export type Task = { name: string; cron: string; run: () => Promise<unknown> };

/**
 * Runs tasks by cron, and each once at start: node-cron catches up no run it missed, so nothing may depend on one exact
 * run. A run that is still going is not joined by a second.
 */
export function schedule(tasks: readonly Task[], log: Logger): { stop: () => Promise<void> } {
  const running = new Map<string, Promise<void>>();
  const run = (task: Task): void => {
    if (running.has(task.name)) return;
    const done = task
      .run()
      .then(() => {})
      .catch((error: unknown) =>
        log.error({ err: error, task: task.name }, 'a task failed; its next run tries again'),
      )
      .finally(() => running.delete(task.name));
    running.set(task.name, done);
  };
  const scheduled = tasks.map((task) =>
    // In the zone of the machine it would find no next run in the night the clocks go back, for as long as they do.
    cron.schedule(task.cron, () => run(task), { name: task.name, timezone: 'UTC' }),
  );
  for (const task of tasks) run(task);
  return {
    stop: async () => {
      await Promise.all(scheduled.map((one) => one.stop()));
      await Promise.all(running.values());
    },
  };
}
