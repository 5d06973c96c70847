import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { temporaryFolder } from '#db/embedded/temporary-folder.ts';
import { openSurroundings, runToEnd, startProcess } from '../support/processes.ts';

/** Without DATABASE_URL a Postgres of our own runs on the data folder, for whoever comes to it. */
async function withoutDatabase() {
  const around = await openSurroundings('http');
  const folder = join(temporaryFolder('handoff-shared'), 'data');
  return { around, folder, env: { ...around.env, DATABASE_URL: '', HANDOFF_DATA_DIR: folder } };
}

test('a second process and the command line use the database that the first one started, and it outlives the first', {
  timeout: 60_000,
}, async () => {
  const { around, env } = await withoutDatabase();
  const first = await startProcess({ ...around, env });
  await first.send({ person: { full_name: 'Nobody' } });
  const second = await startProcess({ ...around, env });

  const inbox = await runToEnd('src/cli/handoff.ts', ['inbox', 'list'], env);
  const stopped = await first.kill('SIGTERM');
  const taken = await second.send({ person: { full_name: 'Nobody either' } });
  const ended = await second.kill('SIGTERM');
  const afterwards = await runToEnd('src/cli/handoff.ts', ['inbox', 'list'], env);

  expect(inbox.stdout).toContain('website  person: names nobody');
  expect([stopped.code, taken, ended.code]).toEqual([0, 200, 0]);
  expect(afterwards.stdout.match(/names nobody/g)).toHaveLength(2);
});

test('a folder of the database before this one is named, and left as it is', async () => {
  const { around, folder, env } = await withoutDatabase();
  for (const part of ['base', 'global', 'pg_wal']) mkdirSync(join(folder, part), { recursive: true });
  writeFileSync(join(folder, 'PG_VERSION'), '17\n');

  const started = await runToEnd('src/main.ts', [], { ...around.env, ...env });
  const looked = await runToEnd('src/cli/handoff.ts', ['inbox', 'list'], env);

  expect([started.code, looked.code]).toEqual([1, 1]);
  expect(started.stderr).toContain('holds the database of version 0.2');
  expect(looked.stderr).toContain('npm run handoff -- convert-pglite');
});
