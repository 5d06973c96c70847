import postgres from 'postgres';
import { runVitest } from './run-vitest.ts';

/** `npm test`: everything on the embedded Postgres, and what is near the database once more on another where there is one. */

const LOCAL = 'postgres://root@127.0.0.1:5432/test';
const SKIPPED =
  'SKIPPED: the tests near the database on a Postgres of yours. None at 127.0.0.1:5432, and no TEST_DATABASE_URL.';

async function findPostgres(): Promise<string | null> {
  const url = process.env.TEST_DATABASE_URL || LOCAL;
  const client = postgres(url, { max: 1, connect_timeout: 3, onnotice: () => {} });
  try {
    await client`select 1`;
    return url;
  } catch (error) {
    if (process.env.TEST_DATABASE_URL || process.env.CI)
      throw new Error(`no Postgres at ${url}`, { cause: error });
    return null;
  } finally {
    await client.end({ timeout: 1 });
  }
}

const url = await findPostgres();
const env = { ...process.env, ...(url && { TEST_DATABASE_URL: url }) };
process.exitCode = await runVitest(process.argv.slice(2), env, url ? null : SKIPPED);
