import { is } from 'drizzle-orm';
import { getTableConfig, PgTable } from 'drizzle-orm/pg-core';
import * as schema from './schema.ts';

type Linked = { name: string; refersTo: string[] };

/** The names of all our tables, each behind those it refers to: in this order they can be filled. */
export const TABLES: readonly string[] = inOrder(allTables());

/** Those that older levels had, whose rows a migration puts elsewhere: backups of then hold them. */
const FORMER_TABLES = ['pool_members'];

/** All that a backup of any level may hold, in an order in which they can be filled. */
export const TABLES_OF_ALL_LEVELS: readonly string[] = [...FORMER_TABLES, ...TABLES];

function allTables(): Linked[] {
  const tables: unknown[] = Object.values(schema);
  return (
    tables
      .filter((value) => is(value, PgTable))
      .map((table) => {
        const { name, foreignKeys } = getTableConfig(table);
        return {
          name,
          refersTo: foreignKeys.map((key) => getTableConfig(key.reference().foreignTable).name),
        };
      })
      // What a module exports comes in an order of the loader's own.
      .toSorted((a, b) => (a.name < b.name ? -1 : 1))
  );
}

function inOrder(tables: readonly Linked[]): string[] {
  const placed: string[] = [];
  while (placed.length < tables.length) {
    const next = tables.find(
      ({ name, refersTo }) =>
        !placed.includes(name) && refersTo.every((other) => other === name || placed.includes(other)),
    );
    if (!next) throw new Error('db/schema.ts: tables refer to each other in a circle');
    placed.push(next.name);
  }
  return placed;
}
