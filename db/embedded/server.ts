import { spawn } from 'node:child_process';
import {
  closeSync,
  existsSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  truncateSync,
} from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { cannotStart, codeOf } from './cannot-start.ts';
import { type Home, pidFile, type Running, readRunning } from './home.ts';
import { findPrograms, programIn } from './programs.ts';
import { whetherFull } from './room.ts';
import { bareEnvironment, type Command, run } from './run.ts';
import { type Keeping, type Place, SOCKET_PORT, serverSettings } from './server-settings.ts';
import type { Way } from './way.ts';

// The operating system allows about 104 characters in the path of a socket.
const LONGEST_SOCKET_PATH = 100;
const LONGEST_LOG = 1_000_000;
const POLL_MS = 10;
const STOP_MS = 30_000;

type StartOptions = {
  keeps: Keeping;
  maxConnections: number;
  environment: NodeJS.ProcessEnv;
  port: number | null;
  signal?: AbortSignal | undefined;
};

export type Started = { ready: true } | { ready: false; said: string };

/**
 * Starts a server of its own session, which a Ctrl-C in our terminal does not reach and which has no pipe to us.
 * Comes back when it takes connections or has ended; that another one runs on the folder already is one reason to.
 */
export async function startServer(
  home: Home,
  { programs, identity, major }: Way,
  options: StartOptions,
): Promise<Started> {
  shortenLog(home);
  const before = sizeOf(home.log);
  const settings = serverSettings(await placeFor(home, options.port), { ...options, major });
  const env = bareEnvironment(options.environment);
  if (process.platform === 'win32') {
    // Only this one lays down an administrator's rights, which Postgres does not take.
    const command = identity.as(programIn(programs.bin, 'pg_ctl'), [
      'start',
      ...['--pgdata', home.data, '--log', home.log, '--wait', '--silent'],
      ...['--options', settings.map((setting) => `-c "${setting.replaceAll('"', '\\"')}"`).join(' ')],
    ]);
    const ended = await run(command, { env, cwd: home.inside });
    return ended.code === 0 ? { ready: true } : { ready: false, said: saidSince(home, before) };
  }
  const program = identity.as(programIn(programs.bin, 'postgres'), [
    ...['-D', home.data],
    ...settings.flatMap((setting) => ['-c', setting]),
  ]);
  const ready = await untilReady(home, program, env, options.signal);
  return ready ? { ready } : { ready, said: saidSince(home, before) };
}

function untilReady(
  home: Home,
  { file, args, ...as }: Command,
  env: NodeJS.ProcessEnv,
  signal: AbortSignal | undefined,
): Promise<boolean> {
  const log = openLog(home);
  const child = spawn(file, args, {
    ...as,
    env,
    cwd: home.inside,
    detached: true,
    stdio: ['ignore', log, log],
  });
  closeSync(log);
  child.unref();
  return new Promise((done, reject) => {
    // Recovering after a crash takes as long as it takes; it ends one way or the other.
    const poll = setInterval(() => {
      try {
        const running = readRunning(home);
        if (running?.pid === child.pid && running?.status === 'ready') finish(true);
      } catch (error) {
        reject(error);
        finish(false);
      }
    }, POLL_MS);
    // Whoever recovers may take minutes, and ends at once when it is asked to.
    const stop = () => child.kill('SIGINT');
    signal?.addEventListener('abort', stop, { once: true });
    const finish = (isReady: boolean) => {
      clearInterval(poll);
      signal?.removeEventListener('abort', stop);
      done(isReady);
    };
    child.once('error', () => finish(false));
    child.once('exit', () => finish(false));
  });
}

function openLog({ folder, log }: Home): number {
  try {
    return openSync(log, 'a', 0o600);
  } catch (error) {
    throw cannotStart(folder, `${log} cannot be written: ${codeOf(error)}`, 'Make it writable', error);
  }
}

/** Asks for a fast end, and waits until it has come; false where it is not ours to end. */
export async function stopServer(home: Home, environment: NodeJS.ProcessEnv): Promise<boolean> {
  const running = readRunning(home);
  // In a container's own count of processes the number may be another's: that one is left alone.
  if (!running || !(await isPostgres(running.pid))) return false;
  if (process.platform === 'win32') {
    const bin = findPrograms(environment).find((programs) =>
      existsSync(programIn(programs.bin, 'pg_ctl')),
    )?.bin;
    const args = ['stop', '--pgdata', home.data, '--mode', 'fast', '--wait', '--silent'];
    if (bin) await run({ file: programIn(bin, 'pg_ctl'), args }, { env: bareEnvironment(environment) });
    return bin !== undefined;
  }
  await interrupt(running.pid, home);
  const until = performance.now() + STOP_MS;
  while (readRunning(home)?.pid === running.pid && performance.now() < until) await pause(POLL_MS);
  return true;
}

/** Root without CAP_KILL may not end what it started as somebody else; that one may. */
async function interrupt(pid: number, { data }: Home): Promise<void> {
  try {
    process.kill(pid, 'SIGINT');
  } catch (error) {
    if (codeOf(error) !== 'EPERM') throw error;
    const { uid, gid } = statSync(data);
    await run({ file: '/bin/sh', args: ['-c', 'kill -INT "$1"', 'sh', String(pid)], uid, gid }, {});
  }
}

/** Whether there is a process of this number that is a Postgres, and not somebody who has its number now. */
export async function isPostgres(pid: number): Promise<boolean> {
  if (!isAlive(pid)) return false;
  if (process.platform === 'win32') return true;
  if (existsSync('/proc/self/comm')) {
    try {
      return readFileSync(`/proc/${pid}/comm`, 'utf8').trim() === 'postgres';
    } catch {
      return false;
    }
  }
  const { output } = await run({ file: '/bin/ps', args: ['-o', 'comm=', '-p', String(pid)] }, {});
  return /(^|\/)postgres/.test(output.trim());
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return codeOf(error) === 'EPERM';
  }
}

/**
 * Takes away what a dead server has left. Postgres does so itself, but not when another process has its number now
 * and belongs to the same user, which in a container is soon the case.
 */
export function removeStalePid(home: Home, stale: Running): void {
  const aside = `${pidFile(home)}.${process.pid}`;
  try {
    renameSync(pidFile(home), aside);
  } catch {
    return;
  }
  // Another process may have been quicker, and this is its server's.
  if (readFileSync(aside, 'utf8') === stale.text) rmSync(aside);
  else renameSync(aside, pidFile(home));
}

async function placeFor({ data }: Home, port: number | null): Promise<Place> {
  const socket = join(data, `.s.PGSQL.${SOCKET_PORT}`);
  const isShort = Buffer.byteLength(socket) <= LONGEST_SOCKET_PATH;
  if (process.platform !== 'win32' && isShort && (await canListen({ path: join(data, '.s.trial') })))
    return { socketFolder: data };
  if (port !== null && (await canListen({ port, host: '127.0.0.1' }))) return { port };
  return { port: await freePort() };
}

/** Not every file system can hold a socket: a folder of the host's in a virtual machine often cannot. */
function canListen(where: { path: string } | { port: number; host: string }): Promise<boolean> {
  return new Promise((answer) => {
    const server = createServer();
    server.once('error', () => answer(false));
    server.listen(where, () => server.close(() => answer(true)));
  });
}

function freePort(): Promise<number> {
  return new Promise((found, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() =>
        typeof address === 'object' && address ? found(address.port) : reject(new Error('no port')),
      );
    });
  });
}

/** The server appends to its log, so that it may be emptied at any time. */
export function shortenLog({ log }: Home): void {
  try {
    if (sizeOf(log) > LONGEST_LOG) truncateSync(log);
  } catch {
    // It stays as long as it is; whether it can be written, the start says.
  }
}

const sizeOf = (file: string): number => statSync(file, { throwIfNoEntry: false })?.size ?? 0;

/** The last thing the server said since then. */
function saidSince(home: Home, before: number): string {
  if (!existsSync(home.log)) return 'it ended without a word';
  const lines = readFileSync(home.log).subarray(before).toString('utf8').trim().split('\n');
  return lines.at(-1)?.trim() || 'it ended without a word';
}

/** @throws CannotStart with what the server said last */
export function neverReady(home: Home, said: string): Error {
  const why = `it ends at once, saying "${said}" (${home.log})`;
  return whetherFull(home.folder) ?? cannotStart(home.folder, why, null);
}
