import { randomBytes } from 'node:crypto';
import postgres from 'postgres';
import { inject, onTestFinished } from 'vitest';
import { socketOf } from '#db/embedded/address.ts';

/** A database of the server that this leg runs on: others are made on it. */
export const SERVER = inject('adminUrl');

/** The address as `postgres` takes it. */
export const connect = (url: string) => postgres(url, { max: 1, onnotice: () => {}, ...socketOf(url) });

/** An empty database of one test's own. */
export async function newDatabase(server = SERVER): Promise<string> {
  const name = `handoff_test_${randomBytes(6).toString('hex')}`;
  await query(server, `create database ${name}`);
  onTestFinished(async () => {
    await query(server, `drop database if exists ${name} with (force)`);
  });
  const url = new URL(server);
  url.pathname = `/${name}`;
  return url.href;
}

export async function query<Row = Record<string, unknown>>(url: string, text: string): Promise<Row[]> {
  const sql = connect(url);
  try {
    // The test says what its own query answers.
    return [...(await sql.unsafe(text))] as Row[];
  } finally {
    await sql.end();
  }
}

/** What every table holds, to be compared: the number of its rows, and a hash of all of them. */
export async function contents(url: string): Promise<Record<string, string>> {
  const sql = connect(url);
  try {
    await sql`set timezone to 'UTC'`;
    const tables = await sql<{ name: string }[]>`
      select relname as name from pg_class
      where relnamespace = 'public'::regnamespace and relkind = 'r' order by relname`;
    const found: Record<string, string> = {};
    for (const { name } of tables) {
      const [row] = await sql.unsafe(`
        select count(*) || ' ' || coalesce(md5(string_agg(line, chr(10) order by line collate "C")), '') as all
        from (select (to_jsonb(t))::text as line from "${name}" t) as lines`);
      found[name] = row?.all;
    }
    return found;
  } finally {
    await sql.end();
  }
}
