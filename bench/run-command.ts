import { spawn } from 'node:child_process';

export type Measured = { seconds: number; memoryMiB: number; code: number | null; told: string };

/** A command as people run it, in a process of its own: how long it took, its peak of memory, and how it ended. */
export function runCommand(args: readonly string[], env: Record<string, string>): Promise<Measured> {
  // The peak stands in what the process says of itself when it ends.
  const report = `process.on('exit', () => process.stderr.write('peak ' + process.resourceUsage().maxRSS))`;
  const start = performance.now();
  const child = spawn(
    process.execPath,
    [
      '--import',
      `data:text/javascript,${encodeURIComponent(report)}`,
      '--import',
      './src/node-floor.mjs',
      'src/cli/handoff.ts',
      ...args,
    ],
    { env: { PATH: process.env.PATH ?? '', TZ: 'UTC', ...env } },
  );
  let stdout = '';
  let stderr = '';
  child.stdout.on('data', (text: Buffer) => {
    stdout += text;
  });
  child.stderr.on('data', (text: Buffer) => {
    stderr += text;
  });
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code) => {
      const peak = Number(/peak (\d+)$/.exec(stderr)?.[1] ?? Number.NaN);
      const told =
        /^(Imported|Stopped|Backed up|Restored).*$/m.exec(stdout)?.[0] ??
        `${stdout.slice(-500)}${stderr.slice(-500)}`;
      resolve({
        seconds: (performance.now() - start) / 1_000,
        memoryMiB: Math.round(peak / 1_024),
        code,
        told,
      });
    });
  });
}
