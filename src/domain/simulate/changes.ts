/** A lead that would be in other hands. Null is nobody, at the end of the time looked at. */
export type Change = { id: string; from: string | null; to: string | null };
export type Changes = { count: number; first: Change[] };

/** As many as a person reads. */
const SHOWN = 20;

/**
 * Compares what became of each lead here and there, as it becomes known. Remembers only leads that are decided on one
 * side: a hundred thousand need no more memory than those that wait.
 */
export function createChanges(): {
  from: (id: string, to: string | null) => void;
  to: (id: string, to: string | null) => void;
  /** Leads that were decided on one side alone wait on the other. */
  changes: () => Changes;
} {
  const here = new Map<string, string | null>();
  const there = new Map<string, string | null>();
  let first: Change[] = [];
  let count = 0;
  const add = (change: Change): void => {
    if (change.from === change.to) return;
    count += 1;
    const last = first.at(-1);
    if (last && first.length === SHOWN && last.id < change.id) return;
    first = [...first, change].toSorted((a, b) => (a.id < b.id ? -1 : 1)).slice(0, SHOWN);
  };
  return {
    from: (id, owner) => {
      const other = there.get(id);
      if (other === undefined) here.set(id, owner);
      else {
        there.delete(id);
        add({ id, from: owner, to: other });
      }
    },
    to: (id, owner) => {
      const other = here.get(id);
      if (other === undefined) there.set(id, owner);
      else {
        here.delete(id);
        add({ id, from: other, to: owner });
      }
    },
    changes: () => {
      for (const [id, from] of here) add({ id, from, to: null });
      for (const [id, to] of there) add({ id, from: null, to });
      here.clear();
      there.clear();
      return { count, first };
    },
  };
}
