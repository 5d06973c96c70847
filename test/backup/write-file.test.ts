import { readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { writeBackupFile } from '#src/backup/write-file.ts';
import { newFolder } from '../support/backups.ts';

async function* body() {
  yield Buffer.from('all of it');
}
const writing = (path: string, inspect: (unfinished: string) => Promise<void>) =>
  writeBackupFile(body(), { path, id: 'one', signal: new AbortController().signal, inspect });

test('a file that somebody makes while a backup is written is kept, and named', async () => {
  const folder = newFolder();
  const path = join(folder, 'all.backup');

  const written = writing(path, async () => writeFileSync(path, 'of somebody else'));

  await expect(written).rejects.toThrow(`${path} is there already; name a file that is not`);
  expect(readFileSync(path, 'utf8')).toBe('of somebody else');
  expect(readdirSync(folder)).toEqual(['all.backup']);
});

test('a backup has its name alone when it is finished, and only its owner may read it', async () => {
  const folder = newFolder();
  const path = join(folder, 'all.backup');

  const bytes = await writing(path, async (unfinished) => {
    expect(readdirSync(folder).map((name) => join(folder, name))).toEqual([unfinished]);
  });

  expect(readdirSync(folder)).toEqual(['all.backup']);
  expect(gunzipSync(readFileSync(path)).toString('utf8')).toBe('all of it');
  const { size, mode, nlink } = statSync(path);
  expect({ size, mode: mode & 0o777, nlink }).toEqual({ size: bytes, mode: 0o600, nlink: 1 });
});
