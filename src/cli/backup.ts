import { isThere } from '#db/open-database.ts';
import { takeBackup } from '#src/backup/take-backup.ts';
import { rowsLine, takenLines } from '#src/backup/words.ts';
import { readDatabaseFrom } from '#src/config/environment.ts';
import { randomId } from '#src/process/ids.ts';
import { EXIT, explainFailure, stopOnInterrupt } from './backup-command.ts';
import { productVersion } from './product-version.ts';
import { createProgress } from './progress.ts';
import type { Subcommand, Terminal } from './subcommand.ts';
import { onAddress } from './with-database.ts';

export const backup: Subcommand = {
  name: 'backup',
  usage: '<file>',
  summary: 'write the whole database, as it is at one moment, into a file; the app may run on',
  run: async ([path, ...more], terminal) => {
    if (path === undefined || more.length > 0) {
      terminal.complain('which file? npm run handoff -- backup <file>');
      return EXIT.failed;
    }
    const where = readDatabaseFrom(terminal.env);
    if (where.ok && !isThere(where.database)) {
      terminal.complain('there is no database yet: nothing to back up');
      return EXIT.failed;
    }
    return (await onAddress(terminal, (url) => backUp(url, path, terminal))) ?? EXIT.failed;
  },
};

async function backUp(url: string, path: string, terminal: Terminal): Promise<number> {
  const start = performance.now();
  const progress = createProgress(terminal, process.stdout);
  const stop = stopOnInterrupt();
  try {
    const taken = await takeBackup({
      url,
      path,
      product: productVersion(),
      now: terminal.now(),
      newId: randomId,
      signal: stop.signal,
      onRows: (rows, of) => progress.show(rows / of, () => rowsLine(rows, of)),
    });
    progress.end();
    const seconds = (performance.now() - start) / 1_000;
    terminal.print(takenLines(taken, path, seconds).join('\n'));
    return EXIT.done;
  } catch (error) {
    progress.end();
    if (stop.signal.aborted) {
      terminal.complain(`Stopped. There is no ${path}.`);
      return EXIT.stopped;
    }
    return explainFailure(error, `The backup failed; there is no ${path}.`, terminal);
  } finally {
    stop.forget();
  }
}
