import { type FieldOfTool, isSame } from './plan-write.ts';

/** What was there before we wrote into a record of a tool, so far as what we wrote still stands there. Pure. */

export type KeptChange = { id: number; field: string; from: string | null; to: string | null };

/**
 * `write`: `to` is written in the place of `now`. `there`: it stands there already. `changed`: somebody changed it since, and it stays.
 * `fixed`: there is no such field any more, or it cannot be written.
 */
export type PutBack = {
  field: string;
  /** The changes that are undone by it. */
  ids: number[];
  now: string | null;
  to: string | null;
  outcome: 'write' | 'there' | 'changed' | 'fixed';
};

/** Goes back from the newest change, as far as each took the place of what the one before it wrote. `changes` are in their order. */
export function planPutBack(
  changes: readonly KeptChange[],
  fields: readonly FieldOfTool[],
  current: Readonly<Record<string, string | null>>,
): PutBack[] {
  return [...Map.groupBy(changes, ({ field }) => field)].map(([name, of]) => {
    const field = fields.find((one) => one.name === name);
    const now = current[name] ?? null;
    if (field === undefined || field.isReadOnly)
      return { field: name, ids: [], now, to: null, outcome: 'fixed' };
    const ids: number[] = [];
    let to = now;
    for (const change of of.toReversed()) {
      // Before this one somebody else had changed it: what they wrote is what was there.
      if (!isSame(field, to, change.to)) break;
      ids.push(change.id);
      to = change.from;
    }
    if (ids.length === 0) return { field: name, ids, now, to: null, outcome: 'changed' };
    return { field: name, ids, now, to, outcome: isSame(field, now, to) ? 'there' : 'write' };
  });
}
