import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Db } from '#db/db.ts';
import { openPglite, openPostgres } from '#db/open.ts';
import { type Env, readDatabaseFrom } from '#src/config/environment.ts';
import { askRunning, takeFolder } from '#src/process/data-folder.ts';
import type { Subcommand, Terminal } from './subcommand.ts';

/** What a subcommand that needs the database may touch, wherever it runs. */
export type Reach = { db: Db; env: Env; now: () => Date };
export type Said = { output: string; exitCode: number };
/** A subcommand on an open database: from the command line, or inside the running app that has the data folder. */
export type OnDatabase = (reach: Reach, args: readonly string[]) => Promise<Said>;

export const said = (output: string, exitCode = 0): Said => ({ output, exitCode });

const STATEMENT_SECONDS = 30;
/** What every data folder of Postgres has in it. */
const VERSION_FILE = 'PG_VERSION';

/** Opens the database of the environment for a subcommand; a folder that the running app has is reached through it. */
export function withDatabase(name: string, run: OnDatabase): Subcommand['run'] {
  return async (args, terminal) => {
    const where = readDatabaseFrom(terminal.env);
    if (!where.ok) {
      for (const { path, problem } of where.problems) terminal.complain(`${path}: ${problem}`);
      return 1;
    }
    const { database } = where;
    const result =
      'url' in database
        ? await onPostgres(database.url, run, args, terminal)
        : await onFolder(database.dataDir, name, run, args, terminal);
    if (result.exitCode === 0) terminal.print(result.output);
    else terminal.complain(result.output);
    return result.exitCode;
  };
}

type Asked = readonly string[];

async function onPostgres(url: string, run: OnDatabase, args: Asked, { env, now }: Terminal): Promise<Said> {
  const database = openPostgres(url, STATEMENT_SECONDS);
  try {
    await database.migrate();
    return await run({ db: database.db, env, now }, args);
  } finally {
    await database.close();
  }
}

/**
 * A folder belongs to one process: while the app runs, it is asked; else the folder is opened here. Where there is no
 * database yet, none is left behind by looking for something in it.
 */
async function onFolder(
  dataDir: string,
  name: string,
  run: OnDatabase,
  args: Asked,
  { env, now }: Terminal,
): Promise<Said> {
  const answer = await askRunning(dataDir, [name, ...args]);
  if (answer) return answer;
  if (!existsSync(join(dataDir, VERSION_FILE))) return onNothing(run, args, { env, now });
  const lock = await takeFolder(dataDir, async () =>
    said('the command line has the data folder; try again', 1),
  );
  const database = await openPglite({ folder: dataDir });
  try {
    await database.migrate();
    return await run({ db: database.db, env, now }, args);
  } finally {
    await database.close();
    await lock.release();
  }
}

async function onNothing(
  run: OnDatabase,
  args: Asked,
  { env, now }: Pick<Terminal, 'env' | 'now'>,
): Promise<Said> {
  const database = await openPglite({ snapshot: undefined });
  try {
    await database.migrate();
    return await run({ db: database.db, env, now }, args);
  } finally {
    await database.close();
  }
}
