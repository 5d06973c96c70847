import { PGlite, type PGliteOptions, type QueryOptions, type Transaction, types } from '@electric-sql/pglite';

// What drizzle asks for with every query: instants as text, which its columns read.
const asText = (value: string): string => value;
const PARSERS = {
  [types.TIMESTAMP]: asText,
  [types.TIMESTAMPTZ]: asText,
  [types.DATE]: asText,
  [types.INTERVAL]: asText,
};

/**
 * The embedded Postgres, which runs in our own thread. Between two queries it lets the thread do something else, or
 * no press and no delivery would be heard as long as there is a query to run. And what drizzle asks for it has
 * already: for each query that asks, PGlite copies all of its parsers, which takes longer than many a query.
 */
class EmbeddedPostgres extends PGlite {
  override async query<Row>(text: string, values?: unknown[], options?: QueryOptions) {
    await otherWork();
    return super.query<Row>(text, values, withoutParsers(options));
  }

  override async exec(text: string, options?: QueryOptions) {
    await otherWork();
    return super.exec(text, options);
  }

  override transaction<Result>(run: (tx: Transaction) => Promise<Result>): Promise<Result> {
    return super.transaction((tx) =>
      run({
        query: async <Row>(text: string, values?: unknown[], options?: QueryOptions) => {
          await otherWork();
          return tx.query<Row>(text, values, withoutParsers(options));
        },
        exec: (text, options) => tx.exec(text, options),
        sql: (strings, ...values) => tx.sql(strings, ...values),
        rollback: () => tx.rollback(),
        listen: (channel, callback) => tx.listen(channel, callback),
        get closed() {
          return tx.closed;
        },
      }),
    );
  }
}

const otherWork = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

function withoutParsers(options: QueryOptions | undefined): QueryOptions | undefined {
  return options && { ...options, parsers: undefined };
}

export async function createPglite(options: PGliteOptions): Promise<PGlite> {
  const pglite = new EmbeddedPostgres({ ...options, parsers: PARSERS });
  await pglite.waitReady;
  return pglite;
}
