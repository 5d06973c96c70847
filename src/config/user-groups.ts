import { childrenOf, isGroup, rootOf, textAt, valueAt } from './place.ts';

/** Who of the settings is in each Slack user group, by the id of the group. */
export type GroupMembers = ReadonlyMap<string, readonly string[]>;
export const NO_GROUPS: GroupMembers = new Map();

/**
 * A document, found to be right, with everybody of a pool's user group among its members: what is hashed and kept is
 * what decides. Who is listed by name keeps their weight and days; who is not among the people is left out.
 */
export function withUserGroups(raw: unknown, groups: GroupMembers): unknown {
  const root = rootOf(raw);
  const pools = valueAt(root, 'pools');
  if (!isGroup(raw) || !Array.isArray(pools) || groups.size === 0) return raw;
  const people = childrenOf({ path: ['people'], value: valueAt(root, 'people') }).map((one) =>
    textAt(one, 'id'),
  );
  const joined = pools.map((pool: unknown) => withGroup(pool, people, groups));
  return joined.every((pool, index) => pool === pools[index]) ? raw : { ...raw, pools: joined };
}

function withGroup(pool: unknown, people: readonly (string | null)[], groups: GroupMembers): unknown {
  if (!isGroup(pool) || typeof pool.user_group !== 'string') return pool;
  const members: unknown[] = Array.isArray(pool.members) ? pool.members : [];
  const listed = new Set(members.map((member) => (isGroup(member) ? member.person : undefined)));
  const more = (groups.get(pool.user_group) ?? []).filter((id) => people.includes(id) && !listed.has(id));
  if (more.length === 0) return pool;
  return { ...pool, members: [...members, ...more.map((person) => ({ person }))] };
}
