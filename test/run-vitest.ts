import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const VITEST = join(import.meta.dirname, '..', 'node_modules', 'vitest', 'vitest.mjs');

/** Runs Vitest, and ends with what a reader looks for: `N passed, N failed`. Answers the exit code. */
export async function runVitest(
  args: string[],
  env: NodeJS.ProcessEnv,
  remark: string | null,
): Promise<number> {
  const folder = mkdtempSync(join(tmpdir(), 'handoff-report-'));
  const report = join(folder, 'report.json');
  try {
    const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${report}`];
    const child = spawn(process.execPath, [VITEST, 'run', ...reporters, ...args], { stdio: 'inherit', env });
    const code = await new Promise<number>((done) => child.on('close', (ended) => done(ended ?? 1)));
    if (remark) console.log(`\n${remark}`);
    const { numPassedTests, numFailedTests, numPendingTests } = JSON.parse(readFileSync(report, 'utf8'));
    const skipped = numPendingTests > 0 ? `, ${numPendingTests} skipped` : '';
    console.log(`\n${numPassedTests} passed, ${numFailedTests} failed${skipped}`);
    return code;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
