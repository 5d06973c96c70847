import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { expect, inject, test } from 'vitest';
import { sum } from '#src/backup/sum.ts';
import { backUp, migrate, nastyDatabase, newFolder, restoreTo } from '../support/backups.ts';
import { contents, newDatabase, query, SERVER } from '../support/databases.ts';

const MIGRATIONS = 'select hash, created_at from drizzle.__drizzle_migrations order by id';

test('every row of every table comes back as it was', async () => {
  const source = await nastyDatabase();
  const target = await newDatabase();
  const file = join(newFolder(), 'all.backup');

  const taken = await backUp(source, file);
  const restored = await restoreTo(target, file);

  const before = await contents(source);
  expect(await contents(target)).toEqual(before);
  // Rows stood in every table, or this would say little.
  expect(Object.values(before).filter((content) => content.startsWith('0 '))).toEqual([]);
  expect(restored.rows).toEqual(taken.rows);
  expect(sum(taken.rows)).toBeGreaterThan(400);
});

test('the file is for its owner alone, and nothing lies beside it', async () => {
  const folder = newFolder();
  const file = join(folder, 'all.backup');
  await backUp(await nastyDatabase(), file);

  expect(statSync(file).mode & 0o777).toBe(0o600);
  expect(readdirSync(folder)).toEqual(['all.backup']);
});

test('what is counted goes on after the highest number there is', async () => {
  const file = join(newFolder(), 'all.backup');
  const target = await newDatabase();
  await backUp(await nastyDatabase(), file);
  await restoreTo(target, file);

  const add = `insert into pauses ("from", why, by_id) values (now(), '', '') returning no`;
  expect(await query(target, add)).toEqual([{ no: '2147483001' }]);
});

test('a restored database is what a migrated one is, and migrating it again changes nothing', async () => {
  const file = join(newFolder(), 'all.backup');
  const [source, target] = [await newDatabase(), await newDatabase()];
  await migrate(source);
  await backUp(source, file);
  await restoreTo(target, file);

  const written = await query(source, MIGRATIONS);
  expect(await query(target, MIGRATIONS)).toEqual(written);
  await migrate(target);
  expect(await query(target, MIGRATIONS)).toEqual(written);
});

test('a backup of older tables becomes what migrating those would have made of them', async () => {
  const file = join(newFolder(), 'old.backup');
  const [source, target] = [await nastyDatabase({ level: '0001_layers' }), await newDatabase()];
  await backUp(source, file);
  await restoreTo(target, file);

  await migrate(source);
  expect(await contents(target)).toEqual(await contents(source));
  expect(await query(target, MIGRATIONS)).toEqual(await query(source, MIGRATIONS));
});

test('what is written while a backup is taken is in it whole, or not at all', async () => {
  const source = await newDatabase();
  const file = join(newFolder(), 'busy.backup');
  await migrate(source);
  const pair = (ids: string) => `
    with new as (insert into accounts (id, created_at) select id, now() from ${ids} returning id)
    insert into leads (id, account_id, stage, temperature, source_id, record, evidence, captured_at, created_at)
    select id, id, 'lead', 'hot', 'website', '{}', '{}', now(), now() from new`;
  // The foreign key is checked at the end of the statement.
  await query(source, pair(`(select 'old ' || no as id from generate_series(1, 20000) no) ids`));
  let isOver = false;
  let written = 0;
  const writing = (async () => {
    while (!isOver) {
      written += 1;
      await query(source, pair(`(select 'new ${written}' as id) ids`));
    }
  })();

  const { rows } = await backUp(source, file);
  isOver = true;
  await writing;

  expect(rows.accounts).toBe(rows.leads);
  expect(rows.leads).toBeGreaterThanOrEqual(20_000);
});

test('tables that stand in the place of an empty one of ours are made anew', async () => {
  const file = join(newFolder(), 'old.backup');
  const [source, target] = [await nastyDatabase({ level: '0003_routing' }), await newDatabase()];
  await migrate(target);
  await backUp(source, file);
  await restoreTo(target, file);

  await migrate(source);
  expect(await contents(target)).toEqual(await contents(source));
});

// The embedded one is 18; whatever else there is has other collations at least. Where there is none, npm test says so.
const other = process.env.TEST_DATABASE_URL;
const directions: [string, string, string][] =
  other && inject('server') === 'embedded'
    ? [
        ['there', SERVER, other],
        ['back', other, SERVER],
      ]
    : [];

test.each(directions)(
  'a server of another version and collation takes the backup (%s)',
  async (_, from, to) => {
    const file = join(newFolder(), 'moved.backup');
    const [source, target] = [await nastyDatabase({ server: from }), await newDatabase(to)];
    await backUp(source, file);
    await restoreTo(target, file);

    expect(await contents(target)).toEqual(await contents(source));
  },
);
