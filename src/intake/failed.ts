import { ApiAway, ApiRefused } from '#src/sources/api.ts';

/**
 * Classes of SQLSTATE that say something of the database or of the moment: no connection, a collision, no room, a lock,
 * an operator, a disk, its own trouble. https://www.postgresql.org/docs/current/errcodes-appendix.html
 */
const PASSING: ReadonlySet<string> = new Set(['08', '25', '40', '53', '55', '57', '58', 'F0', 'XX']);

/** Whether a failure is the database's or the network's, so that the same thing may succeed when that is over. */
export function isPassing(error: unknown): boolean {
  const found = chainOf(error);
  if (found.some((one) => one instanceof ApiAway)) return true;
  const code = found.map(sqlStateOf).find((state) => state !== null);
  if (code !== undefined) return PASSING.has(code.slice(0, 2));
  // A query that failed without a word of Postgres never reached it.
  return found.some((one) => 'syscall' in one || 'query' in one);
}

/** Why something failed, by kind and code alone: the message of an error may quote what somebody wrote. */
export function failureWords(error: unknown): string {
  const found = chainOf(error);
  const refused = found.find((one) => one instanceof ApiRefused);
  if (refused) return refused.message;
  const code = found.map(sqlStateOf).find((state) => state !== null);
  if (code !== undefined) return `the database refuses what is in it (SQLSTATE ${code})`;
  return `the app cannot take it in (${found.at(-1)?.name ?? 'unknown error'}); the log says where`;
}

function chainOf(error: unknown): Error[] {
  return error instanceof Error ? [error, ...chainOf(error.cause)] : [];
}

function sqlStateOf(error: Error): string | null {
  const code: unknown = 'severity' in error && 'code' in error ? error.code : null;
  return typeof code === 'string' && /^[0-9A-Z]{5}$/.test(code) ? code : null;
}
