import { statSync } from 'node:fs';
import { restoreBackup } from '#src/backup/restore-backup.ts';
import { bytesLine, restoredLines } from '#src/backup/words.ts';
import { EXIT, explainFailure } from './backup-command.ts';
import { createProgress, type Progress } from './progress.ts';
import type { Subcommand, Terminal } from './subcommand.ts';
import { onAddress } from './with-database.ts';

export const restore: Subcommand = {
  name: 'restore',
  usage: '<file>',
  summary: 'fill an empty database from a backup: all of it, or nothing',
  run: async ([path, ...more], terminal) => {
    if (path === undefined || more.length > 0) {
      terminal.complain('which file? npm run handoff -- restore <file>');
      return EXIT.failed;
    }
    return (await onAddress(terminal, (url) => restoreInto(url, path, terminal))) ?? EXIT.failed;
  },
};

async function restoreInto(url: string, path: string, terminal: Terminal): Promise<number> {
  const start = performance.now();
  const checking = createProgress(terminal, process.stdout);
  const loading = createProgress(terminal, process.stdout);
  // Where there is none, reading it says so.
  const size = statSync(path, { throwIfNoEntry: false })?.size ?? 0;
  const show = (progress: Progress, what: 'checked' | 'loaded') => (bytes: number) =>
    progress.show(bytes / size, () => bytesLine(what, bytes, size));
  try {
    const { header, rows } = await restoreBackup({
      url,
      path,
      onChecked: show(checking, 'checked'),
      onLoaded: (bytes) => {
        checking.end();
        show(loading, 'loaded')(bytes);
      },
    });
    loading.end();
    const seconds = (performance.now() - start) / 1_000;
    terminal.print(restoredLines(header, rows, seconds).join('\n'));
    return EXIT.done;
  } catch (error) {
    checking.end();
    loading.end();
    return explainFailure(error, 'The restore failed; the database is as it was.', terminal);
  }
}
