import { type BalanceCount, countBalanceEntries, lastBalanceEntries } from '#db/balance.ts';
import type { Db } from '#db/db.ts';
import { readStanding } from '#db/routing.ts';
import type { BalanceKind } from '#db/schema.ts';
import { placesInTurn } from '#domain/place-in-turn.ts';
import { checkForAnyLead, type RepStatus } from '#domain/routing/checks.ts';
import type { Pool, Settings } from '#domain/settings.ts';
import { nameOf, poolOf } from '#domain/team.ts';
import type { SettingsInForce } from '#src/core/core.ts';
import { statusesOf } from '#src/routing/rep-statuses.ts';
import { MODE_WORDS } from './routing-words.ts';
import type { BalanceEntry, BalanceLine, BalanceModel } from './statement-models.ts';
import { nameOfLead } from './words.ts';

const DAYS = 30;
const DAY = 24 * 60 * 60_000;
const ENTRIES = 10;
const ID_SHOWN = 8;

const ENTRY_WORDS: Record<BalanceKind, string> = {
  turn: 'turn taken',
  catch_up: 'turn caught up with after an absence',
  credit: 'credit: a turn given back',
  debit: 'debit: a credit taken back',
};

/** The pools somebody is in. */
export const poolsWith = (settings: Settings, personId: string): Pool[] =>
  settings.pools.filter((pool) => pool.members.some(({ person }) => person === personId));

/** How one rep stands in each of their pools, and their last turns. */
export async function loadRepBalance(
  db: Db,
  { settings }: SettingsInForce,
  repId: string,
  now: Date,
): Promise<BalanceModel> {
  const pools = poolsWith(settings, repId);
  const lines = await balanceLines(db, settings, { pools, placesOf: [repId] }, now);
  const name = nameOf(settings, repId);
  return {
    title: `Round-robin balance of ${name}`,
    since: new Date(now.getTime() - DAYS * DAY),
    lines: lines.filter((line) => line.repId === repId),
    entries: await lastEntries(db, settings, { pools, repId }),
    empty: `${name} is in no pool, so no turns are counted. A whole pool: /handoff balance and its name.`,
  };
}

/** How everybody in one pool stands, and its last turns. */
export async function loadPoolBalance(
  db: Db,
  { settings }: SettingsInForce,
  pool: Pool,
  now: Date,
): Promise<BalanceModel> {
  return {
    title: `Round-robin balance of ${pool.name}`,
    since: new Date(now.getTime() - DAYS * DAY),
    lines: await balanceLines(db, settings, { pools: [pool], placesOf: idsOf([pool]) }, now),
    entries: await lastEntries(db, settings, { pools: [pool], repId: null }),
    empty: 'Nobody is in this pool. Ops change pools in /handoff setup.',
  };
}

async function lastEntries(
  db: Db,
  settings: Settings,
  { pools, repId }: { pools: readonly Pool[]; repId: string | null },
): Promise<BalanceEntry[]> {
  if (pools.length === 0) return [];
  const rows = await lastBalanceEntries(db, { poolIds: pools.map(({ id }) => id), repId }, ENTRIES);
  return rows.map(({ entry, record }) => ({
    at: entry.at,
    what: ENTRY_WORDS[entry.kind],
    repName: repId === null ? nameOf(settings, entry.repId) : null,
    poolName: pools.length > 1 ? (poolOf(settings, entry.poolId)?.name ?? entry.poolId) : null,
    lead: record && nameOfLead(record),
    company: record?.account.name ?? record?.account.domain ?? null,
    idStart: entry.handoffId.slice(0, ID_SHOWN),
  }));
}

const idsOf = (pools: readonly Pool[]): string[] =>
  pools.flatMap(({ members }) => members.map(({ person }) => person));

/** How every member of these pools stands, pool by pool. Their places in turn are counted of those asked for. */
export async function balanceLines(
  db: Db,
  settings: Settings,
  { pools, placesOf }: { pools: readonly Pool[]; placesOf: readonly string[] },
  now: Date,
): Promise<(BalanceLine & { repId: string; poolId: string })[]> {
  if (pools.length === 0) return [];
  const since = new Date(now.getTime() - DAYS * DAY);
  const poolIds = pools.map(({ id }) => id);
  const entries = await countBalanceEntries(db, poolIds, since);
  const statuses = await statusesOf({ db, settings, now }, idsOf(pools), true);
  const known = { entries, statuses, placesOf: new Set(placesOf), now };
  const byPool = pools.map((pool) => linesOfPool(db, settings, pool, known));
  return (await Promise.all(byPool)).flat();
}

async function linesOfPool(
  db: Db,
  settings: Settings,
  pool: Pool,
  known: {
    entries: BalanceCount[];
    statuses: ReadonlyMap<string, RepStatus>;
    placesOf: ReadonlySet<string>;
    now: Date;
  },
): Promise<(BalanceLine & { repId: string; poolId: string })[]> {
  const { entries, statuses, placesOf, now } = known;
  const { lags, owed } = await readStanding(db, pool.id);
  const members = pool.members.map(({ person, weight }) => ({
    id: person,
    weight,
    lag: lags.get(person) ?? 0,
  }));
  const checks = new Map(
    members.map(({ id }) => [id, checkForAnyLead(settings, pool, statuses.get(id), now)] as const),
  );
  const eligible = new Set(members.filter(({ id }) => checks.get(id) === null).map(({ id }) => id));
  // Only turns alone say who is next; whom a lead's facts or open work choose is not known before it comes.
  const isInTurn = pool.mode === 'round_robin';
  const places = isInTurn ? placesInTurn(members, placesOf, eligible) : new Map<string, number>();
  return members.map(({ id, weight, lag }) => {
    const counted = (kind: BalanceKind) =>
      entries.find((entry) => entry.poolId === pool.id && entry.repId === id && entry.kind === kind)?.count ??
      0;
    return {
      repId: id,
      poolId: pool.id,
      poolName: pool.name,
      repName: nameOf(settings, id),
      chooses: pool.mode === 'round_robin' ? null : MODE_WORDS[pool.mode],
      isByTurns: pool.mode !== 'claim',
      weight,
      turns: counted('turn'),
      credits: counted('credit'),
      debits: counted('debit'),
      caughtUp: counted('catch_up'),
      toCatchUp: pool.catch_up_per_day === 0 ? 0 : (owed.get(id) ?? 0),
      owed: lag,
      open: pool.mode === 'load_balance' ? (statuses.get(id)?.open ?? 0) : null,
      place: places.get(id) ?? null,
      passedOver: checks.get(id) ?? null,
    };
  });
}
