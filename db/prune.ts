import { type SQL, sql } from 'drizzle-orm';
import type { Kept } from '#domain/keep.ts';
import type { Db } from './db.ts';
import { rowsOf } from './rows.ts';

/**
 * What is kept for a time only. Each kind is found by an index of its own, the oldest first, so that what has to stay is
 * passed over a page at a time; whatever somebody has locked is left for the next time.
 */
export type Passing = {
  kept: Kept;
  /** As the rows of it are called here: `t`. */
  table: SQL;
  /** By which it is old, and in which order it is gone through: both together are an index of `among`. */
  at: SQL;
  key: SQL;
  among: SQL;
  /** What of it may go that is older than this. */
  mayGo: (before: SQL) => SQL;
  go: SQL;
};

const of = (key: string): SQL => sql.raw(`t.detail ->> '${key}'`);

/** A message is over when nothing it shows can change any more. Cards and Homes are never: they show what is true. */
const isOver = (before: SQL): SQL => sql`
  t.shown >= t.wanted and t.quiet_until is null and (t.taken_until is null or t.taken_until < clock_timestamp())
  and case t.kind
    when 'escalations' then not exists (
      select from steps s join clocks c on c.id = s.clock_id
      where s.manager_id = ${of('managerId')} and s.window_at = (${of('windowAt')})::timestamptz and c.stopped_at is null)
    when 'feedback' then not exists (
      select from rejections r where r.message_key = t.key
        and r.answer_due_at is not null and r.answer_id is null and r.undone_at is null)
    when 'batch' then not exists (select from handoffs h where h.claim_key = ${of('batch')})
    when 'cover' then not exists (
      select from covers c where c.id = ${of('coverId')} and c.state in ('proposed', 'asked', 'moving', 'active'))
    when 'ops' then case ${of('about')}
      when 'urgent' then not exists (
        select from items i where i.id = ${of('itemId')} and i.outcome = 'quarantined')
      when 'quarantine' then not exists (
        select from items i where i.outcome = 'quarantined' and i.source_id = ${of('sourceId')}
          and i.at >= (${of('from')})::timestamptz
          and i.at < (${of('from')})::timestamptz + make_interval(mins => (${of('minutes')})::int))
      when 'pause' then not exists (
        select from pauses p where p.no = (${of('no')})::bigint and p.ended_at is null)
      when 'silent' then ${hasEnded}
      when 'refused' then ${hasEnded}
      when 'subscription' then ${hasEnded}
      else true end
    -- The newest of each reader say where the next begins, and are struck through by it.
    when 'digest' then ${hasTwoNewer}
    when 'answers' then ${hasTwoNewer}
    else ${isOfNoneOpen(before)} end`;

const hasEnded = sql`not exists (
  select from source_troubles o where o.source_id = ${of('sourceId')} and o.kind = ${of('about')} and o.ended_at is null)`;

const hasTwoNewer = sql`(
  select count(*) from (
    select from messages n
    where n.handoff_id is null and n.kind = t.kind and n.place = t.place and n.created_at > t.created_at limit 2
  ) as newer) = 2`;

/** Closed for as long as it would be kept. */
function isOfNoneOpen(before: SQL): SQL {
  return sql`not exists (
    select from handoffs h where h.id = t.handoff_id and (h.closed_at is null or h.closed_at >= ${before}))`;
}

export const PASSING: Readonly<Record<string, Passing>> = {
  'raw bodies': {
    kept: 'raw_bodies',
    table: sql`deliveries`,
    at: sql`t.received_at`,
    key: sql`t.id`,
    among: sql`t.read_at is not null and t.body is not null`,
    // What could not be read is read again from its body, once somebody has mended why.
    mayGo: () =>
      sql`not exists (select from items i where i.delivery_id = t.id and i.outcome = 'quarantined')`,
    go: sql`update deliveries set body = null`,
  },
  messages: {
    kept: 'messages',
    table: sql`messages`,
    at: sql`t.created_at`,
    key: sql`t.key`,
    among: sql`t.kind not in ('card', 'claim', 'home')`,
    mayGo: isOver,
    go: sql`delete from messages`,
  },
  'planned steps': {
    kept: 'messages',
    table: sql`steps`,
    at: sql`t.due_at`,
    key: sql`t.clock_id`,
    // Whom a step told stays: managers' lists are made of it.
    among: sql`t.manager_id is null`,
    mayGo: isOfNoneOpen,
    go: sql`delete from steps`,
  },
  repeats: {
    kept: 'repeats',
    table: sql`items`,
    at: sql`t.at`,
    key: sql`t.id`,
    among: sql`t.outcome = 'repeated'`,
    // Read again, its delivery must find that it was here. And `/handoff setup` shows the last one of each source.
    mayGo: () => sql`exists (
      select from deliveries d where d.id = t.delivery_id and d.body is null and exists (
        select from deliveries l where l.source_id = d.source_id and l.received_at > d.received_at))`,
    go: sql`delete from items`,
  },
  refusals: {
    kept: 'refusals',
    table: sql`refusals`,
    at: sql`t.at`,
    key: sql`t.id`,
    among: sql`true`,
    mayGo: () => sql`true`,
    go: sql`delete from refusals`,
  },
  'signals of companies': {
    kept: 'account_signals',
    table: sql`account_signals`,
    at: sql`t.at`,
    key: sql`t.id`,
    among: sql`true`,
    mayGo: () => sql`true`,
    go: sql`delete from account_signals`,
  },
};

/** Where the next look goes on. */
export type Place = { at: string; key: string };
/** `last` that was looked at, if anything was; `isFull` where more may be behind it. */
export type Bite = { removed: number; last: Place | null; isFull: boolean };

/** Looks at so many rows at most, and removes those of them that may go. One statement, which waits for nobody. */
export async function removeSome(
  db: Db,
  passing: Passing,
  { before, after, most }: { before: Date; after: Place | null; most: number },
): Promise<Bite> {
  const { table, at, key, among, mayGo, go } = passing;
  const limit = sql`${before.toISOString()}::timestamptz`;
  const isBehind = after ? sql`(${at}, ${key}) > (${after.at}::timestamptz, ${after.key})` : sql`true`;
  const [row] = rowsOf<{ seen: number; removed: number; at: string | null; key: string | null }>(
    await db.execute(sql`
      with page as materialized (
        select t.ctid as place, ${at} as at, ${key} as key from ${table} t
        where ${among} and ${at} < ${limit} and ${isBehind}
        order by ${at}, ${key} limit ${most}
      ), due as materialized (
        select t.ctid as place from ${table} t
        where t.ctid = any(array(select place from page)) and ${among} and ${mayGo(limit)}
        for update of t skip locked
      ), gone as (
        ${go} where ctid = any(array(select place from due)) returning 1
      )
      select (select count(*)::int from page) as seen, (select count(*)::int from gone) as removed,
        last.at::text as at, last.key::text as key
      from (values (1)) as one left join (select at, key from page order by at desc, key desc limit 1) as last on true`),
  );
  if (!row) throw new Error('what is asked without a table answers one row');
  const { seen, removed, at: lastAt, key: lastKey } = row;
  const last = lastAt === null || lastKey === null ? null : { at: lastAt, key: lastKey };
  return { removed, last, isFull: seen === most };
}

/** The oldest that should be gone and is not: when it came; null where there is none. */
export async function oldestLeft(db: Db, passing: Passing, before: Date): Promise<Date | null> {
  const { table, at, key, among, mayGo } = passing;
  const limit = sql`${before.toISOString()}::timestamptz`;
  const [row] = rowsOf<{ at: string | Date }>(
    await db.execute(sql`
      select ${at} as at from ${table} t where ${among} and ${at} < ${limit} and ${mayGo(limit)}
      order by ${at}, ${key} limit 1`),
  );
  return row ? new Date(row.at) : null;
}
