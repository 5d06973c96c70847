// Makes a folder as 0.2 left it: PGlite, with the tables of a backup and its rows.
//
//     npm exec --package=@electric-sql/pglite@0.5.16 -- node make-pglite.mjs <folder> <backup>

import { createRequire } from 'node:module';
import { delimiter, join } from 'node:path';
import { readLevels } from '#db/levels.ts';
import { raiseSchema } from '#db/raise-schema.ts';
import { namesOf, quoted } from '#src/backup/copy.ts';
import { readBackup } from '#src/backup/read-file.ts';

const [, , folder, backup] = process.argv;
const bin = process.env.PATH.split(delimiter).find((place) => place.endsWith('.bin'));
const { PGlite } = createRequire(join(bin, '..', '..', 'package.json'))('@electric-sql/pglite');
const pglite = new PGlite({ dataDir: folder });
await raiseSchema((text) => pglite.exec(text), readLevels());
const columns = new Map();
let table = '';
let rows = [];
for await (const part of readBackup(backup, () => {})) {
  if (part.type === 'header') for (const { name, columns: own } of part.header.tables) columns.set(name, own);
  if (part.type === 'table') [table, rows] = [part.name, []];
  if (part.type === 'rows') rows.push(part.bytes);
  if (part.type !== 'end') continue;
  await pglite.query(`copy ${quoted(table)} (${namesOf(columns.get(table))}) from '/dev/blob'`, [], {
    blob: new Blob(rows),
  });
}
await pglite.close();
