import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import postgres from 'postgres';

/** `npm test`: everything on PGlite, and the behaviour once more on Postgres where there is one. */

const LOCAL = 'postgres://root@127.0.0.1:5432/test';

async function findPostgres(): Promise<string | null> {
  const url = process.env.TEST_DATABASE_URL || LOCAL;
  const client = postgres(url, { max: 1, connect_timeout: 3, onnotice: () => {} });
  try {
    await client`select 1`;
    return url;
  } catch (error) {
    if (process.env.TEST_DATABASE_URL || process.env.CI)
      throw new Error(`no Postgres at ${url}`, { cause: error });
    return null;
  } finally {
    await client.end({ timeout: 1 });
  }
}

function runVitest(url: string | null, report: string): Promise<number> {
  const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${report}`];
  const vitest = join(import.meta.dirname, '..', 'node_modules', 'vitest', 'vitest.mjs');
  const child = spawn(process.execPath, [vitest, 'run', ...reporters, ...process.argv.slice(2)], {
    stdio: 'inherit',
    env: { ...process.env, ...(url && { TEST_DATABASE_URL: url }) },
  });
  return new Promise((resolve) => child.on('close', (code) => resolve(code ?? 1)));
}

const folder = mkdtempSync(join(tmpdir(), 'handoff-report-'));
try {
  const url = await findPostgres();
  const report = join(folder, 'report.json');
  const exitCode = await runVitest(url, report);
  if (!url) {
    console.log(
      '\nSKIPPED: the behaviour tests on Postgres. No Postgres at 127.0.0.1:5432, and no TEST_DATABASE_URL.',
    );
  }
  const { numPassedTests, numFailedTests, numPendingTests } = JSON.parse(readFileSync(report, 'utf8'));
  const skipped = numPendingTests > 0 ? `, ${numPendingTests} skipped` : '';
  console.log(`\n${numPassedTests} passed, ${numFailedTests} failed${skipped}`);
  process.exitCode = exitCode;
} finally {
  rmSync(folder, { recursive: true, force: true });
}
