import { randomBytes } from 'node:crypto';
import postgres from 'postgres';
import { onTestFinished } from 'vitest';

/** The server on which tests make databases; '' where there is none, and then test/run.ts says so. */
export const SERVER = process.env.TEST_DATABASE_URL ?? '';
/** One of another version, where somebody has it. */
export const OTHER_SERVER = process.env.TEST_OTHER_DATABASE_URL ?? '';

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
  const sql = postgres(url, { max: 1, onnotice: () => {} });
  try {
    // The test says what its own query answers.
    return [...(await sql.unsafe(text))] as Row[];
  } finally {
    await sql.end();
  }
}

/** What every table holds, to be compared: the number of its rows, and a hash of all of them. */
export async function contents(url: string): Promise<Record<string, string>> {
  const sql = postgres(url, { max: 1, onnotice: () => {}, connection: { TimeZone: 'UTC' } });
  try {
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
