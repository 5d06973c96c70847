import { BackupProblem } from '#src/backup/backup-problem.ts';
import { SIGNALS } from '#src/process/interruption.ts';
import type { Terminal } from './subcommand.ts';

/** What backup, restore and convert-pglite have in common. */

export const EXIT = { done: 0, failed: 1, stopped: 130 } as const;

/** Ctrl-C stops what runs, so that it can clear up after itself; a second one does not wait for that. */
export function stopOnInterrupt(): { signal: AbortSignal; forget: () => void } {
  const controller = new AbortController();
  const forget = () => {
    for (const signal of SIGNALS) process.off(signal, stop);
  };
  const stop = () => {
    forget();
    controller.abort();
  };
  for (const signal of SIGNALS) process.on(signal, stop);
  return { signal: controller.signal, forget };
}

/** Says in a sentence what went wrong outside of this program; what went wrong in it is thrown on. */
export function explainFailure(error: unknown, outcome: string, { complain }: Terminal): number {
  if (error instanceof BackupProblem) complain(error.message);
  else if (isFromOutside(error)) complain(`${outcome}\n${wordsOf(error)}`);
  else throw error;
  return EXIT.failed;
}

const wordsOf = ({ message, code }: Error & { code: string }): string =>
  message.includes(code) ? message : `${message} (${code})`;

/** Node, Postgres and the driver all give what they have to say a code. */
const isFromOutside = (error: unknown): error is Error & { code: string } =>
  error instanceof Error && 'code' in error && typeof error.code === 'string';
