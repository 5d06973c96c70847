import { existsSync, readFileSync, statSync } from 'node:fs';
import { userInfo } from 'node:os';
import type { Command } from './run.ts';

/** As whom the server runs: Postgres refuses to be root, and `initdb` to be somebody without a name. */
export type Identity = {
  name: string;
  /** To whom its files have to belong; null where that is whoever we are. */
  owner: { uid: number; gid: number } | null;
  /** How a program is started as it. */
  as: (file: string, args: string[]) => Command;
};

/** In the order in which they are to be tried. */
export function identities(folder: string, data: string): Identity[] {
  if (!process.getuid) return [OURSELVES];
  if (process.getuid() !== 0) return hasName() ? [OURSELVES, RENAMED] : [RENAMED, OURSELVES];
  const owner = [data, folder].map(ownerOf).find((one) => one && one.uid !== 0);
  const other = owner ?? nobody();
  return other ? [somebody(other), RENAMED] : [RENAMED];
}

const OURSELVES: Identity = { name: 'the same user', owner: null, as: (file, args) => ({ file, args }) };

const somebody = (owner: { uid: number; gid: number }): Identity => ({
  name: `user ${owner.uid}`,
  owner,
  // Node wants a signed number here: macOS's nobody is -2, and 4294967294 as the owner of a file.
  as: (file, args) => ({ file, args, uid: owner.uid | 0, gid: owner.gid | 0 }),
});

/**
 * With our own rights to files, in a namespace of users that knows none: there we are, and everybody's files are,
 * the kernel's nobody, number 65534. For root in a place that nobody else may enter or without the right to be
 * somebody else, and for a user that has no name. (To choose the number, root would need CAP_SETFCAP.)
 */
const RENAMED: Identity = {
  name: "the kernel's nobody (unshare)",
  owner: null,
  as: (file, args) => ({ file: 'unshare', args: ['--user', '--', file, ...args] }),
};

function hasName(): boolean {
  try {
    userInfo();
    return true;
  } catch {
    return false;
  }
}

function ownerOf(path: string): { uid: number; gid: number } | null {
  const stat = statSync(path, { throwIfNoEntry: false });
  return stat ? { uid: stat.uid, gid: stat.gid } : null;
}

function nobody(): { uid: number; gid: number } | null {
  if (!existsSync('/etc/passwd')) return null;
  const fields = readFileSync('/etc/passwd', 'utf8')
    .split('\n')
    .find((line) => line.startsWith('nobody:'))
    ?.split(':');
  return fields ? { uid: Number(fields[2]) >>> 0, gid: Number(fields[3]) >>> 0 } : null;
}
