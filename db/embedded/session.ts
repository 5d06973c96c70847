import { createRequire } from 'node:module';

/** One connection to a server. */
export type Session = {
  query: (text: string) => Promise<{ rows: Record<string, unknown>[] }>;
  on: (event: 'end' | 'error', listener: () => void) => void;
  end: () => Promise<void>;
  /** Whether it keeps the process alive. */
  ref: () => void;
  unref: () => void;
};

type Options = { connectionString: string; connectionTimeoutMillis: number; application_name: string };

// `pg` comes without types; this is what we use of it.
const { Client } = createRequire(import.meta.url)('pg') as {
  Client: new (options: Options) => Session & { connect: () => Promise<void> };
};

const CONNECT_MS = 5_000;

/** @throws when there is no server, or it does not let us in: the error's `code` says which */
export async function openSession(url: string): Promise<Session> {
  const client = new Client({
    connectionString: url,
    connectionTimeoutMillis: CONNECT_MS,
    application_name: 'handoff-cluster',
  });
  // Who waits for an answer hears of it; that nobody hears of it must not end the process.
  client.on('error', () => {});
  await client.connect();
  return client;
}
