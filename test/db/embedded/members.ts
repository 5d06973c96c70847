import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import postgres from 'postgres';
import { onTestFinished } from 'vitest';
import { socketOf } from '#db/embedded/address.ts';
import { type Cluster, openCluster } from '#db/embedded/cluster.ts';
import type { Keeping } from '#db/embedded/server-settings.ts';
import { temporaryFolder } from '#db/embedded/temporary-folder.ts';

/** Real clusters in folders of their own, with members in this process and in others. */

const GONE_MS = 10_000;

/** A folder that is gone after the test, with whatever runs on it. */
export function newFolder(name: string): string {
  const folder = temporaryFolder(`handoff-${name}`);
  onTestFinished(async () => {
    const pid = serverPid(folder);
    if (pid !== null && isAlive(pid)) process.kill(pid, 'SIGQUIT');
    if (pid !== null) await untilGone(pid);
    rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
  });
  return folder;
}

/** Becomes a member in this process. */
export function enter(folder: string, keeps: Keeping = 'throwaway'): Promise<Cluster> {
  return openCluster(folder, {
    keeps,
    maxConnections: 20,
    environment: process.env,
    onTrouble: () => {},
  });
}

export type Other = {
  url: string;
  startedHere: boolean;
  leave: () => Promise<void>;
  kill: () => Promise<void>;
};

/** Becomes a member in a process of its own. */
export async function enterElsewhere(folder: string, keeps: Keeping = 'throwaway'): Promise<Other> {
  const program = join(import.meta.dirname, 'member.ts');
  const child = spawn(process.execPath, [program, folder, keeps], { stdio: ['pipe', 'pipe', 'inherit'] });
  const ended = once(child, 'exit');
  onTestFinished(() => {
    child.kill('SIGKILL');
  });
  const [line] = await once(createInterface({ input: child.stdout }), 'line');
  return {
    ...(JSON.parse(line) as { url: string; startedHere: boolean }),
    leave: async () => {
      child.stdin.end();
      await ended;
    },
    kill: async () => {
      child.kill('SIGKILL');
      await ended;
    },
  };
}

/** The first value of the first row of the answer. */
export async function ask(url: string, query: string): Promise<unknown> {
  const client = postgres(url, { max: 1, onnotice: () => {}, ...socketOf(url) });
  try {
    const [row] = await client.unsafe(query);
    return Object.values(row ?? {})[0];
  } finally {
    await client.end({ timeout: 1 });
  }
}

/** The process of the server that runs on the folder, or died there. */
export function serverPid(folder: string): number | null {
  try {
    return Number(readFileSync(join(folder, 'postgres', 'data', 'postmaster.pid'), 'utf8').split('\n')[0]);
  } catch {
    return null;
  }
}

export async function killServer(folder: string): Promise<void> {
  const pid = serverPid(folder);
  if (pid === null) throw new Error(`no server on ${folder}`);
  process.kill(pid, 'SIGKILL');
  await untilGone(pid);
}

async function untilGone(pid: number): Promise<void> {
  const until = performance.now() + GONE_MS;
  while (isAlive(pid) && performance.now() < until) await new Promise((next) => setTimeout(next, 20));
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}
