import { coverShares } from '#db/covers.ts';
import type { Db } from '#db/db.ts';
import { type OwnWork, openWorkOf, weekOf } from '#db/home.ts';
import { readPerson } from '#db/people.ts';
import { absencesAhead } from '#db/planned-absences.ts';
import { isOpen, nextMorning, nextOpening } from '#domain/calendar.ts';
import type { Hours } from '#domain/hours.ts';
import type { Person, Pool, Settings } from '#domain/settings.ts';
import { hoursOf, isRep, nameOf } from '#domain/team.ts';
import { readUntil } from '#domain/typed-time.ts';
import type { SettingsInForce } from '#src/core/core.ts';
import { askOps } from './ask-ops.ts';
import { balanceLines, poolsWith } from './balance.ts';
import { loadOwnLeads } from './home-leads.ts';
import type { AwayModel, RepHome, WeekModel } from './home-models.ts';
import { weekWords } from './hours.ts';

/** As many rows of each list as are ever shown. */
export const ROWS = 8;
const WEEK_DAYS = 7;
const DAY_MS = 24 * 3_600_000;

/** The part of whoever can own leads, or owns one; null for anybody else. */
export async function loadRepHome(
  db: Db,
  { settings }: SettingsInForce,
  person: Person,
  now: Date,
): Promise<RepHome | null> {
  const pools = poolsWith(settings, person.id);
  const work = await openWorkOf(db, person.id, ROWS);
  const hasWork = Object.values(work).some((section) => section.total > 0);
  if (!isRep(settings, person) && !hasWork) return null;
  const sections = [work.offered, work.returned, work.accepted, work.working, work.deals, work.snoozed];
  const lists = await loadOwnLeads(db, settings, person.id, sections, now);
  const [toAnswer, returned, toRespond, inWork, deals, snoozed] = lists;
  const none = { rows: [], total: 0 };
  const hours = hoursOf(settings, person.id);
  const awayUntil = (await readPerson(db, person.id))?.awayUntil ?? null;
  return {
    awayUntil: awayUntil !== null && awayUntil > now ? awayUntil : null,
    planned: await absencesAhead(db, person.id),
    coveredBy: (await coverShares(db, [person.id])).map(({ toId, leads }) => ({
      name: nameOf(settings, toId),
      leads,
    })),
    full: whyFull(pools, work),
    hours: {
      week: weekWords(hours.week),
      timeZone: hours.timeZone,
      opensAt: opensAt(hours, now),
      ask: await askOps(db, settings),
    },
    toAnswer: toAnswer ?? none,
    returned: returned ?? none,
    toRespond: toRespond ?? none,
    inWork: inWork ?? none,
    deals: deals ?? none,
    closesDeals: person.roles.includes('ae'),
    snoozed: snoozed ?? none,
    week: await loadWeek(db, settings, { repId: person.id, pools }, now),
    standings: (await balanceLines(db, settings, { pools, placesOf: [person.id] }, now)).filter(
      ({ repId }) => repId === person.id,
    ),
  };
}

/** When work opens next, also while it goes on. */
const opensAt = (hours: Hours, now: Date): Date =>
  isOpen(hours, now) ? nextMorning(hours, now) : nextOpening(hours, now);

/** Somebody at the cap of each of their pools gets no turn until they answer. */
function whyFull(pools: readonly Pool[], work: OwnWork): RepHome['full'] {
  if (pools.length === 0) return null;
  const unanswered = work.offered.total + work.returned.total;
  if (pools.every(({ caps }) => unanswered >= caps.unanswered)) return 'unanswered';
  return pools.every(({ caps }) => work.accepted.total >= caps.uncontacted) ? 'uncontacted' : null;
}

async function loadWeek(
  db: Db,
  settings: Settings,
  { repId, pools }: { repId: string; pools: readonly Pool[] },
  now: Date,
): Promise<WeekModel> {
  const since = new Date(now.getTime() - WEEK_DAYS * DAY_MS);
  const week = await weekOf(db, { repId, poolIds: pools.map(({ id }) => id) }, since);
  const { offered, accepted, rejected, timed, medianSeconds, attained, measured } = week;
  return {
    days: WEEK_DAYS,
    offered,
    accepted,
    rejected,
    timed,
    medianMinutes: medianSeconds === null ? null : medianSeconds / 60,
    sla: { attained, measured, target: settings.targets.sla_attainment },
    turns: pools.length === 0 ? null : { taken: week.turns, givenBack: week.credits },
  };
}

/** What somebody can choose between when they go, as words behind `/handoff away`. */
const ABSENCES = [
  { label: 'For 2 hours', value: '2h' },
  { label: 'Until tomorrow', value: 'tomorrow' },
  { label: 'Until Monday', value: 'monday' },
];

/** When each absence would end for this person. */
export function loadAway({ settings }: SettingsInForce, personId: string, now: Date): AwayModel {
  const hours = hoursOf(settings, personId);
  const choices = ABSENCES.flatMap((absence) => {
    const read = readUntil(absence.value, hours, now);
    return read.ok ? [{ ...absence, until: read.until }] : [];
  });
  return { choices, timeZone: hours.timeZone };
}
