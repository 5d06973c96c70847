import { coverShares } from '#db/covers.ts';
import type { Db } from '#db/db.ts';
import { readPeople } from '#db/people.ts';
import { type LyingBatch, openWorkOfTeam, TEAM_LISTS, type Team, type TeamList } from '#db/team-work.ts';
import { addMinutes } from '#domain/day.ts';
import { AT_RISK_MINUTES } from '#domain/lead-lists.ts';
import type { Person, Pool, Settings } from '#domain/settings.ts';
import { nameOf, poolOf, reportsOf, sourceName } from '#domain/team.ts';
import type { SettingsInForce } from '#src/core/core.ts';
import { readBatchKey } from '#src/core/message-keys.ts';
import { balanceLines } from './balance.ts';
import { loadTeamLeads } from './home-leads.ts';
import type { TeamBatch, TeamHome, TeamLeads } from './home-models.ts';
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
  const { team, pools } = teamOf(settings, person.id);
  if (team.repIds.length === 0 && !person.roles.includes('manager')) return null;
  const moment = { now, riskUntil: addMinutes(now, AT_RISK_MINUTES) };
  const work = await openWorkOfTeam(db, team, moment, ROWS);
  const lists = await loadTeamLeads(
    db,
    settings,
    TEAM_LISTS.map((list) => work[list]),
  );
  const leadsOf = (list: TeamList): TeamLeads => ({
    ...(lists[TEAM_LISTS.indexOf(list)] ?? { rows: [], total: 0 }),
    batches: work.batches.filter((batch) => batch.list === list).map((batch) => batchOf(settings, batch)),
  });
  return {
    overdue: leadsOf('overdue'),
    atRisk: leadsOf('at_risk'),
    waiting: leadsOf('waiting'),
    snoozed: leadsOf('snoozed'),
    ...(await loadUnavailable(db, settings, team.repIds, now)),
    pools: poolsFrom(pools, await balanceLines(db, settings, { pools, placesOf: [] }, now)),
  };
}

/** Everybody below a manager, and the pools that they are in. */
export function teamOf(settings: Settings, managerId: string): { team: Team; pools: Pool[] } {
  const repIds = reportsOf(settings, managerId);
  const pools = settings.pools.filter(({ members }) => members.some(({ person }) => repIds.includes(person)));
  return { team: { repIds, poolIds: pools.map(({ id }) => id) }, pools };
}

function batchOf(settings: Settings, { claimKey, leads, dueAt }: LyingBatch): TeamBatch {
  const { sourceId, poolId } = readBatchKey(claimKey);
  return {
    leads,
    sourceName: sourceName(settings, sourceId),
    poolName: poolOf(settings, poolId)?.name ?? poolId,
    dueAt,
  };
}

/** Who of these people does not answer, and who is away, back soonest first, with who covers them. */
export async function loadUnavailable(
  db: Db,
  settings: Settings,
  repIds: readonly string[],
  now: Date,
): Promise<Pick<TeamHome, 'notAnswering' | 'away'>> {
  const people = [...(await readPeople(db, repIds)).values()];
  const shares = await coverShares(db, repIds);
  const { not_answering_after: tooMany } = settings.availability;
  const notAnswering = people
    .filter(({ missesInARow }) => missesInARow >= tooMany)
    .map(({ id, missesInARow }) => ({ name: nameOf(settings, id), misses: missesInARow }));
  const away = people.flatMap(({ id, awayUntil }) => {
    const covers = shares.filter(({ personId }) => personId === id);
    const coveredBy = covers.map(({ toId }) => nameOf(settings, toId));
    return awayUntil !== null && awayUntil > now
      ? [{ name: nameOf(settings, id), until: awayUntil, coveredBy }]
      : [];
  });
  return {
    notAnswering: notAnswering.toSorted((a, b) => b.misses - a.misses || a.name.localeCompare(b.name)),
    away: away.toSorted((a, b) => a.until.getTime() - b.until.getTime() || a.name.localeCompare(b.name)),
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
