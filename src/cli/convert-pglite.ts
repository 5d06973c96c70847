import { convertFolder } from '#src/backup/convert-folder.ts';
import { convertedLines, rowsLine } from '#src/backup/words.ts';
import { randomId } from '#src/process/ids.ts';
import { EXIT, explainFailure, stopOnInterrupt } from './backup-command.ts';
import { productVersion } from './product-version.ts';
import { createProgress } from './progress.ts';
import type { Subcommand, Terminal } from './subcommand.ts';

export const convertPglite: Subcommand = {
  name: 'convert-pglite',
  usage: '<data folder of 0.2> <file>',
  summary: 'make a backup of the folder in which 0.2 kept its database; restore takes it',
  run: async ([folder, path, ...more], terminal) => {
    if (folder === undefined || path === undefined || more.length > 0) {
      terminal.complain('which folder, into which file? npm run handoff -- convert-pglite .data <file>');
      return EXIT.failed;
    }
    return convert(folder, path, terminal);
  },
};

async function convert(folder: string, path: string, terminal: Terminal): Promise<number> {
  const start = performance.now();
  const progress = createProgress(terminal, process.stdout);
  const stop = stopOnInterrupt();
  try {
    const converted = await convertFolder({
      folder,
      path,
      product: productVersion(),
      now: terminal.now(),
      newId: randomId,
      npm: npmIn(terminal),
      signal: stop.signal,
      onRows: (rows, of) => progress.show(rows / of, () => rowsLine(rows, of)),
    });
    progress.end();
    const seconds = (performance.now() - start) / 1_000;
    terminal.print(convertedLines(converted, { folder, path, seconds }).join('\n'));
    return EXIT.done;
  } catch (error) {
    progress.end();
    if (stop.signal.aborted) {
      terminal.complain(`Stopped. There is no ${path}; ${folder} is as it was.`);
      return EXIT.stopped;
    }
    return explainFailure(error, `That failed; there is no ${path}, and ${folder} is as it was.`, terminal);
  } finally {
    stop.forget();
  }
}

/** `npm run` says where npm is; only then is it the one that fits this Node. */
function npmIn({ env }: Terminal): [string, ...string[]] {
  const script = env.npm_execpath;
  return script ? [process.execPath, script] : ['npm'];
}
