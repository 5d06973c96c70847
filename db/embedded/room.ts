import { statfsSync } from 'node:fs';
import { cannotStart } from './cannot-start.ts';

/** An empty cluster with its log of changes takes 47 MB, and the tables of the app and its queue 15 more. */
const FIRST_START = 80e6;
/** Postgres makes its log of changes in files of 16 MB, and at a start it wants some more. */
const ANY_START = 18e6;

/**
 * Refuses a first start that would break off in the middle.
 *
 * @throws CannotStart
 */
export function refuseFull(folder: string): void {
  const free = roomIn(folder);
  if (free < FIRST_START) throw fullDisk(folder, free, FIRST_START);
}

/** That the disk is full, where it is so full that it may be why a server does not start; else null. */
export function whetherFull(folder: string, cause?: unknown): Error | null {
  const free = roomIn(folder);
  return free < ANY_START ? fullDisk(folder, free, ANY_START, cause) : null;
}

const megabytes = (bytes: number): string => `${Math.floor(bytes / 1e6)} MB`;

const fullDisk = (folder: string, free: number, wanted: number, cause?: unknown) =>
  cannotStart(
    folder,
    `the disk is full: ${megabytes(free)} are free there, and it needs ${megabytes(wanted)}`,
    'Make room',
    cause,
  );

/** In bytes. Where the file system does not say, the trial shows whether it is enough. */
function roomIn(folder: string): number {
  try {
    const { bavail, bsize } = statfsSync(folder);
    return bavail * bsize;
  } catch {
    return Number.POSITIVE_INFINITY;
  }
}
