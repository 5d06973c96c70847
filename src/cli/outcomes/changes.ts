import { type FileHandle, open } from 'node:fs/promises';
import type { Db } from '#db/db.ts';
import { changesAfter, countChanges, newestChanges, type SinkChangeRow } from '#db/sink-changes.ts';
import { readSinkRows } from '#db/sink-lists.ts';
import { count } from '#src/import/words.ts';
import { changeWords, minute } from './list-words.ts';
import { EXIT, type Hand, refuse, sinkProblem } from './sinks.ts';

const LISTED = 50;
const PAGE = 1_000;
const READABLE_BY_OWNER = 0o600;
const COLUMNS = ['at', 'lead_id', 'record_type', 'record_id', 'field', 'from', 'to', 'put_back_at'];

/** What we changed in a tool, from what to what, and when. */
export async function listChanges(
  { db, settings, terminal }: Hand,
  { sinkId, csv }: { sinkId: string | undefined; csv: string | undefined },
): Promise<number> {
  const ids = [...settings.sinks, ...(await readSinkRows(db))].map(({ id }) => id);
  const problem = sinkProblem(sinkId, [...new Set(ids)]);
  if (problem !== null || sinkId === undefined) return refuse(terminal, problem ?? 'which sink?');
  const all = await countChanges(db, sinkId);
  if (csv !== undefined) return intoFile({ db, terminal }, { sinkId, csv });
  if (all === 0) terminal.print(`Nothing was changed in ${sinkId}.`);
  const rows = await newestChanges(db, { sinkId, most: LISTED });
  for (const row of rows) terminal.print(lineOf(row));
  if (all > rows.length)
    terminal.print(`… and ${count(all - rows.length, 'earlier change')}: --csv file has them all`);
  return EXIT.done;
}

function lineOf({
  at,
  leadId,
  recordType,
  recordId,
  field,
  fromValue,
  toValue,
  putBackAt,
}: SinkChangeRow): string {
  const change = changeWords({ field, from: fromValue, to: toValue });
  const back = putBackAt === null ? '' : `, put back on ${minute(putBackAt)}`;
  return `${minute(at)}  lead ${leadId}, ${recordType} ${recordId || '(forgotten)'}: ${change}${back}`;
}

async function intoFile(
  { db, terminal }: Pick<Hand, 'db' | 'terminal'>,
  { sinkId, csv }: { sinkId: string; csv: string },
): Promise<number> {
  const file = await openNew(csv);
  if (typeof file === 'string') return refuse(terminal, `--csv ${csv}: ${file}`);
  try {
    const written = await writeChanges(db, sinkId, file);
    terminal.print(`${count(written, 'change')} of ${sinkId} written to ${csv}`);
  } finally {
    await file.close();
  }
  return EXIT.done;
}

async function openNew(path: string): Promise<FileHandle | string> {
  try {
    return await open(path, 'wx', READABLE_BY_OWNER);
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : null;
    if (code === 'EEXIST') return 'is there already; expected a new file';
    if (code === 'ENOENT') return 'there is no such folder';
    throw error;
  }
}

async function writeChanges(db: Db, sinkId: string, file: FileHandle): Promise<number> {
  await file.write(`${COLUMNS.join(',')}\n`);
  let [written, after] = [0, 0];
  for (;;) {
    const rows = await changesAfter(db, { sinkId, after, most: PAGE });
    const last = rows.at(-1);
    if (last === undefined) return written;
    await file.write(rows.map(rowOf).join(''));
    written += rows.length;
    after = last.id;
  }
}

function rowOf(row: SinkChangeRow): string {
  const { at, leadId, recordType, recordId, field, fromValue, toValue, putBackAt } = row;
  const cells = [at.toISOString(), leadId, recordType, recordId, field, fromValue, toValue];
  return `${[...cells, putBackAt?.toISOString() ?? null].map(quoted).join(',')}\n`;
}

/** What a spreadsheet would run as a formula has an apostrophe before it, as in `export`. */
function quoted(cell: string | null): string {
  const text = cell !== null && /^\s*[-=+@]/.test(cell) ? `'${cell}` : (cell ?? '');
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
