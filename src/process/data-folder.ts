import { createHash } from 'node:crypto';
import { linkSync, mkdirSync, rmSync, statSync } from 'node:fs';
import { connect, createServer, type Server, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

/** Answers one request of the command line: what to print, and the exit code. */
export type Serve = (args: string[]) => Promise<{ output: string; exitCode: number }>;

export class FolderInUse extends Error {}

// The operating system allows about 104 characters in the path of a socket.
const LONGEST_SOCKET_PATH = 100;
const SETTLE_MS = 50;
const ATTEMPTS = 5;

function socketPath(folder: string): string {
  const full = resolve(folder);
  const name = createHash('sha256').update(full).digest('hex').slice(0, 16);
  if (process.platform === 'win32') return `\\\\.\\pipe\\handoff-${name}`;
  const inside = join(full, 'handoff.sock');
  return inside.length <= LONGEST_SOCKET_PATH ? inside : join(tmpdir(), `handoff-${name}.sock`);
}

/**
 * Takes the data folder for this process alone: a second one on the same embedded database would lose committed
 * data in silence. The lock is a socket that answers while its process lives, so a crash leaves nothing that
 * somebody would have to delete. The command line talks to the running app through it.
 *
 * @throws FolderInUse when another process has the folder
 */
export async function takeFolder(folder: string, serve: Serve): Promise<{ release: () => Promise<void> }> {
  mkdirSync(resolve(folder), { recursive: true });
  const path = socketPath(folder);
  const inUse = () =>
    new FolderInUse(
      `${folder}: another process has this data folder open; stop it, or use Postgres (DATABASE_URL)`,
    );
  if (process.platform === 'win32') {
    // A pipe disappears with its process, and a second one of the same name cannot be opened.
    const server = await listen(path, serve).catch(() => {
      throw inUse();
    });
    return { release: () => close(server) };
  }
  const own = `${path}.${process.pid}`;
  rmSync(own, { force: true });
  const server = await listen(own, serve);
  const mine = statSync(own).ino;
  for (let attempt = 0; attempt < ATTEMPTS; attempt += 1) {
    if (claim(own, path)) {
      // Two processes may have taken the same dead socket away: only the one that is still there has the folder.
      await new Promise((settled) => setTimeout(settled, SETTLE_MS));
      if (inodeOf(path) === mine) {
        rmSync(own, { force: true });
        return {
          release: async () => {
            rmSync(path, { force: true });
            await close(server);
          },
        };
      }
    } else if (await isAnswered(path)) {
      break;
    } else {
      rmSync(path, { force: true });
    }
  }
  await close(server);
  rmSync(own, { force: true });
  throw inUse();
}

/** Links a socket to its final name; false when that name is taken. */
function claim(own: string, path: string): boolean {
  try {
    linkSync(own, path);
    return true;
  } catch {
    return false;
  }
}

function inodeOf(path: string): number | null {
  return statSync(path, { throwIfNoEntry: false })?.ino ?? null;
}

function isAnswered(path: string): Promise<boolean> {
  return new Promise((resolveAnswer) => {
    const socket = connect(path);
    socket.once('connect', () => {
      socket.destroy();
      resolveAnswer(true);
    });
    socket.once('error', () => resolveAnswer(false));
  });
}

function listen(path: string, serve: Serve): Promise<Server> {
  return new Promise((resolveServer, reject) => {
    const server = createServer({ allowHalfOpen: true }, (socket) => answer(socket, serve));
    server.once('error', reject);
    server.listen(path, () => resolveServer(server));
    // The lock alone keeps no process alive.
    server.unref();
  });
}

const close = (server: Server): Promise<void> => new Promise((closed) => server.close(() => closed()));

function answer(socket: Socket, serve: Serve): void {
  let text = '';
  socket.setEncoding('utf8');
  socket.on('data', (chunk: string) => {
    text += chunk;
  });
  socket.on('error', () => socket.destroy());
  socket.on('end', () => {
    const args: unknown = text === '' ? null : JSON.parse(text);
    if (!Array.isArray(args)) return socket.end();
    serve(args.map(String))
      .catch((error: unknown) => ({ output: String(error), exitCode: 1 }))
      .then((result) => socket.end(JSON.stringify(result)));
  });
}

/** Asks the process that has the folder; null when there is none. */
export function askRunning(
  folder: string,
  args: string[],
): Promise<{ output: string; exitCode: number } | null> {
  return new Promise((resolveAnswer, reject) => {
    const socket = connect(socketPath(folder));
    let text = '';
    socket.setEncoding('utf8');
    socket.once('error', () => resolveAnswer(null));
    socket.on('data', (chunk: string) => {
      text += chunk;
    });
    socket.on('end', () => {
      try {
        resolveAnswer(JSON.parse(text));
      } catch (cause) {
        reject(new Error('the running app gave no answer', { cause }));
      }
    });
    socket.once('connect', () => socket.end(JSON.stringify(args)));
  });
}
