import { countBalanceEntries, readStanding } from '#db/balance.ts';
import type { Db } from '#db/open.ts';
import { checkMember, NO_PAST } from '#domain/routing.ts';
import type { Pool } from '#domain/settings.ts';
import { placeInTurn } from '#domain/standing.ts';
import { nameOf } from '#domain/team.ts';
import type { SettingsInForce } from '#src/core.ts';
import { statusesOf } from '#src/rep-statuses.ts';
import type { BalanceLine, BalanceModel } from './statement-models.ts';

const DAYS = 30;
const DAY = 24 * 60 * 60_000;

/** How one rep stands in each of their pools. */
export async function loadRepBalance(
  db: Db,
  { settings }: SettingsInForce,
  repId: string,
  now: Date,
): Promise<BalanceModel> {
  const pools = settings.pools.filter((pool) => pool.members.some(({ person }) => person === repId));
  const lines = await linesOf(db, settings, pools, now);
  const name = nameOf(settings, repId);
  return {
    title: `Round-robin balance of ${name}`,
    since: new Date(now.getTime() - DAYS * DAY),
    lines: lines.filter((line) => line.repId === repId),
    empty: `${name} is in no pool, so no turns are counted.`,
  };
}

/** How everybody in one pool stands. */
export async function loadPoolBalance(
  db: Db,
  { settings }: SettingsInForce,
  pool: Pool,
  now: Date,
): Promise<BalanceModel> {
  return {
    title: `Round-robin balance of ${pool.name}`,
    since: new Date(now.getTime() - DAYS * DAY),
    lines: await linesOf(db, settings, [pool], now),
    empty: 'Nobody is in this pool.',
  };
}

async function linesOf(
  db: Db,
  settings: SettingsInForce['settings'],
  pools: readonly Pool[],
  now: Date,
): Promise<(BalanceLine & { repId: string })[]> {
  if (pools.length === 0) return [];
  const since = new Date(now.getTime() - DAYS * DAY);
  const entries = await countBalanceEntries(
    db,
    pools.map(({ id }) => id),
    since,
  );
  const everybody = pools.flatMap(({ members }) => members.map(({ person }) => person));
  const statuses = await statusesOf({ db, settings, now }, everybody, true);
  const byPool = pools.map(async (pool) => {
    const lags = await readStanding(db, pool.id);
    const members = pool.members.map(({ person, weight }) => ({
      id: person,
      weight,
      lag: lags.get(person) ?? 0,
    }));
    const checks = new Map(
      members.map(({ id }) => [id, checkMember(pool, statuses.get(id), NO_PAST, now)] as const),
    );
    const eligible = new Set(members.filter(({ id }) => checks.get(id) === null).map(({ id }) => id));
    return members.map(({ id, weight, lag }) => {
      const counted = (kind: 'turn' | 'credit' | 'debit') =>
        entries.find((entry) => entry.poolId === pool.id && entry.repId === id && entry.kind === kind)
          ?.count ?? 0;
      return {
        repId: id,
        poolName: pool.name,
        repName: nameOf(settings, id),
        weight,
        turns: counted('turn'),
        credits: counted('credit'),
        debits: counted('debit'),
        owed: lag,
        place: placeInTurn(members, id, eligible),
        passedOver: checks.get(id) ?? null,
      };
    });
  });
  return (await Promise.all(byPool)).flat();
}
