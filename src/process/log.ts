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

function databaseMessage(error: Error): string {
  if (error instanceof DrizzleQueryError) return `failed query: ${error.query.slice(0, 500)}`;
  const parts = ['table_name', 'table', 'constraint_name', 'constraint'] as const;
  const named = parts.flatMap((part) => (part in error ? [String(error[part as keyof Error])] : []));
  return `the database refused${named.length > 0 ? ` (${named.join(', ')})` : ''}`;
}

/** The stack without its first lines, which repeat the message. */
const framesOf = (error: Error): string =>
  (error.stack ?? '')
    .split('\n')
    .filter((line) => /^\s+at /.test(line))
    .slice(0, 12)
    .join('\n');
