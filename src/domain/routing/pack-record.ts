import type { KnownRep, RoutingInputs, RoutingRecord } from './record.ts';

/**
 * How a decision is kept. Of a pool of three hundred it holds some six hundred small records that are nearly alike: kept as
 * columns they take a fifth of the room, and of the time.
 */

/** So many rows: the values of each field, in their order, with a space between; one alone stands for all rows. */
type Columns = { rows: number; values: Record<string, string> };
type Row = Readonly<Record<string, unknown>>;

export type StoredRecord = Omit<RoutingRecord, 'candidates' | 'others' | 'inputs'> & {
  /** As rows in what was kept before 0012, and where they are no plain values. */
  candidates: Columns | RoutingRecord['candidates'];
  others?: { poolId: string; candidates: Columns | RoutingRecord['candidates'] }[];
  inputs?: Omit<RoutingInputs, 'people' | 'standings'> & {
    people: RoutingInputs['people'] | StoredPeople;
    /** Without lags where they are those of the candidates. */
    standings: Record<
      string,
      Omit<RoutingInputs['standings'][string], 'lags'> & { lags?: Record<string, number> }
    >;
  };
};

/** What of somebody is no plain value stands beside the columns. */
type StoredPeople = { columns: Columns; odd: Record<string, Partial<KnownRep>> };

const ABSENT = '';
const NULL = '~';
const NUMBER = /^-?[\d.]+(e[+-]?\d+)?$/;

export function packRecord(record: RoutingRecord): StoredRecord {
  const { candidates, others, inputs, ...rest } = record;
  return {
    ...rest,
    candidates: packRows(candidates) ?? candidates,
    ...(others && {
      others: others.map((one) => ({ ...one, candidates: packRows(one.candidates) ?? one.candidates })),
    }),
    ...(inputs && { inputs: packInputs(inputs, lagsOf(record)) }),
  };
}

export function unpackRecord(stored: StoredRecord): RoutingRecord {
  const { candidates, others, inputs, ...rest } = stored;
  const record: RoutingRecord = {
    ...rest,
    candidates: unpackCandidates(candidates),
    ...(others && {
      others: others.map((one) => ({ ...one, candidates: unpackCandidates(one.candidates) })),
    }),
  };
  return inputs ? { ...record, inputs: unpackInputs(inputs, lagsOf(record)) } : record;
}

function packInputs(inputs: RoutingInputs, lags: ReadonlyMap<string, Record<string, number>>) {
  const { people, standings, ...rest } = inputs;
  return {
    ...rest,
    people: packPeople(people) ?? people,
    standings: mapValues(standings, ({ lags: own, ...standing }, poolId) =>
      isSame(own, lags.get(poolId)) ? standing : { ...standing, lags: own },
    ),
  };
}

function unpackInputs(
  { people, standings, ...rest }: NonNullable<StoredRecord['inputs']>,
  lags: ReadonlyMap<string, Record<string, number>>,
): RoutingInputs {
  return {
    ...rest,
    people: isPacked(people) ? unpackPeople(people) : people,
    standings: mapValues(standings, (standing, poolId) => ({
      ...standing,
      lags: standing.lags ?? lags.get(poolId) ?? {},
    })),
  };
}

/** How far the candidates of each pool stood from their share, by pool. */
const lagsOf = ({ poolId, candidates, others = [] }: RoutingRecord): Map<string, Record<string, number>> =>
  new Map(
    [{ poolId: poolId ?? '', candidates }, ...others].map((asked) => [
      asked.poolId,
      Object.fromEntries(asked.candidates.map(({ repId, lag }) => [repId, lag])),
    ]),
  );

function isSame(some: Record<string, number>, others: Record<string, number> = {}): boolean {
  const entries = Object.entries(some);
  return entries.length === Object.keys(others).length && entries.every(([id, lag]) => others[id] === lag);
}

function packPeople(people: RoutingInputs['people']): StoredPeople | null {
  const odd: StoredPeople['odd'] = {};
  const rows = Object.entries(people).map(([id, { status, quiet, ...plain }]) => {
    if (status !== undefined || quiet !== undefined)
      odd[id] = { ...(status !== undefined && { status }), ...(quiet !== undefined && { quiet }) };
    return { id, ...plain };
  });
  const columns = packRows(rows);
  return columns && { columns, odd };
}

const isPacked = (people: RoutingInputs['people'] | StoredPeople): people is StoredPeople =>
  'columns' in people && 'odd' in people;

function unpackPeople({ columns, odd }: StoredPeople): RoutingInputs['people'] {
  const entries = unpackRows(columns).map(
    ({ id, ...plain }) => [id, { ...plain, ...odd[String(id)] }] as const,
  );
  return Object.fromEntries(entries);
}

const unpackCandidates = (kept: StoredRecord['candidates']): RoutingRecord['candidates'] =>
  // What was packed were candidates.
  Array.isArray(kept) ? kept : (unpackRows(kept) as RoutingRecord['candidates']);

/** Null where a value cannot stand in a column. */
function packRows(rows: readonly Row[]): Columns | null {
  const names = [...new Set(rows.flatMap(Object.keys))];
  const values: Columns['values'] = {};
  for (const name of names) {
    const tokens: string[] = [];
    for (const row of rows) {
      const token = tokenOf(row[name]);
      if (token === null) return null;
      tokens.push(token);
    }
    const [first = ABSENT] = tokens;
    values[name] = tokens.every((token) => token === first) ? first : tokens.join(' ');
  }
  return { rows: rows.length, values };
}

function unpackRows({ rows, values }: Columns): Row[] {
  const columns = Object.entries(values).map(([name, text]) => [name, text.split(' ')] as const);
  return Array.from({ length: rows }, (_, index) => {
    const row: Record<string, unknown> = {};
    for (const [name, tokens] of columns) {
      const token = tokens.length === 1 ? tokens[0] : tokens[index];
      if (token !== undefined && token !== ABSENT) row[name] = readToken(token);
    }
    return row;
  });
}

/** As text: what reads as another value, or has a space, cannot be told apart. */
function tokenOf(value: unknown): string | null {
  if (value === undefined) return ABSENT;
  if (value === null) return NULL;
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  if (typeof value !== 'string' || value === ABSENT || /\s/.test(value)) return null;
  return readToken(value) === value ? value : null;
}

function readToken(token: string): string | number | boolean | null {
  if (token === NULL) return null;
  if (token === 'true' || token === 'false') return token === 'true';
  return NUMBER.test(token) ? Number(token) : token;
}

const mapValues = <V, W>(all: Record<string, V>, map: (value: V, key: string) => W): Record<string, W> =>
  Object.fromEntries(Object.entries(all).map(([key, value]) => [key, map(value, key)]));
