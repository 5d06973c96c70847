import { BackupProblem } from '#src/backup/backup-problem.ts';
import type { Terminal } from './subcommand.ts';

/** What backup, restore and convert-pglite have in common. */

export const EXIT = { done: 0, failed: 1, stopped: 130 } as const;

/** Ctrl-C stops what runs, so that it can clear up after itself; a second one ends the process as it always does. */
export function stopOnInterrupt(): { signal: AbortSignal; forget: () => void } {
  const controller = new AbortController();
  const stop = () => controller.abort();
  process.once('SIGINT', stop);
  return { signal: controller.signal, forget: () => process.off('SIGINT', stop) };
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
