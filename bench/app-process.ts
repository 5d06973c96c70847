import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';

/** The app as an operator runs it: a process of its own, so that measuring does not take its time. */
export type AppProcess = {
  /** From the start of the process to the first answer that it is ready. */
  ready: () => Promise<number>;
  /** `kill -9`, of all that belongs to it. */
  crash: () => Promise<void>;
  /** As an operator stops it: what runs is finished first. */
  stop: () => Promise<void>;
  pid: number;
  /** What it holds of the machine's memory now. */
  memoryMiB: () => number;
};

export type AppOptions = {
  port: number;
  env: Record<string, string>;
  /** Writes a CPU profile into this folder when it stops. */
  profileFolder: string | null;
  /** Another program in its place, that answers the same requests. */
  entry?: string;
};

const READY_MS = 60_000;
const LOOK_AGAIN_MS = 10;

const running = new Set<ChildProcess>();
process.once('exit', () => {
  for (const child of running) killGroup(child);
});
for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, () => process.exit(130));

export function startApp({ port, env, profileFolder, entry = 'src/main.ts' }: AppOptions): AppProcess {
  const startedAt = performance.now();
  const profile = profileFolder === null ? [] : ['--cpu-prof', '--cpu-prof-dir', profileFolder];
  const child = spawn(process.execPath, [...profile, '--import', './src/node-floor.mjs', entry], {
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { PORT: String(port), LOG_LEVEL: 'warn', ...env },
  });
  running.add(child);
  const exited = once(child, 'exit').then(() => running.delete(child));
  const said: string[] = [];
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text: string) => said.splice(0, said.length - 50, text));
  }
  const isGone = () => child.exitCode !== null || child.signalCode !== null;
  return {
    ready: async () => {
      while (performance.now() - startedAt < READY_MS) {
        if (isGone()) break;
        const isReady = await fetch(`http://127.0.0.1:${port}/health/ready`).then(
          (response) => response.ok,
          () => false,
        );
        if (isReady) return performance.now() - startedAt;
        await pause(LOOK_AGAIN_MS);
      }
      throw new Error(`the app did not become ready:\n${said.join('')}`);
    },
    crash: async () => {
      killGroup(child);
      await exited;
    },
    stop: async () => {
      child.kill('SIGTERM');
      await exited;
      if (child.exitCode !== 0) throw new Error(`the app did not stop well:\n${said.join('')}`);
    },
    pid: child.pid ?? 0,
    memoryMiB: () => Number(execFileSync('ps', ['-o', 'rss=', '-p', String(child.pid)])) / 1_024,
  };
}

function killGroup({ pid }: ChildProcess): void {
  if (pid === undefined) return;
  try {
    process.kill(-pid, 'SIGKILL');
  } catch {
    // It ended by itself.
  }
}

/** A port nobody uses: an app that comes back after a crash has to have its old one. */
export async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  if (address === null || typeof address === 'string') throw new Error('a server without a port');
  return address.port;
}
