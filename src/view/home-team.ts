import { openWorkOfTeam } from '#db/home.ts';
import type { Db } from '#db/open.ts';
import { readPeople } from '#db/people.ts';
import type { Person, Pool } from '#domain/settings.ts';
import { nameOf, reportsOf } from '#domain/team.ts';
import type { SettingsInForce } from '#src/core.ts';
import { balanceLines } from './balance.ts';
import { loadTeamLeads } from './home-leads.ts';
import type { TeamHome } from './home-models.ts';
import { ROWS } from './home-rep.ts';
import type { BalanceLine } from './statement-models.ts';

/** Below this somebody is level. */
const LEVEL = 0.05;

/** The part of whoever manages somebody, or is to; null for anybody else. */
export async function loadTeamHome(
  db: Db,
  { settings }: SettingsInForce,
  person: Person,
  now: Date,
): Promise<TeamHome | null> {
  const repIds = reportsOf(settings, person.id);
  if (repIds.length === 0 && !person.roles.includes('manager')) return null;
  const isTheirs = ({ person: id }: { person: string }) => repIds.includes(id);
  const pools = settings.pools.filter((pool) => pool.members.some(isTheirs));
  const poolIds = pools.map(({ id }) => id);
  const work = await openWorkOfTeam(db, { repIds, poolIds }, now, ROWS);
  const sections = [work.overdue, work.waiting, work.snoozed];
  const [overdue, waiting, snoozed] = await loadTeamLeads(db, settings, sections);
  const none = { rows: [], total: 0 };
  const people = await readPeople(db, repIds);
  const away = [...people.values()].flatMap(({ id, awayUntil }) =>
    awayUntil !== null && awayUntil > now ? [{ name: nameOf(settings, id), until: awayUntil }] : [],
  );
  return {
    overdue: overdue ?? none,
    waiting: waiting ?? none,
    snoozed: snoozed ?? none,
    away: away.toSorted((a, b) => a.until.getTime() - b.until.getTime() || a.name.localeCompare(b.name)),
    pools: poolsFrom(pools, await balanceLines(db, settings, { pools, placesOf: [] }, now)),
  };
}

function poolsFrom(
  pools: readonly Pool[],
  lines: Awaited<ReturnType<typeof balanceLines>>,
): TeamHome['pools'] {
  return pools.map(({ id, name }) => {
    const ofPool = lines.filter(({ poolId }) => poolId === id);
    const byOwed = ofPool.filter(({ isByTurns }) => isByTurns).toSorted((a, b) => b.owed - a.owed);
    const [first] = byOwed;
    const last = byOwed.at(-1);
    const named = ({ repName, owed }: BalanceLine) => ({ name: repName, owed });
    return {
      name,
      chooses: ofPool[0]?.chooses ?? null,
      behind: first && first.owed >= LEVEL ? named(first) : null,
      ahead: last && last.owed <= -LEVEL ? named(last) : null,
      members: ofPool.length,
      passedOver: ofPool.flatMap(({ repName, passedOver }) =>
        passedOver === null ? [] : [{ name: repName, check: passedOver }],
      ),
    };
  });
}
