import type { Db } from '#db/db.ts';
import { CannotStart } from '#db/embedded/cannot-start.ts';
import type { Database } from '#db/open.ts';
import {
  isThere,
  type OpenOptions,
  openDatabase,
  openThrowaway,
  refuseOldFolder,
  type Where,
} from '#db/open-database.ts';
import { formatProblems } from '#src/config/config-error.ts';
import { type Env, readDatabaseFrom } from '#src/config/environment.ts';
import { interruptible, rejectedBy } from '#src/process/interruption.ts';
import type { Subcommand, Terminal } from './subcommand.ts';

/** What a subcommand that needs the database may touch. */
export type Reach = { db: Db; env: Env; now: () => Date };
export type Said = { output: string; exitCode: number };
/** A subcommand on an open database. */
export type OnDatabase = (reach: Reach, args: readonly string[]) => Promise<Said>;

export const said = (output: string, exitCode = 0): Said => ({ output, exitCode });

const STATEMENT_SECONDS = 30;

/** A subcommand that looks at the database, or changes what is in it. Where there is none yet, none is left behind. */
export function withDatabase(run: OnDatabase): Subcommand['run'] {
  return async (args, terminal) => {
    const { env, now } = terminal;
    const opening = { statementSeconds: STATEMENT_SECONDS, makes: false, migrates: true };
    const result = await onDatabase(terminal, opening, (db) => run({ db, env, now }, args));
    if (result === null) return 1;
    if (result.exitCode === 0) terminal.print(result.output);
    else terminal.complain(result.output);
    return result.exitCode;
  };
}

/** `makes`: whether a database is made where there is none; else an empty one stands in for it meanwhile. */
type Opening = { statementSeconds: number; makes: boolean; migrates: boolean };

/** Runs something on the database of the environment. Null where there cannot be one, which was complained of. */
export function onDatabase<Answer>(
  terminal: Pick<Terminal, 'env' | 'complain'>,
  { statementSeconds, makes, migrates }: Opening,
  run: (db: Db) => Promise<Answer>,
): Promise<Answer | null> {
  const open: Open = (where, around) => {
    refuseOldFolder(where);
    const options = { ...around, statementSeconds };
    return makes || isThere(where) ? openDatabase(where, options) : openThrowaway(options);
  };
  return inWords(terminal, open, async (database) => {
    if (migrates) await database.migrate();
    return run(database.db);
  });
}

/**
 * Runs something on the address of the database of the environment, for whatever makes connections of its own; an
 * embedded one runs meanwhile, and is made where there is none. Null where there cannot be one, which was complained of.
 */
export function onAddress<Answer>(
  terminal: Pick<Terminal, 'env' | 'complain'>,
  run: (url: string) => Promise<Answer>,
): Promise<Answer | null> {
  const open: Open = (where, around) =>
    openDatabase(where, { ...around, statementSeconds: STATEMENT_SECONDS });
  return inWords(terminal, open, ({ url }) => run(url));
}

type Around = Omit<OpenOptions, 'statementSeconds'>;
type Open = (where: Where, around: Around) => Promise<Database>;

/** Whatever ends it, no embedded server goes on that nobody uses. */
async function inWords<Answer>(
  { env, complain }: Pick<Terminal, 'env' | 'complain'>,
  open: Open,
  run: (database: Database) => Promise<Answer>,
): Promise<Answer | null> {
  const where = readDatabaseFrom(env);
  if (!where.ok) {
    complain(formatProblems('environment', where.problems));
    return null;
  }
  const onTrouble = (error: Error) => complain(error.message);
  try {
    return await interruptible(async (signal) => {
      const database = await open(where.database, { environment: env, onTrouble, signal });
      try {
        return await Promise.race([run(database), rejectedBy(signal)]);
      } finally {
        await database.close();
      }
    });
  } catch (error) {
    if (!(error instanceof CannotStart)) throw error;
    complain(error.message);
    return null;
  }
}
