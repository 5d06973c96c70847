// Plain JavaScript in a process of its own: PGlite, which only 0.2 ran, is no dependency any more. npm brings it for
// this one call, and it writes to the folder it opens: give it a copy.
//
//     npm exec --package=@electric-sql/pglite@0.5.16 -- node read-pglite.mjs <copy of the folder> <product> <now>
//
// stdout is the body of a backup, stderr `rows 120 of 4000` now and then.

import { createRequire } from 'node:module';
import { delimiter, join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { bodyOf } from './body.ts';
import { namesOf, quoted } from './copy.ts';
import { countRows, settle } from './database.ts';
import { headerOf } from './header.ts';
import { sum } from './sum.ts';

const PAGE_BYTES = 8192;
/** What is read at once, on average: a page of the table may have long values that stand elsewhere. */
const STEP_BYTES = 4_000_000;
const TELL_EVERY = 1_000;

const [, , folder, product, now] = process.argv;
const { PGlite } = loadPglite();
const pglite = new PGlite({ dataDir: folder });
await pglite.waitReady;
const asking = { unsafe: async (text) => (await pglite.query(text)).rows };
await pglite.exec('begin');
await settle(asking);
const header = await headerOf(asking, { product, now: new Date(now) });
const counts = await countRows(
  asking,
  header.tables.map(({ name }) => name),
);
const of = sum(counts);
let told = 0;
let read = 0;
const tables = header.tables.map(({ name, columns }) => ({
  name,
  expected: counts[name],
  rows: rowsOf(name, columns),
}));
const body = bodyOf(header, tables, (added) => {
  read += added;
  if (read - told < TELL_EVERY && read < of) return;
  told = read;
  process.stderr.write(`rows ${read} of ${of}\n`);
});
await pipeline(Readable.from(body, { objectMode: false }), process.stdout);
await pglite.close();

/** A table, some of its pages at a time: PGlite holds what it copies in memory. */
async function* rowsOf(table, columns) {
  const [{ heap, all }] = await asking.unsafe(
    `select pg_relation_size('${quoted(table)}')::int8 as heap, pg_table_size('${quoted(table)}')::int8 as all`,
  );
  const pages = Math.ceil(Number(heap) / PAGE_BYTES);
  const step = Math.max(1, Math.floor((pages * STEP_BYTES) / Math.max(1, Number(all))));
  for (let from = 0; from < pages; from += step) {
    const { blob } = await pglite.query(
      `copy (select ${namesOf(columns)} from ${quoted(table)}
        where ctid >= '(${from},0)' and ctid < '(${from + step},0)') to '/dev/blob'`,
    );
    if (blob) yield Buffer.from(await blob.arrayBuffer());
  }
}

/** npm puts the programs of what it brought on the path; the package itself lies beside them. */
function loadPglite() {
  const places = (process.env.PATH ?? '').split(delimiter).filter((place) => place.endsWith('.bin'));
  for (const place of places) {
    try {
      return createRequire(join(place, '..', '..', 'package.json'))('@electric-sql/pglite');
    } catch (error) {
      if (error.code !== 'MODULE_NOT_FOUND') throw error;
    }
  }
  throw new Error('npm has not brought @electric-sql/pglite');
}
