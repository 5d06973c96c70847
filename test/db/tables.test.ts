import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { generateDrizzleJson, generateMigration } from 'drizzle-kit/api';
import { expect, test } from 'vitest';
import { readLevels } from '#db/levels.ts';
import * as schema from '#db/schema.ts';
import { TABLES, TABLES_OF_ALL_LEVELS } from '#db/tables.ts';

const META = join(import.meta.dirname, '..', '..', 'db', 'migrations', 'meta');

type Snapshot = {
  tables: Record<string, { name: string; foreignKeys: Record<string, { tableTo: string }> }>;
};

/** What the tables of each level were, as drizzle wrote it down. */
const snapshots = (): Snapshot[] =>
  readdirSync(META)
    .filter((name) => name.endsWith('_snapshot.json'))
    .toSorted()
    .map((name) => JSON.parse(readFileSync(join(META, name), 'utf8')));

const namesIn = ({ tables }: Snapshot): string[] => Object.values(tables).map(({ name }) => name);

test('the migrations make the schema: nothing of it is left for another one', async () => {
  const files = readdirSync(META).filter((name) => name.endsWith('_snapshot.json'));
  const newest = JSON.parse(readFileSync(join(META, files.toSorted().at(-1) ?? ''), 'utf8'));
  expect(await generateMigration(newest, generateDrizzleJson(schema, newest.id))).toEqual([]);
});

test('the list of tables is complete: it has those of the newest migration, and no other', () => {
  expect(TABLES.toSorted()).toEqual(namesIn(snapshots().at(-1) ?? { tables: {} }).toSorted());
});

test('no table of an older level is missing in the list, or a backup would leave it out', () => {
  expect(
    snapshots()
      .flatMap(namesIn)
      .filter((name) => !TABLES_OF_ALL_LEVELS.includes(name)),
  ).toEqual([]);
});

test('each table stands behind those it refers to', () => {
  const links = snapshots().flatMap(({ tables }) =>
    Object.values(tables).flatMap(({ name, foreignKeys }) =>
      Object.values(foreignKeys).map(({ tableTo }) => [tableTo, name] as const),
    ),
  );
  expect(links.length).toBeGreaterThan(0);
  expect(links.filter(([to, from]) => TABLES.indexOf(to) >= TABLES.indexOf(from))).toEqual([]);
});

test('each level has a name and its statements', () => {
  const levels = readLevels();
  expect(levels.map(({ name }) => name)).toEqual(
    readdirSync(join(META, '..'))
      .filter((name) => name.endsWith('.sql'))
      .map((name) => name.replace('.sql', ''))
      .toSorted(),
  );
  expect(levels.filter(({ statements }) => statements.length === 0)).toEqual([]);
});
