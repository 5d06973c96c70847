import { sql } from 'drizzle-orm';
import { drizzle } from 'drizzle-orm/node-postgres';
import type { Ask } from './analytics.ts';
import { connectionTo, isPooled } from './connection.ts';
import type { Db } from './db.ts';
import { gatherIn } from './later.ts';
import { createNamer } from './named-statements.ts';
import { markSubdomains } from './old-accounts.ts';
import { bringUpToDate } from './raise-schema.ts';
import { type Client, forTransaction } from './transaction.ts';

export type Database = {
  db: Db;
  /** Where it is, for whatever opens connections of its own. It may hold a password: never logged. */
  url: string;
  /** Brings the schema, its views for BI tools, and what older versions stored, up to date; safe when several processes start at once. */
  migrate: () => Promise<void>;
  close: () => Promise<void>;
};

/** Whoever changes the schema holds it. */
export const MIGRATION_LOCK = 7_042_117;

/** What we use of `pg`'s pool, which drizzle makes and has no types of its own for. */
type Pool = {
  connect: () => Promise<Client>;
  on: (event: 'error' | 'connect', listener: (client: Client) => void) => void;
  end: () => Promise<void>;
};

const CONNECT_MS = 5_000;
const GRACE_MS = 2_000;

/**
 * Opens Postgres. A statement that takes longer than `statementSeconds` is ended by the server; one whose answer
 * does not come even then stands on a connection that died without a word, and is given up here.
 */
export function openPostgres(url: string, statementSeconds: number): Database {
  const connection = {
    connectionTimeoutMillis: CONNECT_MS,
    keepAlive: true,
  };
  // Compiling a query took longer than running it: `/funnel` over a million leads, 1 s without and up to 3.6 s with.
  const { db, pool } = connectPool({
    ...connection,
    ...connectionTo(url, `-c statement_timeout=${statementSeconds * 1_000} -c jit=off`),
    max: 14,
    pipeline: true,
    application_name: 'handoff',
    query_timeout: statementSeconds * 1_000 + GRACE_MS,
  });
  if (!isPooled(url)) nameStatements(pool);
  // Drizzle's own hands a connection back as good whatever happened to it, and not at all when it broke at `begin`.
  db.transaction = async (run, config) => {
    const client = await pool.connect();
    let isSound = false;
    try {
      const { client: own, pending } = forTransaction(client);
      const result = await drizzle({ client: own as never }).transaction((tx) => {
        gatherIn(tx, pending);
        return run(tx as never);
      }, config);
      isSound = true;
      return result;
    } finally {
      client.release(!isSound);
    }
  };
  return {
    db,
    url,
    migrate: async () => {
      const single = connectPool({
        ...connection,
        ...connectionTo(url),
        max: 1,
        application_name: 'handoff-migrate',
      });
      // One session from beginning to end: it holds the lock.
      const client = await single.pool.connect();
      try {
        const session = drizzle({ client: client as never });
        await session.execute(sql`select pg_advisory_lock(${MIGRATION_LOCK})`);
        await session.execute(sql`begin`);
        await bringUpToDate(askOn(client));
        await session.execute(sql`commit`);
        await markSubdomains(session);
      } finally {
        client.release(true);
        await single.pool.end();
      }
    },
    close: () => pool.end(),
  };
}

/** Asks as text, so that one may hold several statements. */
const askOn =
  (client: Client): Ask =>
  async <Row>(statement: string) =>
    // What `pg` answers one statement with; of several nobody reads the answers.
    ((await client.query(statement)) as { rows: Row[] }).rows;

/** A name holds for all connections, and each learns it when it first asks by it. */
function nameStatements(pool: Pool): void {
  const name = createNamer();
  pool.on('connect', (client) => {
    const query = client.query.bind(client);
    client.query = (asked, ...rest) => {
      name(asked);
      return query(asked, ...rest);
    };
  });
}

function connectPool(connection: object) {
  const db = drizzle({ connection });
  const pool: Pool = db.$client;
  // A connection that breaks is replaced when somebody needs one; whoever uses it hears of it from their statement.
  pool.on('error', () => {});
  pool.on('connect', (client) => client.on('error', () => {}));
  return { db, pool };
}
