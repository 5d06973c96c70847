import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { readLevels } from '#db/levels.ts';
import { bodyOf } from '#src/backup/body.ts';
import { type BackupHeader, FORMAT, headerSchema } from '#src/backup/format.ts';
import { checkBackup } from '#src/backup/read-file.ts';
import { backUp, migrate, NOW, nastyDatabase, newFolder, restoreTo } from '../support/backups.ts';
import { newDatabase, query } from '../support/databases.ts';

/** A small backup, made without a database. */
async function smallBackup(changes: object = {}, rows = ['1\tone', '2\ttwo']): Promise<Buffer> {
  const header: BackupHeader = {
    handoff_backup: FORMAT,
    product: '0.2.0',
    server: '15.20',
    taken_at: NOW.toISOString(),
    migration: '0004_clocks',
    tables: [
      { name: 'some', columns: ['id', 'text'] },
      { name: 'none', columns: ['id'] },
    ],
    ...changes,
  };
  const tables = [
    { name: 'some', expected: rows.length, rows: streamOf(rows) },
    { name: 'none', expected: 0, rows: streamOf([]) },
  ];
  const chunks: Buffer[] = [];
  for await (const chunk of bodyOf(header, tables, () => {})) chunks.push(chunk);
  return Buffer.concat(chunks);
}

async function* streamOf(rows: readonly string[]): AsyncGenerator<Buffer> {
  for (const row of rows) yield Buffer.from(`${row}\n`);
}

/** What is said of a file with these bytes. */
async function saidOf(bytes: Buffer): Promise<string> {
  const path = join(newFolder(), 'some.backup');
  writeFileSync(path, bytes);
  const words = await checkBackup(path, () => {}).then(
    () => 'nothing',
    (error: Error) => error.message,
  );
  return words.replaceAll(path, 'FILE');
}

test('a complete file is taken, with what it holds', async () => {
  const path = join(newFolder(), 'some.backup');
  const body = await smallBackup();
  writeFileSync(path, gzipSync(body));
  const [first = ''] = body.toString().split('\n');
  expect(await checkBackup(path, () => {})).toEqual({
    header: headerSchema.parse(JSON.parse(first)),
    rows: { some: 2, none: 0 },
  });
});

test('what is no backup of ours is called that', async () => {
  const words = 'FILE is no backup of handoff; those are made by: npm run handoff -- backup <file>';
  expect(await saidOf(Buffer.from(''))).toBe(words);
  expect(await saidOf(Buffer.from('-- PostgreSQL database dump\n'))).toBe(words);
  expect(await saidOf(gzipSync('-- PostgreSQL database dump\n'))).toBe(words);
  expect(await saidOf(gzipSync(''))).toBe(words);
  expect(await saidOf(gzipSync(Buffer.alloc(3_000_000)))).toBe(words);
  expect(await saidOf(gzipSync('{"leads":[]}\n'))).toBe(words);
});

test('a file that is not there is said to be', async () => {
  await expect(checkBackup('nowhere.backup', () => {})).rejects.toThrow(
    'nowhere.backup cannot be read: ENOENT',
  );
});

test('a file that was cut off is called that, wherever it was cut', async () => {
  const words = 'FILE ends in the middle: it was cut off when it was copied, or not written to its end';
  const body = await smallBackup();
  const file = gzipSync(body);
  const lastLine = body.lastIndexOf('{"rows"');
  expect(await saidOf(file.subarray(0, file.length - 1))).toBe(words);
  expect(await saidOf(file.subarray(0, file.length / 2))).toBe(words);
  expect(await saidOf(file.subarray(0, 12))).toBe(words);
  expect(await saidOf(gzipSync(body.subarray(0, lastLine)))).toBe(words);
  expect(await saidOf(gzipSync(body.subarray(0, lastLine - 4)))).toBe(words);
  expect(await saidOf(gzipSync(body.subarray(0, body.length - 1)))).toBe(words);
  expect(await saidOf(gzipSync(body.subarray(0, body.indexOf('\n') + 1)))).toBe(words);
});

test('a file in which anything was changed is refused, whichever byte it is', async () => {
  const file = gzipSync(await smallBackup());
  const answers = await Promise.all(
    // Bytes 4 to 9 are the file's time and who compressed it: gzip does not look at them.
    Array.from(file.keys(), (at) => at)
      .filter((at) => at < 4 || at > 9)
      .map(async (at) => saidOf(Buffer.from(file).fill((file[at] ?? 0) ^ 0x10, at, at + 1))),
  );
  expect(
    answers.filter((words) => !/^FILE (is damaged|is no backup|ends in the middle)/.test(words)),
  ).toEqual([]);
});

test('a file whose rows were changed and packed again does not fit its checksum', async () => {
  const body = (await smallBackup()).toString();
  const words = (what: string) => `FILE is damaged: ${what}. Take another copy of it, or an older backup`;
  expect(await saidOf(gzipSync(body.replace('two', 'six')))).toBe(words('its checksum does not fit'));
  expect(await saidOf(gzipSync(body.replace('2\ttwo\n', '')))).toBe(words('its checksum does not fit'));
  expect(await saidOf(gzipSync(body.replace('"some":2', '"some":3')))).toBe(
    words('its rows are not as many as it says'),
  );
  expect(await saidOf(gzipSync(`${body}{}\n`))).toBe(words('something stands behind its end'));
  expect(await saidOf(gzipSync(body.replace('{"table":"none"}', '{"table":"other"}')))).toBe(
    words('its tables are not those it says'),
  );
});

test('a format of a newer version is called that', async () => {
  const body = (await smallBackup()).toString().replace('"handoff_backup":1', '"handoff_backup":2');
  expect(await saidOf(gzipSync(body))).toBe(
    'FILE is in format 2, and this handoff reads format 1: bring this one up to date first',
  );
});

const tablesIn = (url: string) =>
  query(url, `select relname from pg_class where relnamespace = 'public'::regnamespace and relkind = 'r'`);

test('tables of a newer version are refused, and the database stays empty', async () => {
  const path = join(newFolder(), 'newer.backup');
  const target = await newDatabase();
  writeFileSync(path, gzipSync(await smallBackup({ product: '0.9.0', migration: '0099_later' })));
  await expect(restoreTo(target, path)).rejects.toThrow(
    'was made by handoff 0.9.0, whose tables (0099_later) this version does not know: bring this one up to date first',
  );
  expect(await tablesIn(target)).toEqual([]);
});

test('tables that somebody changed by hand are refused, and the database stays empty', async () => {
  const path = join(newFolder(), 'changed.backup');
  const [source, target] = [await newDatabase(), await newDatabase()];
  await migrate(source);
  await query(source, 'alter table leads add column remark text');
  await backUp(source, path);
  await expect(restoreTo(target, path)).rejects.toThrow(
    `the tables of the backup are not those of ${readLevels().at(-1)?.name}: leads.remark; somebody changed them by hand`,
  );
  expect(await tablesIn(target)).toEqual([]);
});

test('rows that break a constraint fill nothing', async () => {
  const path = join(newFolder(), 'broken.backup');
  const [source, target] = [await newDatabase(), await newDatabase()];
  await migrate(source);
  await query(source, 'alter table identities drop constraint identities_lead_id_leads_id_fk');
  await query(source, `insert into identities values ('email', 'a@b.example', 'nobody')`);
  await backUp(source, path);
  await expect(restoreTo(target, path)).rejects.toThrow('identities_lead_id_leads_id_fk');
  expect(await tablesIn(target)).toEqual([]);
});

test('a database with one row of ours is refused by the table it is in, and keeps it', async () => {
  const path = join(newFolder(), 'all.backup');
  const target = await newDatabase();
  await backUp(await nastyDatabase(), path);
  await migrate(target);
  await query(target, `insert into last_tick values (1, now())`);
  await expect(restoreTo(target, path)).rejects.toThrow(
    'this database is not empty (last_tick); a restore adds to nothing and writes over nothing',
  );
  expect(await query(target, 'select id from last_tick')).toEqual([{ id: 1 }]);
});

test('a database with tables of somebody else is refused by their names', async () => {
  const path = join(newFolder(), 'all.backup');
  const target = await newDatabase();
  await backUp(await nastyDatabase(), path);
  await query(target, 'create table invoices (id int)');
  await query(target, 'create schema crm');
  await query(target, 'create table crm.contacts (id int)');
  await query(target, 'create schema pgboss');
  await query(target, 'create table pgboss.job (id int)');
  await expect(restoreTo(target, path)).rejects.toThrow(
    'this database holds tables that are not ours (invoices, crm.contacts); restore into a database of its own',
  );
  expect(await tablesIn(target)).toEqual([{ relname: 'invoices' }]);
});

test('there is no backup of a database without anything of ours', async () => {
  const folder = newFolder();
  await expect(backUp(await newDatabase(), join(folder, 'none.backup'))).rejects.toThrow(
    'this database has nothing of handoff in it: is it the right one?',
  );
  expect(readdirSync(folder)).toEqual([]);
});

test('there is no backup of a database that a newer version has changed', async () => {
  const source = await newDatabase();
  await migrate(source);
  await query(
    source,
    `insert into drizzle.__drizzle_migrations (hash, created_at) values ('x', 9999999999999)`,
  );
  await expect(backUp(source, join(newFolder(), 'newer.backup'))).rejects.toThrow(
    'a newer handoff made the tables of this database; take the backup with that one',
  );
});

test('tables of somebody else are left out of a backup, and named', async () => {
  const source = await newDatabase();
  const path = join(newFolder(), 'all.backup');
  await migrate(source);
  await query(source, 'create table invoices (id int)');
  expect((await backUp(source, path)).leftOut).toEqual(['invoices']);
  expect(gunzipSync(readFileSync(path)).includes('invoices')).toBe(false);
});

test('a file that is there already is kept', async () => {
  const path = join(newFolder(), 'all.backup');
  writeFileSync(path, 'precious');
  await expect(backUp(await nastyDatabase(), path)).rejects.toThrow(
    'is there already; name a file that is not',
  );
  expect(readFileSync(path, 'utf8')).toBe('precious');
});
