import type { Pool, Settings } from './settings.ts';

/** The same settings, with everybody of a pool's team among its members; who is listed by name keeps their weight. */
export function withTeams(settings: Settings): Settings {
  if (settings.pools.every(({ team }) => team === undefined)) return settings;
  return { ...settings, pools: settings.pools.map((pool) => withTeam(settings, pool)) };
}

function withTeam({ people }: Settings, pool: Pool): Pool {
  if (pool.team === undefined) return pool;
  const listed = new Set(pool.members.map(({ person }) => person));
  const more = people.filter(({ id, team }) => team === pool.team && !listed.has(id));
  return { ...pool, members: [...pool.members, ...more.map(({ id }) => ({ person: id, weight: 1 }))] };
}
