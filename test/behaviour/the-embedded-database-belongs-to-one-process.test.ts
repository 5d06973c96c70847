import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { openSurroundings, runToEnd, startProcess } from '../support/processes.ts';

test('a second process on a data folder is refused, and the command line asks the first', {
  timeout: 60_000,
}, async () => {
  const around = await openSurroundings('http');
  const folder = join(around.folder, 'shared');
  mkdirSync(folder);
  const env = { ...around.env, DATABASE_URL: '', HANDOFF_DATA_DIR: folder };
  const first = await startProcess({ ...around, env });
  await first.send({ person: { full_name: 'Nobody' } });

  const second = await runToEnd('src/main.ts', [], env);
  const inbox = await runToEnd('src/cli/handoff.ts', ['inbox', 'list'], env);
  const exported = await runToEnd('src/cli/handoff.ts', ['export-settings'], env);
  const live = await fetch(`${first.address}/health/live`);

  expect({ code: second.code, stderr: second.stderr }).toEqual({
    code: 1,
    stderr: `${folder}: another process has this data folder open; stop it, or use Postgres (DATABASE_URL)\n`,
  });
  expect(inbox.stdout).toContain('website  person: names nobody');
  expect(exported.stdout).toContain('# Nothing was edited in Slack');
  expect(live.status).toBe(200);
  const stopped = await first.kill('SIGTERM');
  expect(stopped.code).toBe(0);
  expect((await runToEnd('src/cli/handoff.ts', ['inbox', 'list'], env)).stdout).toContain('names nobody');
});
