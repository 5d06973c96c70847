import type { Settings } from '../settings.ts';

/**
 * The pools that a pool is linked with, by somebody who is in two of them or by an overflow, itself among them, in the
 * order of their ids. What is counted of a person for one of them counts for the others: whoever decides in one must not
 * do so while somebody else decides in another.
 */
export function linkedPools({ pools }: Pick<Settings, 'pools'>, poolId: string): string[] {
  const linked = new Set([poolId]);
  const people = new Set<string>();
  for (let size = 0; size < linked.size + people.size; ) {
    size = linked.size + people.size;
    for (const { id, members, overflow } of pools) {
      const next = typeof overflow === 'object' ? overflow.pool : null;
      const isLinked =
        linked.has(id) ||
        (next !== null && linked.has(next)) ||
        members.some(({ person }) => people.has(person));
      if (!isLinked) continue;
      linked.add(id);
      if (next !== null) linked.add(next);
      for (const { person } of members) people.add(person);
    }
  }
  return [...linked].sort();
}
