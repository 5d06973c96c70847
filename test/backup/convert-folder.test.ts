import { spawn, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { expect, onTestFinished, test } from 'vitest';
import { isPgliteFolder } from '#db/pglite-folder.ts';
import { convertFolder } from '#src/backup/convert-folder.ts';
import { randomId } from '#src/process/ids.ts';
import { backUp, NOW, nastyDatabase, newFolder, restoreTo } from '../support/backups.ts';
import { contents, newDatabase } from '../support/databases.ts';

const NPM = ['npm'] as const;

const convert = (folder: string, path: string) =>
  convertFolder({
    folder,
    path,
    product: '0.2.0',
    now: NOW,
    newId: randomId,
    npm: NPM,
    signal: new AbortController().signal,
    onRows: () => {},
  });

/** A folder as 0.2 left it, with the rows of a backup. */
async function oldFolder(backup: string): Promise<string> {
  const folder = join(newFolder(), 'data');
  const program = [process.execPath, 'test/support/make-pglite.mjs', folder, backup];
  const child = spawn('npm', ['exec', '--yes', '--package=@electric-sql/pglite@0.5.16', '--', ...program], {
    stdio: ['ignore', 'inherit', 'inherit'],
  });
  const [code] = await once(child, 'close');
  expect(code).toBe(0);
  return folder;
}

/** Every file of a folder with its size and when it was changed. */
const filesIn = (folder: string): string[] =>
  readdirSync(folder, { recursive: true })
    .map(String)
    .toSorted()
    .map((name) => {
      const { size, mtimeMs } = statSync(join(folder, name));
      return `${name} ${size} ${mtimeMs}`;
    });

/** A hash of a backup without its first line and its checksum, which name the server. */
const rowsIn = (file: string): string => {
  const lines = gunzipSync(readFileSync(file)).toString().split('\n').slice(1, -2);
  return createHash('sha256').update(lines.join('\n')).digest('hex');
};

// npm may have to bring PGlite first.
const patient = { timeout: 180_000 };

test(
  'every row of a folder of 0.2 comes into the new database as it was, and the folder stays untouched',
  patient,
  async () => {
    const work = newFolder();
    const source = await nastyDatabase();
    await backUp(source, join(work, 'rows.backup'));
    const folder = await oldFolder(join(work, 'rows.backup'));
    const before = filesIn(folder);

    const { rows } = await convert(folder, join(work, 'old.backup'));

    expect(filesIn(folder)).toEqual(before);
    expect(rowsIn(join(work, 'old.backup'))).toEqual(rowsIn(join(work, 'rows.backup')));
    expect(readdirSync(work).toSorted()).toEqual(['old.backup', 'rows.backup']);
    const target = await newDatabase();
    expect((await restoreTo(target, join(work, 'old.backup'))).rows).toEqual(rows);
    expect(await contents(target)).toEqual(await contents(source));
  },
);

test('a folder that is none of 0.2 is refused, and so is one that is not there', async () => {
  const folder = newFolder();
  const path = join(newFolder(), 'old.backup');
  await expect(convert(folder, path)).rejects.toThrow(
    'is no data folder of 0.2: expected the one that HANDOFF_DATA_DIR named',
  );
  await expect(convert(join(folder, 'nowhere'), path)).rejects.toThrow('cannot be read: ENOENT');
});

/** What a folder needs to be taken for one of 0.2. */
function looksOld(): string {
  const folder = newFolder();
  for (const name of ['base', 'global', 'pg_wal']) mkdirSync(join(folder, name));
  writeFileSync(join(folder, 'PG_VERSION'), '18\n');
  return folder;
}

test('while the old app runs its folder is refused', async () => {
  const folder = looksOld();
  const app = createServer().listen(join(folder, 'handoff.sock'));
  onTestFinished(() => void app.close());
  await once(app, 'listening');
  await expect(convert(folder, join(newFolder(), 'old.backup'))).rejects.toThrow(
    'an app of 0.2 runs on this folder; stop it first',
  );
});

test(
  'a folder that PGlite cannot open is said to be so, with what it says, and leaves no file',
  patient,
  async () => {
    const out = newFolder();
    await expect(convert(looksOld(), join(out, 'old.backup'))).rejects.toThrow(
      'The old database could not be read with @electric-sql/pglite@0.5.16, which npm brings:',
    );
    expect(readdirSync(out)).toEqual([]);
  },
);

test('a folder of 0.2 is known by its files, and neither an empty one nor one that a server ran on is taken for it', () => {
  const old = ['PG_VERSION', 'base', 'global', 'pg_wal', 'pg_xact', 'postgresql.conf', 'handoff.sock'];
  expect(isPgliteFolder(old)).toBe(true);
  // PGlite that was killed leaves the second; newer versions keep theirs in the third.
  expect(isPgliteFolder([...old, 'postmaster.pid', 'postgres'])).toBe(true);
  expect(isPgliteFolder([])).toBe(false);
  expect(isPgliteFolder(['postgres'])).toBe(false);
  expect(isPgliteFolder([...old, 'postmaster.opts'])).toBe(false);
});

test('the command asks for a folder and a file', () => {
  const { status, stderr } = spawnSync(process.execPath, ['src/cli/handoff.ts', 'convert-pglite', '.data'], {
    encoding: 'utf8',
  });
  expect({ status, stderr }).toEqual({
    status: 1,
    stderr: 'which folder, into which file? npm run handoff -- convert-pglite .data <file>\n',
  });
});
