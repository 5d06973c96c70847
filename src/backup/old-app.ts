import { createHash } from 'node:crypto';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

const LONGEST_SOCKET_PATH = 100;

/** Whether an app of 0.2 runs on a folder: it answered on a socket for as long as it lived. */
export function isOldAppOn(folder: string): Promise<boolean> {
  return new Promise((answer) => {
    const socket = connect(socketOf(resolve(folder)));
    socket.once('connect', () => {
      socket.destroy();
      answer(true);
    });
    socket.once('error', () => answer(false));
  });
}

function socketOf(folder: string): string {
  const name = createHash('sha256').update(folder).digest('hex').slice(0, 16);
  if (process.platform === 'win32') return `\\\\.\\pipe\\handoff-${name}`;
  const inside = join(folder, 'handoff.sock');
  return inside.length <= LONGEST_SOCKET_PATH ? inside : join(tmpdir(), `handoff-${name}.sock`);
}
