import { toldOf } from '#db/doctor.ts';
import { isThere } from '#db/open-database.ts';
import type { Finding } from '#domain/doctor/findings.ts';
import { findInWords } from '#domain/doctor/words.ts';
import type { Settings } from '#domain/settings.ts';
import { readDatabaseFrom } from '#src/config/environment.ts';
import type { Terminal } from './subcommand.ts';
import { onDatabase } from './with-database.ts';

const STATEMENT_SECONDS = 10;

/**
 * Words of settings that no lead of the last 90 days is of, where there is a database to look at. What is checked is a file: a
 * database that does not answer, or is of another version, takes nothing from that.
 */
export async function wordNotes(settings: Settings, { env, now }: Terminal): Promise<string[]> {
  const where = readDatabaseFrom(env);
  if (!where.ok || !isThere(where.database)) return [];
  const unheard = { env, complain: () => {} };
  const opening = { statementSeconds: STATEMENT_SECONDS, makes: false, migrates: false };
  try {
    const told = await onDatabase(unheard, opening, (db) => toldOf(db, now()));
    return told === null ? [UNSEEN] : noteLines(findInWords(settings, { told }));
  } catch {
    return [UNSEEN];
  }
}

const UNSEEN =
  'The database does not answer, so nobody looked whether leads are of the words of these settings.';

export const noteLines = (findings: readonly Finding[]): string[] =>
  findings.map(({ where, what, advice }) => `${where}: ${what}. ${advice}`);
