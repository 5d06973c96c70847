/** What asks a process to end. A terminal that is closed says SIGHUP. */
export const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/** Rejects when the signal is given. */
export function rejectedBy(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => {
    if (signal.aborted) reject(signal.reason);
    signal.addEventListener('abort', () => reject(signal.reason), { once: true });
  });
}

/**
 * Runs something that has to clear up after itself, whatever ends the process: it is told by the signal, and when it
 * is over the process ends as it would have. Who listens for a signal as well, while it runs, is left to answer it; a
 * second one ends the process at once.
 */
export async function interruptible<Answer>(run: (signal: AbortSignal) => Promise<Answer>): Promise<Answer> {
  const controller = new AbortController();
  let heard: NodeJS.Signals | null = null;
  const listen = (signal: NodeJS.Signals) => {
    if (process.listenerCount(signal) > 1) return;
    forget();
    heard = signal;
    controller.abort(new Error(`interrupted by ${signal}`));
  };
  const forget = () => {
    for (const signal of SIGNALS) process.off(signal, listen);
  };
  for (const signal of SIGNALS) process.on(signal, listen);
  try {
    return await run(controller.signal);
  } finally {
    forget();
    if (heard) process.kill(process.pid, heard);
  }
}
