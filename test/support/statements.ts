import { AsyncLocalStorage } from 'node:async_hooks';
import type { Server } from 'node:http';
import { setTimeout as pause } from 'node:timers/promises';
import type { Application } from '#src/app.ts';

/** What somebody's request, or a tick, asks of the database; what is shown in Slack afterwards is not theirs. */

const QUIET_MS = 300;
const asked = new AsyncLocalStorage<string[]>();

type Query = (...given: unknown[]) => unknown;
type Client = { query: Query };
type Pool = Client & { on: (event: 'acquire', listener: (client: Client) => void) => void };

export type Counting = {
  /** The statements of what is run, and of the requests that come meanwhile. */
  statementsOf: (run: () => Promise<unknown>) => Promise<string[]>;
};

/** Call it before anything is counted, once for an app. */
export function countStatements(app: Application): Counting {
  const { $client: pool } = app.core.db as unknown as { $client: Pool };
  const seen = new WeakSet<Client>();
  pool.on('acquire', (client) => {
    if (seen.has(client)) return;
    seen.add(client);
    noteQueries(client);
  });
  noteQueries(pool);
  let current: string[] | null = null;
  withRequests(app.server, (handle) => (current === null ? handle() : asked.run(current, handle)));
  // Whoever is woken works on their own account.
  const { queue } = app.core;
  const { wake } = queue;
  queue.wake = (name) => asked.exit(() => wake(name));
  return {
    statementsOf: async (run) => {
      const statements: string[] = [];
      current = statements;
      await asked.run(statements, run);
      // Whoever answers first and goes on afterwards is counted to the end.
      for (let before = -1; before < statements.length; ) {
        before = statements.length;
        await pause(QUIET_MS);
      }
      current = null;
      return statements;
    },
  };
}

/** Of a pool's own statement its client is told again: that is one statement. */
function noteQueries(of: Client): void {
  const query = of.query.bind(of);
  of.query = (...given) => {
    asked.getStore()?.push(textOf(given[0]));
    return asked.exit(() => query(...given));
  };
}

const textOf = (given: unknown): string =>
  typeof given === 'string' ? given : String((given as { text?: unknown } | null)?.text);

function withRequests(server: Server, run: (handle: () => boolean) => boolean): void {
  const emit = server.emit.bind(server) as (event: string, ...given: unknown[]) => boolean;
  server.emit = ((event: string, ...given: unknown[]) =>
    event === 'request' ? run(() => emit(event, ...given)) : emit(event, ...given)) as Server['emit'];
}
