import { createWriteStream } from 'node:fs';
import { mkdir, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { TransactionSql } from 'postgres';
import { exportView } from '#src/analytics/export-view.ts';
import { inTransaction } from '#src/backup/connection.ts';
import { settle } from '#src/backup/database.ts';
import { countLines } from '#src/backup/format.ts';
import { refuseExisting } from '#src/backup/write-file.ts';
import { EXIT, explainFailure, stopOnInterrupt } from './backup-command.ts';
import { EXPORT_USAGE, type ExportRequest, readExportRequest } from './export-request.ts';
import { onViews } from './on-views.ts';
import type { Subcommand, Terminal } from './subcommand.ts';

const TELL_EVERY = 50_000;
const READABLE_BY_OWNER = 0o600;
const PIPE_CLOSED = 'EPIPE';

export const exportViews: Subcommand = {
  name: 'export',
  usage: '<view>|all [--format csv|jsonl] [--from DAY] [--to DAY] [--personal-data] [--out PATH]',
  summary: 'write what BI tools read (docs/analytics.md) as CSV or JSON lines',
  help: EXPORT_USAGE,
  run: (args, terminal) => {
    const read = readExportRequest(args);
    if (read.ok) return exportAll(read.request, terminal);
    terminal.complain(`${read.problem}\nnpm run handoff -- help export says more`);
    return EXIT.failed;
  },
};

const exportAll = (request: ExportRequest, terminal: Terminal): Promise<number> =>
  onViews(terminal, async (url) => {
    const stop = stopOnInterrupt();
    try {
      // One snapshot: the files agree with each other.
      await inTransaction(url, 'isolation level repeatable read read only', async (tx) => {
        await settle(tx);
        for (const view of request.views)
          await exportOne(tx, view, request, { terminal, signal: stop.signal });
      });
      return EXIT.done;
    } catch (error) {
      // Whoever reads has enough, as `head` has.
      if (codeOf(error) === PIPE_CLOSED) return EXIT.done;
      if (stop.signal.aborted) {
        terminal.complain('Stopped.');
        return EXIT.stopped;
      }
      return explainFailure(error, 'The export failed.', terminal);
    } finally {
      stop.forget();
    }
  });

type Around = { terminal: Terminal; signal: AbortSignal };

async function exportOne(
  tx: TransactionSql,
  view: string,
  { format, days, out, isAll }: ExportRequest,
  { terminal, signal }: Around,
): Promise<void> {
  const start = performance.now();
  const name = view.split('.')[1] ?? view;
  let count = format === 'csv' ? -1 : 0;
  let told = 0;
  const tell = (bytes: Buffer): Buffer => {
    count += countLines(bytes);
    if (count - told >= TELL_EVERY) {
      told = count;
      terminal.complain(`${name}: ${count.toLocaleString('en')} lines`);
    }
    return bytes;
  };
  const lines = Readable.from(map(exportView(tx, view, { format, days }), tell), { objectMode: false });
  if (out === null) await pipeline(lines, process.stdout, { signal, end: false });
  else await writeFile(isAll ? join(await folder(out), `${name}.${format}`) : out, lines, signal);
  const seconds = ((performance.now() - start) / 1_000).toFixed(1);
  terminal.complain(`${name}: ${Math.max(0, count).toLocaleString('en')} lines in ${seconds} s`);
}

async function* map(
  chunks: AsyncIterable<Buffer>,
  change: (bytes: Buffer) => Buffer,
): AsyncGenerator<Buffer> {
  for await (const bytes of chunks) yield change(bytes);
}

async function folder(path: string): Promise<string> {
  await mkdir(path, { recursive: true });
  return path;
}

/** Under its name there is a whole file, or none. */
async function writeFile(path: string, lines: Readable, signal: AbortSignal): Promise<void> {
  await refuseExisting(path);
  const unfinished = `${path}.unfinished`;
  try {
    await pipeline(lines, createWriteStream(unfinished, { mode: READABLE_BY_OWNER }), { signal });
    await rename(unfinished, path);
  } finally {
    await rm(unfinished, { force: true });
  }
}

const codeOf = (error: unknown): unknown => (error instanceof Error && 'code' in error ? error.code : null);
