import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test, vi } from 'vitest';
import { migrate, newFolder } from '../support/backups.ts';
import { handoff } from '../support/command.ts';
import { contents, newDatabase, query } from '../support/databases.ts';
import { wireTo } from '../support/wire.ts';

/** The commands as people run them, each a process of its own. */

// Each command is a start of Node, which takes its time on a busy machine.
vi.setConfig({ testTimeout: 90_000 });

/** Two lines, the second as it comes from the driver or the system. */
const BROKEN = /^The [^\n]+\n[^\n]*(CONNECTION_CLOSED|ECONNRESET|EPIPE)[^\n]*\n$/;

/** Enough that something can happen in the middle of it. */
async function largeDatabase(): Promise<string> {
  const url = await newDatabase();
  await migrate(url);
  await query(
    url,
    `insert into accounts (id, name, created_at)
      select md5(no::text), md5((2 * no)::text) || md5((3 * no)::text), now() from generate_series(1, 100000) no`,
  );
  return url;
}

test('a backup and a restore say how far they are, and how they ended', async () => {
  const [source, target] = [await newDatabase(), await newDatabase()];
  const file = join(newFolder(), 'all.backup');
  await migrate(source);
  await query(
    source,
    `insert into accounts (id, created_at) select no, now() from generate_series(1, 1200) no`,
  );

  const taken = await handoff(['backup', file], source);
  expect({ ...taken, stdout: '' }).toEqual({ code: 0, stdout: '', stderr: '' });
  expect(taken.stdout).toContain('100%  1,200 of 1,200 rows\n');
  expect(taken.stdout).toMatch(/Backed up: 1,200 rows in \d{2} tables, /);
  expect(taken.stdout).toContain('It holds personal data; only you can read it.');

  const restored = await handoff(['restore', file], target);
  expect({ ...restored, stdout: '' }).toEqual({ code: 0, stdout: '', stderr: '' });
  expect(restored.stdout).toContain('100%  checked ');
  expect(restored.stdout).toContain('100%  loaded ');
  expect(restored.stdout).toMatch(/Restored: 1,200 rows in \d{2} tables, /);
  expect(await contents(target)).toEqual(await contents(source));
});

test('a backup whose connection breaks ends with a sentence, and leaves no file', async () => {
  const { url, wire } = await wireTo({ url: await largeDatabase() });
  const folder = newFolder();
  const file = join(folder, 'all.backup');
  const ended = await handoff(['backup', file], url, { words: '20%', act: () => void wire.cut() });

  expect(ended.stderr).toMatch(BROKEN);
  expect(ended.stderr).toContain(`The backup failed; there is no ${file}.\n`);
  expect(ended.code).toBe(1);
  expect(readdirSync(folder)).toEqual([]);
});

test('Ctrl-C stops a backup, and leaves no file', async () => {
  const folder = newFolder();
  const file = join(folder, 'all.backup');
  const ended = await handoff(['backup', file], await largeDatabase(), {
    words: '20%',
    act: (pid) => process.kill(pid, 'SIGINT'),
  });

  expect(ended.stderr).toBe(`Stopped. There is no ${file}.\n`);
  expect(ended.code).toBe(130);
  expect(readdirSync(folder)).toEqual([]);
});

test('a restore whose connection breaks ends with a sentence, and fills nothing', async () => {
  const target = await newDatabase();
  const { url, wire } = await wireTo({ url: target });
  const file = join(newFolder(), 'all.backup');
  await handoff(['backup', file], await largeDatabase());
  const ended = await handoff(['restore', file], url, { words: '20%  loaded', act: () => void wire.cut() });

  expect(ended.stderr).toMatch(BROKEN);
  expect(ended.stderr).toContain('The restore failed; the database is as it was.\n');
  expect(ended.code).toBe(1);
  expect(await contents(target)).toEqual({});
  // It is as empty as before: the next try works.
  expect((await handoff(['restore', file], target)).code).toBe(0);
  expect(statSync(file).size).toBeGreaterThan(0);
});

test('a folder that is not there, and a server that does not answer, are said in a sentence', async () => {
  const url = await largeDatabase();
  const nowhere = await handoff(['backup', '/nowhere/all.backup'], url);
  expect(nowhere.code).toBe(1);
  expect(nowhere.stderr).toContain('The backup failed; there is no /nowhere/all.backup.\n');
  expect(nowhere.stderr).toContain('ENOENT: no such file or directory');

  const silent = await handoff(['backup', 'all.backup'], 'postgres://nobody@127.0.0.1:1/none');
  expect(silent.code).toBe(1);
  expect(silent.stderr).toContain('ECONNREFUSED');
  expect(silent.stderr).toContain('The backup failed; there is no all.backup.\n');
});

test('a command without a file asks for one', async () => {
  expect(await handoff(['backup'], '')).toEqual({
    code: 1,
    stdout: '',
    stderr: 'which file? npm run handoff -- backup <file>\n',
  });
  expect(await handoff(['restore'], '')).toEqual({
    code: 1,
    stdout: '',
    stderr: 'which file? npm run handoff -- restore <file>\n',
  });
});
