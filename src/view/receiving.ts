import { lookedAt } from '#db/balance.ts';
import type { Db } from '#db/db.ts';
import { readPerson } from '#db/people.ts';
import { readStanding } from '#db/routing.ts';
import { placeInTurn } from '#domain/place-in-turn.ts';
import { tellChecks } from '#domain/routing/check-ends.ts';
import { checkForAnyLead, checksForAnyLead, type RepStatus } from '#domain/routing/checks.ts';
import type { Pool, Settings } from '#domain/settings.ts';
import { nameOf } from '#domain/team.ts';
import type { SettingsInForce } from '#src/core/core.ts';
import { statusesOf } from '#src/routing/rep-statuses.ts';
import { poolsWith } from './balance.ts';
import { MODE_WORDS } from './routing-words.ts';
import type { ReceivingModel, ReceivingPool } from './statement-models.ts';

const DAYS = 7;
const DAY = 24 * 60 * 60_000;
/** The log is kept for ever; the newest of it say what is wrong now. */
const DECISIONS = 2_000;

/** Whether somebody gets leads from each of their pools now, and everything that says no. */
export async function loadReceiving(
  db: Db,
  { settings }: SettingsInForce,
  of: { repId: string; askerId: string },
  now: Date,
): Promise<ReceivingModel> {
  const { repId } = of;
  const pools = poolsWith(settings, repId);
  const ids = [repId, ...pools.flatMap(({ members }) => members.map(({ person }) => person))];
  const statuses = await statusesOf({ db, settings, now }, ids, true);
  const since = new Date(now.getTime() - DAYS * DAY);
  const { looked, isCut } = await lookedAt(db, repId, since, DECISIONS);
  return {
    name: nameOf(settings, repId),
    isAsker: repId === of.askerId,
    problem: await problemWith(db, statuses.get(repId)),
    namedBy: namedBy(settings, repId),
    pools: await Promise.all(
      pools.map((pool) => receivingPool(db, settings, { pool, repId, statuses, now })),
    ),
    lately: { days: DAYS, isCut, ...looked },
  };
}

/** What keeps every lead from somebody, whatever the pool. */
async function problemWith(db: Db, status: RepStatus | undefined): Promise<string | null> {
  if (!status?.isKnown) {
    const row = status && (await readPerson(db, status.id));
    return `${row?.problem ?? 'not found in Slack'}: ops checks their e-mail address, or sets slack_id in the settings`;
  }
  return status.isActive ? null : 'deactivated in Slack: ops takes them out of the settings';
}

/** Routes and named accounts that go to somebody without a pool. */
function namedBy(settings: Settings, repId: string): string[] {
  const { routes, named_accounts, pairs } = settings;
  const accounts = named_accounts.filter(
    ({ owner, team = {} }) => owner === repId || Object.values(team).includes(repId),
  ).length;
  return [
    ...routes.flatMap(({ id, to }) => ('person' in to && to.person === repId ? [`route ${id}`] : [])),
    ...(accounts === 0 ? [] : [accounts === 1 ? 'a named account' : `${accounts} named accounts`]),
    ...pairs.flatMap(({ sdr, ae }) => (ae === repId ? [`what ${nameOf(settings, sdr)} qualifies`] : [])),
  ];
}

type Asked = { pool: Pool; repId: string; statuses: ReadonlyMap<string, RepStatus>; now: Date };

async function receivingPool(db: Db, settings: Settings, asked: Asked): Promise<ReceivingPool> {
  const { pool, repId, statuses, now } = asked;
  const status = statuses.get(repId);
  return {
    name: pool.name,
    chooses: MODE_WORDS[pool.mode],
    against: tellChecks(checksForAnyLead(settings, pool, status, { isBacklog: true, now }), status, asked),
    place: pool.mode === 'round_robin' ? await placeOf(db, settings, asked) : null,
    load: {
      unanswered: { now: status?.unanswered ?? 0, cap: pool.caps.unanswered },
      uncontacted: { now: status?.uncontacted ?? 0, cap: pool.caps.uncontacted },
      today: { now: status?.today ?? 0, cap: pool.caps.per_day },
    },
    fedBy: feeding(settings, pool),
  };
}

async function placeOf(db: Db, settings: Settings, { pool, repId, statuses, now }: Asked) {
  const { lags } = await readStanding(db, pool.id);
  const members = pool.members.map(({ person, weight }) => ({
    id: person,
    weight,
    lag: lags.get(person) ?? 0,
  }));
  const eligible = members.filter(
    ({ id }) => checkForAnyLead(settings, pool, statuses.get(id), now) === null,
  );
  return placeInTurn(members, repId, new Set(eligible.map(({ id }) => id)));
}

/** The routes that lead into a pool, and the pools whose overflow does. */
function feeding(settings: Settings, { id }: Pool): string[] {
  const routes = settings.routes.filter(({ to }) => 'pool' in to && to.pool === id);
  const pools = settings.pools.filter(({ overflow }) => typeof overflow === 'object' && overflow.pool === id);
  return [
    ...routes.map((route) => `route ${route.id}`),
    ...pools.map((pool) => `the overflow of ${pool.name}`),
  ];
}
