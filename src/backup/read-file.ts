import { createReadStream } from 'node:fs';
import { open } from 'node:fs/promises';
import { pipeline } from 'node:stream/promises';
import { createGunzip } from 'node:zlib';
import { BackupProblem } from './backup-problem.ts';
import type { BackupHeader, RowCounts } from './format.ts';
import { Malformed, type Part, readParts } from './parts.ts';

const GZIP = Buffer.from([0x1f, 0x8b]);

/** How far into the file, compressed, reading has come. */
export type OnBytes = (bytesRead: number) => void;

/** Reads a backup to its end, and answers what it holds; throws a BackupProblem unless it is complete and unchanged. */
export async function checkBackup(
  path: string,
  onBytes: OnBytes,
): Promise<{ header: BackupHeader; rows: RowCounts }> {
  let header: BackupHeader | null = null;
  let rows: RowCounts | null = null;
  for await (const part of readBackup(path, onBytes)) {
    if (part.type === 'header') header = part.header;
    if (part.type === 'trailer') rows = part.rows;
  }
  if (!header || !rows) throw cutOff(path);
  return { header, rows };
}

/** The parts of a backup, checked as they come: only after the last one it is sure that they were right. */
export async function* readBackup(path: string, onBytes: OnBytes): AsyncGenerator<Part> {
  await refuseOther(path);
  const file = createReadStream(path);
  const text = createGunzip();
  // What goes wrong in the file is told by whoever reads the text.
  pipeline(file, text).catch(() => {});
  try {
    for await (const part of readParts(text)) {
      onBytes(file.bytesRead);
      yield part;
    }
  } catch (error) {
    throw problemOf(path, error);
  }
}

async function refuseOther(path: string): Promise<void> {
  const start = Buffer.alloc(GZIP.length);
  const file = await open(path, 'r').catch((error: NodeJS.ErrnoException) => {
    throw new BackupProblem(`${path} cannot be read: ${error.code}`);
  });
  try {
    await file.read(start, 0, start.length, 0);
  } finally {
    await file.close();
  }
  if (!start.equals(GZIP)) throw notOurs(path);
}

function problemOf(path: string, error: unknown): unknown {
  if (error instanceof Malformed) return MALFORMED[error.kind](path, error.message);
  const code = error instanceof Error && 'code' in error ? error.code : null;
  if (code === 'Z_BUF_ERROR') return cutOff(path);
  if (code === 'Z_DATA_ERROR') return damaged(path, 'it cannot be unpacked');
  return error;
}

const notOurs = (path: string) =>
  new BackupProblem(`${path} is no backup of handoff; those are made by: npm run handoff -- backup <file>`);
const cutOff = (path: string) =>
  new BackupProblem(
    `${path} ends in the middle: it was cut off when it was copied, or not written to its end`,
  );
const damaged = (path: string, what: string) =>
  new BackupProblem(`${path} is damaged: ${what}. Take another copy of it, or an older backup`);

const MALFORMED: Record<Malformed['kind'], (path: string, what: string) => BackupProblem> = {
  not_ours: notOurs,
  cut_off: cutOff,
  damaged,
  newer: (path, what) => new BackupProblem(`${path} is in ${what}: bring this one up to date first`),
};
