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
    const { numPassedTests, numFailedTests, numPendingTests, testResults } = JSON.parse(
      readFileSync(report, 'utf8'),
    );
    for (const unsteady of unsteadyOf(testResults))
      console.log(`\nPassed at the second try only: ${unsteady}`);
    const skipped = numPendingTests > 0 ? `, ${numPendingTests} skipped` : '';
    console.log(`\n${numPassedTests} passed, ${numFailedTests} failed${skipped}`);
    return code;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

type FileResult = {
  name: string;
  assertionResults: { fullName: string; status: string; failureMessages: string[] | null }[];
};

/** What failed once and passed when it was run again: no reason to stop, and a fault to be found all the same. */
const unsteadyOf = (files: readonly FileResult[]): string[] =>
  files.flatMap(({ name, assertionResults }) =>
    assertionResults
      .filter(({ status, failureMessages }) => status === 'passed' && (failureMessages?.length ?? 0) > 0)
      .map(({ fullName, failureMessages }) => `${name}: ${fullName}\n${failureMessages?.join('\n')}`),
  );
