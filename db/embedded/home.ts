import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { cannotStart, codeOf } from './cannot-start.ts';

const BE_ROOT = 'Give root the capability CAP_DAC_OVERRIDE';
const BE_THEM = 'Start the app as that user, let HANDOFF_DATA_DIR name another folder';

/** Where things are in a data folder. All of it appears at once, when the first start has made it. */
export type Home = {
  /** The data folder itself. */
  folder: string;
  /** Ours; holds the following three. */
  inside: string;
  /** Postgres's own, and the place of its socket. */
  data: string;
  password: string;
  log: string;
};

export function homeIn(folder: string): Home {
  return { folder, ...placesIn(join(folder, 'postgres')) };
}

export function placesIn(inside: string): Omit<Home, 'folder'> {
  return {
    inside,
    data: join(inside, 'data'),
    password: join(inside, 'password'),
    log: join(inside, 'log'),
  };
}

/** What Postgres itself says in `postmaster.pid` of the server that runs on the folder, or ran there last. */
export type Running = {
  pid: number;
  port: number;
  /** Empty where it has no socket. */
  socketFolder: string;
  status: 'starting' | 'ready' | 'stopping';
  /** The whole file, to recognise it by. */
  text: string;
};

/** @throws CannotStart where we may not look into the folder */
export function readRunning(home: Home): Running | null {
  const text = textIn(home, pidFile(home));
  // The lines are those of `miscadmin.h`: pid, folder, start, port, socket, address, memory, status.
  const lines = text?.split('\n').map((line) => line.trim()) ?? [];
  if (!text || !lines[0]) return null;
  const said = lines[7] ?? '';
  return {
    // A process that is no server, such as one that makes a cluster, writes its number with a minus.
    pid: Math.abs(Number(lines[0])),
    port: Number(lines[3]),
    socketFolder: lines[4] ?? '',
    status: said === 'ready' || said === 'stopping' ? said : 'starting',
    text,
  };
}

export const pidFile = (home: Home): string => join(home.data, 'postmaster.pid');

/** The major version that wrote the folder; null before the first start. */
export function writtenBy(home: Home): number | null {
  const text = textIn(home, join(home.data, 'PG_VERSION'));
  return text === null ? null : Number(text.trim());
}

/** @throws CannotStart where we may not read it */
export function readPassword(home: Home): string {
  const text = textIn(home, home.password);
  if (text === null) throw cannotStart(home.folder, `${home.password} is missing`, 'Put it back');
  return text.trim();
}

function textIn({ folder, inside }: Home, file: string): string | null {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    const code = codeOf(error);
    if (code === 'ENOENT') return null;
    if (code !== 'EACCES' && code !== 'EPERM') throw error;
    const owner = statSync(inside, { throwIfNoEntry: false })?.uid;
    const isOurs = owner === process.getuid?.();
    const whose = isOurs ? '' : `; it is of user ${owner}, and this is user ${process.getuid?.()}`;
    throw cannotStart(folder, `${file} cannot be read: ${code}${whose}`, isOurs ? BE_ROOT : BE_THEM, error);
  }
}
