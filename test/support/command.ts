import { spawn } from 'node:child_process';

/** The command line as people run it: a process of its own. */

export type Ended = { code: number | null; stdout: string; stderr: string };

/** Runs a command, and does something as soon as it says some words. */
export function handoff(
  args: readonly string[],
  url: string,
  on?: { words: string; act: (pid: number) => void },
  environment: Readonly<Record<string, string>> = {},
): Promise<Ended> {
  const child = spawn(process.execPath, ['src/cli/handoff.ts', ...args], {
    env: { ...process.env, ...environment, DATABASE_URL: url, NODE_NO_WARNINGS: '1' },
  });
  let [stdout, stderr, hasActed] = ['', '', false];
  child.stderr.on('data', (text: Buffer) => {
    stderr += text;
  });
  child.stdout.on('data', (text: Buffer) => {
    stdout += text;
    if (!on || hasActed || !stdout.includes(on.words)) return;
    hasActed = true;
    on.act(child.pid ?? 0);
  });
  return new Promise((resolve) => child.on('close', (code) => resolve({ code, stdout, stderr })));
}
