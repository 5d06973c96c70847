import { DrizzleQueryError } from 'drizzle-orm';
import pino, { type Logger } from 'pino';

/** Our log. What an error carries of people's data (the values of a failed query) never gets into it. */
export function createLog(level: string): Logger {
  return pino({ level, serializers: { err: describeError } });
}

type Described = { type: string; message: string; code?: string; at?: string; cause?: Described };

/** What may be said of an error: for the database's, where and which rule, but not which values. */
export function describeError(error: unknown): Described {
  if (!(error instanceof Error)) return { type: typeof error, message: 'not an error' };
  const code = 'code' in error ? String(error.code) : undefined;
  const isDatabases =
    error instanceof DrizzleQueryError || error.name === 'PostgresError' || 'severity' in error;
  return {
    type: error.name,
    message: isDatabases ? databaseMessage(error) : error.message,
    ...(code !== undefined && { code }),
    at: framesOf(error),
    ...(error.cause instanceof Error && { cause: describeError(error.cause) }),
  };
}

/** Postgres's codes for what only an operator can mend, in words. */
const OPERATORS: Record<string, string> = {
  '53100': 'its disk is full',
  '53200': 'its memory is full',
  '53300': 'it has no connection left',
};

function databaseMessage(error: Error): string {
  if (error instanceof DrizzleQueryError) return `failed query: ${error.query.slice(0, 500)}`;
  const parts = ['table_name', 'table', 'constraint_name', 'constraint'] as const;
  const named = parts.flatMap((part) => {
    // The driver gives every error all of these, most of them empty.
    const name: unknown = error[part as keyof Error];
    return typeof name === 'string' ? [name] : [];
  });
  const why = 'code' in error ? OPERATORS[String(error.code)] : undefined;
  return `the database refused${why ? `: ${why}` : ''}${named.length > 0 ? ` (${named.join(', ')})` : ''}`;
}

/** The stack without its first lines, which repeat the message. */
const framesOf = (error: Error): string =>
  (error.stack ?? '')
    .split('\n')
    .filter((line) => /^\s+at /.test(line))
    .slice(0, 12)
    .join('\n');
