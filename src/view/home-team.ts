import { openWorkOfTeam } from '#db/home.ts';
import type { Db } from '#db/open.ts';
import { readPeople } from '#db/people.ts';
import type { Person } from '#domain/settings.ts';
import { nameOf, reportsOf } from '#domain/team.ts';
import type { SettingsInForce } from '#src/core.ts';
import { loadTeamLeads } from './home-leads.ts';
import type { TeamHome } from './home-models.ts';
import { ROWS } from './home-rep.ts';

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
  const poolIds = settings.pools.filter((pool) => pool.members.some(isTheirs)).map(({ id }) => id);
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
  };
}
