import type { FunnelRows } from './funnel.ts';

/**
 * How the counted rows of a day are kept: without the names of their fields, of which a day has thousands. The lists
 * below say which value stands where.
 */

const FIELDS = {
  leads: ['key', 'depth', 'observed', 'stage', 'state', 'count'],
  accepts: ['key', 'seconds', 'count'],
  responses: ['key', 'seconds', 'count'],
  speeds: ['key', 'share', 'seconds', 'count'],
  meetings: ['key', 'booked', 'held', 'noShow'],
  clocks: ['key', 'kind', 'attained', 'breached'],
  rejections: ['key', 'failurePoint', 'count'],
} as const satisfies { [Kind in keyof FunnelRows]: readonly (keyof FunnelRows[Kind][number])[] };
const KINDS = Object.keys(FIELDS) as (keyof FunnelRows)[];

type Value = string | number | null;
export type PackedRows = Record<keyof FunnelRows, Value[][]>;

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
  const packed = KINDS.map((kind) => {
    const fields: readonly string[] = FIELDS[kind];
    const list: readonly Readonly<Record<string, Value>>[] = rows[kind];
    return [kind, list.map((row) => fields.map((field) => row[field] ?? null))];
  });
  return Object.fromEntries(packed) as PackedRows;
}

/**
 * Puts what was packed to rows there are already: the counts of several days are the rows of all of them. With a `key` all
 * of it belongs to that.
 */
export function addUnpacked(rows: FunnelRows, packed: PackedRows, key?: string): void {
  for (const kind of KINDS) {
    const fields: readonly string[] = FIELDS[kind];
    // Packed from rows of this kind, field by field.
    const list = rows[kind] as unknown as Record<string, Value>[];
    for (const values of packed[kind]) {
      const row: Record<string, Value> = {};
      for (let index = 0; index < fields.length; index += 1) row[fields[index] ?? ''] = values[index] ?? null;
      if (key !== undefined) row.key = key;
      list.push(row);
    }
  }
}

export function addRows(rows: FunnelRows, more: FunnelRows): void {
  for (const kind of KINDS) {
    const list = rows[kind] as unknown[];
    for (const row of more[kind]) list.push(row);
  }
}
