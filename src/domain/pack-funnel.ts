import type { FunnelRows } from './funnel.ts';

/**
 * How the counted rows of a day are kept: without the names of their fields, of which a day has thousands, and times as one
 * list of seconds for each key.
 */

/** Which value stands where. */
const FIELDS = {
  leads: ['key', 'depth', 'observed', 'stage', 'state', 'count'],
  meetings: ['key', 'booked', 'held', 'noShow'],
  clocks: ['key', 'kind', 'attained', 'breached'],
  rejections: ['key', 'failurePoint', 'count'],
} as const satisfies { [Kind in keyof FunnelRows]?: readonly (keyof FunnelRows[Kind][number])[] };
const COUNTED = Object.keys(FIELDS) as (keyof typeof FIELDS)[];
const TIMED = ['accepts', 'responses', 'speeds'] as const;

type Value = string | number | null;
type Timed = { key: string | null; share?: string; seconds: number; count: number };
/** What equal times are times of, with the seconds of each. */
type PackedTimes = [key: string | null, share: string | null, seconds: number[]];

export type PackedRows = Record<keyof typeof FIELDS, Value[][]> &
  Record<(typeof TIMED)[number], PackedTimes[]>;

export const noRows = (): FunnelRows => ({
  leads: [],
  accepts: [],
  responses: [],
  speeds: [],
  meetings: [],
  clocks: [],
  rejections: [],
});

export function packRows(rows: FunnelRows): PackedRows {
  const counted = COUNTED.map((kind) => {
    const fields: readonly string[] = FIELDS[kind];
    const list: readonly Readonly<Record<string, Value>>[] = rows[kind];
    return [kind, list.map((row) => fields.map((field) => row[field] ?? null))];
  });
  const timed = TIMED.map((kind) => [kind, packTimes(rows[kind])]);
  return Object.fromEntries([...counted, ...timed]) as PackedRows;
}

function packTimes(rows: readonly Timed[]): PackedTimes[] {
  const alike = Map.groupBy(rows, ({ key, share }) => JSON.stringify([key, share]));
  return [...alike.values()].flatMap((list) => {
    const [first] = list;
    if (!first) return [];
    const seconds = list.flatMap((row) => Array.from({ length: row.count }, () => row.seconds));
    return [[first.key, first.share ?? null, seconds] satisfies PackedTimes];
  });
}

/**
 * Puts what was packed to rows there are already: the counts of several days are the rows of all of them. With a `key` all
 * of it belongs to that.
 */
export function addUnpacked(rows: FunnelRows, packed: PackedRows, ofAll?: string): void {
  for (const kind of COUNTED) {
    const fields: readonly string[] = FIELDS[kind];
    // Packed from rows of this kind, field by field.
    const list = rows[kind] as unknown as Record<string, Value>[];
    for (const values of packed[kind]) {
      const row = Object.fromEntries(fields.map((field, index) => [field, values[index] ?? null]));
      list.push(ofAll === undefined ? row : { ...row, key: ofAll });
    }
  }
  for (const kind of TIMED) {
    const list = rows[kind] as Timed[];
    for (const [packedKey, share, times] of packed[kind]) {
      const key = ofAll ?? packedKey;
      for (const seconds of times)
        list.push(share === null ? { key, seconds, count: 1 } : { key, share, seconds, count: 1 });
    }
  }
}

export function addRows(rows: FunnelRows, more: FunnelRows): void {
  for (const kind of [...COUNTED, ...TIMED]) {
    const list = rows[kind] as unknown[];
    for (const row of more[kind]) list.push(row);
  }
}
