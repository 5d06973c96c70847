import { createWriteStream } from 'node:fs';
import { link, open, rename, rm, stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGzip } from 'node:zlib';
import { BackupProblem } from './backup-problem.ts';

const READABLE_BY_OWNER = 0o600;
// What file systems say that know no second name of a file: FAT, and some of other machines.
const NO_LINKS = ['EPERM', 'ENOTSUP', 'EOPNOTSUPP', 'ENOSYS'];

export type Writing = {
  path: string;
  /** Makes the name of the unfinished file one that nothing else has. */
  id: string;
  signal: AbortSignal;
  /** Looks at the finished file before it gets its name. */
  inspect: (unfinished: string) => Promise<void>;
};

/**
 * Compresses a body into a file. Under its name there is a complete file, safe on the disk, or none; one that is there
 * already is kept. Answers its size in bytes.
 */
export async function writeBackupFile(
  body: AsyncIterable<Buffer>,
  { path, id, signal, inspect }: Writing,
): Promise<number> {
  await refuseExisting(path);
  const unfinished = `${path}.${id}.unfinished`;
  try {
    const bytes = await fill(unfinished, body, signal);
    await inspect(unfinished);
    await name(unfinished, path);
    await syncFolder(dirname(path));
    return bytes;
  } finally {
    await rm(unfinished, { force: true });
  }
}

async function fill(path: string, body: AsyncIterable<Buffer>, signal: AbortSignal): Promise<number> {
  // `flush`: on the disk before it is closed.
  const file = createWriteStream(path, { flags: 'wx', mode: READABLE_BY_OWNER, flush: true });
  await pipeline(Readable.from(body, { objectMode: false }), createGzip(), file, { signal });
  return file.bytesWritten;
}

/** Gives a file its name, unless somebody else took it meanwhile. */
async function name(unfinished: string, path: string): Promise<void> {
  try {
    // Renaming would put it in the place of the other.
    await link(unfinished, path);
  } catch (error) {
    await refuseExisting(path);
    if (!NO_LINKS.includes(codeOf(error))) throw error;
    await rename(unfinished, path);
  }
}

const codeOf = (error: unknown): string => (error as NodeJS.ErrnoException).code ?? '';

/** Refuses to write over a file: the older backup may be the better one. */
export async function refuseExisting(path: string): Promise<void> {
  const found = await stat(path).catch(() => null);
  if (found) throw new BackupProblem(`${path} is there already; name a file that is not`);
}

/** The new name has to be on the disk too. Windows knows no such thing. */
async function syncFolder(path: string): Promise<void> {
  if (process.platform === 'win32') return;
  const folder = await open(path, 'r');
  try {
    await folder.sync();
  } finally {
    await folder.close();
  }
}
