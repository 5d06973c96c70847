import { parse } from 'pg-connection-string';
import postgres, { type Sql, type TransactionSql } from 'postgres';
import { connectionTo } from '#db/connection.ts';

const CONNECT_SECONDS = 10;

/**
 * Runs one transaction on a connection of its own. When it fails the connection is given up with it, and the database
 * takes everything back: a driver that says `rollback` on a connection that broke ends the process
 * (porsager/postgres #1208).
 */
export async function inTransaction<Result>(
  url: string,
  mode: '' | 'isolation level repeatable read read only',
  run: (tx: TransactionSql) => Promise<Result>,
): Promise<Result> {
  const sql = connect(url);
  let running: Promise<Result> | null = null;
  let failure: { error: unknown } | null = null;
  try {
    const result = await sql.begin(mode, async (tx) => {
      running = run(tx);
      try {
        return await running;
      } catch (error) {
        failure = { error };
        await sql.end({ timeout: 0 });
        throw error;
      }
    });
    // What `begin` makes of arrays of queries: here there is one result.
    return result as Result;
  } catch (error) {
    // Whichever came first: what is asked on a connection that was given up only hears that it was.
    const reason = reasonOf(failure) ?? error;
    await sql.end({ timeout: 0 });
    // The connection may be gone before its user noticed: who goes on has to know that nothing runs any more.
    await settled(running);
    throw reason;
  } finally {
    await sql.end({ timeout: 1 });
  }
}

const settled = async (running: Promise<unknown> | null): Promise<void> => {
  await running?.catch(() => {});
};

const reasonOf = (failure: { error: unknown } | null): unknown => failure?.error;

/** The address is understood as the app itself understands it: the two drivers read some of its parameters in two ways. */
function connect(url: string): Sql {
  const { connectionString, options } = connectionTo(url);
  const { host, port, user, password, database, ssl } = parse(connectionString);
  return postgres({
    ...(host && { host }),
    ...(port && { port: Number(port) }),
    ...(user && { user }),
    ...(password && { password }),
    ...(database && { database }),
    ssl: typeof ssl === 'object' ? ssl : ssl === true,
    connection: { application_name: 'handoff-backup', options },
    max: 1,
    connect_timeout: CONNECT_SECONDS,
    // Never in the middle of a transaction.
    max_lifetime: null,
    // No second try in silence: a transaction does not go on on another connection.
    backoff: false,
    // PgBouncer knows no prepared statements of ours.
    prepare: false,
    fetch_types: false,
    onnotice: () => {},
  });
}
