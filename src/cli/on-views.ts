import { openPostgres } from '#db/open.ts';
import { isThere } from '#db/open-database.ts';
import { readDatabaseFrom } from '#src/config/environment.ts';
import { EXIT } from './backup-command.ts';
import type { Terminal } from './subcommand.ts';
import { onAddress } from './with-database.ts';

const STATEMENT_SECONDS = 600;

/** Runs something on the address of the database, when the views for BI tools are there and as this version has them. */
export async function onViews(terminal: Terminal, run: (url: string) => Promise<number>): Promise<number> {
  const where = readDatabaseFrom(terminal.env);
  if (where.ok && !isThere(where.database)) {
    terminal.complain('there is no database yet: start the app once');
    return EXIT.failed;
  }
  const code = await onAddress(terminal, async (url) => {
    const database = openPostgres(url, STATEMENT_SECONDS);
    try {
      await database.migrate();
    } finally {
      await database.close();
    }
    return run(url);
  });
  return code ?? EXIT.failed;
}
