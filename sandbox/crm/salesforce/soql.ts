/** As much of Salesforce's query language as is asked of it here; what is more is malformed, and what vendors refuse is refused. */

export type Row = Record<string, unknown>;
export type Table = {
  rows: readonly Row[];
  fields: readonly string[];
  /** Fields that stand in rows, and by which none can be looked for. */
  unfilterable: readonly string[];
};
export type QueryRefusal = {
  errorCode: 'MALFORMED_QUERY' | 'INVALID_FIELD' | 'INVALID_TYPE';
  message: string;
};

// Texts are numbers in quotes while a query is taken apart: what stands in them is no part of it.
const TEXTS = /'((?:[^'\\]|\\.)*)'/g;
const CONDITION = /^(\w+)\s*(=|!=|IN)\s*(?:('\d+'|true|false|null|\d+)|\(('\d+'(?:\s*,\s*'\d+')*)\))$/i;
const QUERY =
  /^SELECT ([\w, ]+?) FROM (\w+)(?: WHERE (.+?))?(?: ORDER BY (\w+)( DESC| ASC)?)?(?: LIMIT (\d+))?$/i;

const malformed = (message: string): QueryRefusal => ({ errorCode: 'MALFORMED_QUERY', message });

/** The rows that a query asks for, with the columns it names and no other. */
export function answerQuery(
  soql: string,
  tableOf: (name: string) => Table | undefined,
): { rows: Row[]; from: string } | QueryRefusal {
  const texts: string[] = [];
  const bare = soql.replace(TEXTS, (_, text: string) => `'${texts.push(text.replace(/\\(.)/g, '$1')) - 1}'`);
  const [whole, columns = '', from = '', where, orderBy, direction, limit] = QUERY.exec(bare.trim()) ?? [];
  if (whole === undefined) return malformed('unexpected token');
  const table = tableOf(from);
  if (table === undefined)
    return { errorCode: 'INVALID_TYPE', message: `sObject type '${from}' is not supported.` };
  const names = columns.split(',').map((name) => name.trim());
  const conditions =
    where === undefined ? [] : where.split(/ AND /i).map((text) => conditionIn(text.trim(), texts));
  if (conditions.includes(null)) return malformed('unexpected token');
  const tests = conditions.filter((one) => one !== null);
  const asked = [...names, ...tests.map(({ field }) => field), ...(orderBy === undefined ? [] : [orderBy])];
  const unknown = asked.find((name) => fieldOf(table, name) === undefined);
  if (unknown !== undefined)
    return { errorCode: 'INVALID_FIELD', message: `No such column '${unknown}' on entity '${from}'.` };
  const barred = tests.find(({ field }) => table.unfilterable.includes(fieldOf(table, field) ?? ''));
  if (barred !== undefined)
    return {
      errorCode: 'INVALID_FIELD',
      message: `field '${barred.field}' can not be filtered in a query call`,
    };
  const valueIn = (row: Row, name: string) => row[fieldOf(table, name) ?? ''] ?? null;
  const found = table.rows.filter((row) =>
    tests.every(
      ({ field, isNot, values }) => values.some((value) => isAlike(valueIn(row, field), value)) !== isNot,
    ),
  );
  const isDown = direction?.trim().toUpperCase() === 'DESC';
  const ordered =
    orderBy === undefined
      ? found
      : found.toSorted((a, b) => compare(valueIn(a, orderBy), valueIn(b, orderBy)) * (isDown ? -1 : 1));
  return {
    from,
    rows: ordered
      .slice(0, limit === undefined ? undefined : Number(limit))
      .map((row) => Object.fromEntries(names.map((name) => [fieldOf(table, name), valueIn(row, name)]))),
  };
}

const fieldOf = ({ fields }: Table, name: string): string | undefined =>
  fields.find((one) => one.toLowerCase() === name.toLowerCase());

type Condition = { field: string; isNot: boolean; values: unknown[] };

function conditionIn(text: string, texts: readonly string[]): Condition | null {
  const [whole, field = '', operator, one, list] = CONDITION.exec(text) ?? [];
  const isList = operator?.toUpperCase() === 'IN';
  if (whole === undefined || isList !== (list !== undefined)) return null;
  const values = (one === undefined ? (list ?? '').split(',') : [one]).map((value) =>
    read(value.trim(), texts),
  );
  return { field, isNot: operator === '!=', values };
}

function read(value: string, texts: readonly string[]): unknown {
  if (value.startsWith("'")) return texts[Number(value.slice(1, -1))];
  const word = value.toLowerCase();
  return word === 'null' ? null : word === 'true' || word === 'false' ? word === 'true' : Number(value);
}

const ID = /^[a-zA-Z0-9]{15}(?:[a-zA-Z0-9]{3})?$/;

/** Texts are compared without regard to case, ids of 15 characters with those of 18. */
function isAlike(value: unknown, wanted: unknown): boolean {
  if (typeof value !== 'string' || typeof wanted !== 'string') return value === wanted;
  if (ID.test(value) && ID.test(wanted)) return value.slice(0, 15) === wanted.slice(0, 15);
  return value.toLowerCase() === wanted.toLowerCase();
}

const compare = (a: unknown, b: unknown): number =>
  typeof a === 'number' && typeof b === 'number' ? a - b : String(a ?? '') < String(b ?? '') ? -1 : 1;
