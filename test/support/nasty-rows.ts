import type { Sql } from 'postgres';
import { connect } from './databases.ts';

/** Rows in every table of ours, with everything in them that has ever broken a dump. */

const TEXTS = [
  '',
  'plain',
  '\\.',
  'a line\n\\.\nand another',
  'tab\there, \\t is none',
  'carriage\r\nreturn\r',
  'back\\slash, \\N, \\\\N',
  '\\N',
  'NULL',
  `"quotes" and 'apostrophes' and $$dollars$$`,
  '{"json": "inside", "n": [1, 2]}',
  '{array,"like"}',
  'Żółć 漢字 עברית 🤝🏽 e\u0301 \u202eleft\u202c \ufeff \u0001\u001f\u007f',
  ' spaces around \v\f\b ',
  'ßẞıİǅ',
];
const ROWS = TEXTS.length;

type Column = {
  table: string;
  name: string;
  type: string;
  isNullable: boolean;
  isUnique: boolean;
  refersTo: string | null;
};

/** Fills the tables of a database that has the schema, at whichever level, and no rows. */
export async function fillWithNastyRows(url: string, tables: readonly string[]): Promise<void> {
  const sql = connect(url);
  try {
    const columns = await readColumns(sql);
    for (const table of tables) {
      const own = columns.filter((column) => column.table === table);
      if (own.length > 0) await fill(sql, table, own);
    }
  } finally {
    await sql.end();
  }
}

async function readColumns(sql: Sql): Promise<Column[]> {
  return sql<Column[]>`
    select relname as table, attname as name, format_type(atttypid, null) as type,
      not attnotnull as "isNullable",
      exists (select from pg_index where indrelid = pg_class.oid and indisunique and attnum = any(indkey)) as "isUnique",
      (select confrelid::regclass::text from pg_constraint
        where conrelid = pg_class.oid and contype = 'f' and conkey[1] = attnum) as "refersTo"
    from pg_class join pg_attribute on attrelid = pg_class.oid
    where relnamespace = 'public'::regnamespace and relkind = 'r' and attnum > 0 and not attisdropped`;
}

async function fill(sql: Sql, table: string, columns: readonly Column[]): Promise<void> {
  const rows = Array.from({ length: ROWS }, (_, no) =>
    Object.fromEntries(columns.map((column, place) => [column.name, cellOf(column, no, place)])),
  );
  await sql.unsafe(
    `insert into "${table}" select * from json_populate_recordset(null::"${table}", $1::text::json)`,
    [JSON.stringify(rows)],
  );
}

function cellOf(
  { type, name, table, isNullable, isUnique, refersTo }: Column,
  no: number,
  place: number,
): unknown {
  if (isNullable && (no + place) % 4 === 0) return null;
  const text = TEXTS[(no + place) % ROWS] ?? '';
  // What others refer to is the first table's id, made the same way everywhere.
  if (refersTo !== null || (name === 'id' && type === 'text')) return idOf(refersTo ?? table, no);
  switch (type) {
    case 'text':
      return isUnique ? `${text}#${no}` : text;
    case 'text[]':
      return no === 0 ? [] : [text, 'NULL', ...TEXTS];
    case 'json':
    case 'jsonb':
      return { [text]: text, list: [text, null, true, -0.5, 1e21, { deep: TEXTS }], empty: {} };
    case 'timestamp with time zone':
      return `2026-${String(1 + (no % 12)).padStart(2, '0')}-01T23:59:59.${String(100_000 + no + place)}+0${no % 9}:30`;
    case 'date':
      return `2026-${String(1 + (no % 12)).padStart(2, '0')}-28`;
    case 'boolean':
      return no % 2 === 0;
    case 'integer':
    case 'bigint':
      return no === 0 ? 2_147_483_000 : no;
    case 'double precision':
      return [0.1 + 0.2, -1e-300, 'NaN', 'Infinity', 1.7976931348623157e308][no % 5];
    case 'bytea':
      return `\\x${Buffer.from([0, 255, 92, 46, 10, 13, 9, no]).toString('hex')}${no === 1 ? 'ab'.repeat(200_000) : ''}`;
    default:
      throw new Error(`${table}.${name} is a ${type}, which the generator does not know`);
  }
}

/** Ids with everything in them, too: they are texts. */
const idOf = (table: string, no: number): string => `${table}/${no} ${TEXTS[no % ROWS]}`;
