import { count, eq, gte, sql, sum } from 'drizzle-orm';
import type { Db } from './db.ts';
import { TOLD } from './deliveries.ts';
import { IMPORTED } from './imported.ts';
import { rowsOf } from './rows.ts';
import { deliveries, type ItemOutcome, items } from './schema.ts';

/** When each source last delivered something. What was imported for it is no delivery of its own. */
export async function lastDeliveries(db: Db): Promise<Map<string, Date>> {
  // From one source to the next along the index: there are few of them, and deliveries without number.
  const rows = rowsOf<{ id: string; at: string | Date }>(
    await db.execute(sql`
      with recursive known as (
        (select source_id from deliveries order by source_id limit 1)
        union all
        select (select d.source_id from deliveries d where d.source_id > known.source_id order by d.source_id limit 1)
        from known where known.source_id is not null
      )
      select known.source_id as id, last.at from known cross join lateral (
        select d.received_at as at from deliveries d
        where d.source_id = known.source_id and not starts_with(d.key, ${IMPORTED})
        order by d.received_at desc limit 1) as last`),
  );
  return new Map(rows.map(({ id, at }) => [id, new Date(at)]));
}

/** When each of these sources delivered something for the first time. */
export async function firstDeliveries(db: Db, ids: readonly string[]): Promise<Map<string, Date>> {
  const rows = rowsOf<{ id: string; at: string | Date }>(
    await db.execute(sql`
      select s.id, first.at from unnest(${sql.param([...ids])}::text[]) as s(id) cross join lateral (
        select d.received_at as at from deliveries d
        where d.source_id = s.id and not starts_with(d.key, ${IMPORTED}) order by d.received_at limit 1) as first`),
  );
  return new Map(rows.map(({ id, at }) => [id, new Date(at)]));
}

/** How much came of a source in the days before now, and in those before them, since it began within them. */
export type Rate = { lately: number; before: number; beganAt: Date; unproven: number; unreadable: number };

export async function readRates(
  db: Db,
  now: Date,
  days: { lately: number; before: number },
): Promise<Map<string, Rate>> {
  const at = now.toISOString();
  const rows = rowsOf<Omit<Rate, 'beganAt'> & { id: string; began: string | Date }>(
    await db.execute(sql`
      with since as (select ${at}::timestamptz - make_interval(days => ${days.lately}) as lately)
      select h.source_id as id, min(h.hour) as began,
        coalesce(sum(h.deliveries) filter (where h.hour >= since.lately), 0)::int as lately,
        coalesce(sum(h.deliveries) filter (where h.hour < since.lately), 0)::int as before,
        coalesce(sum(h.unproven) filter (where h.hour >= since.lately), 0)::int as unproven,
        coalesce(sum(h.unreadable) filter (where h.hour >= since.lately), 0)::int as unreadable
      from source_hours h, since
      where h.hour >= since.lately - make_interval(days => ${days.before}) and h.hour <= ${at}::timestamptz
      group by h.source_id`),
  );
  return new Map(rows.map(({ id, began, ...rate }) => [id, { ...rate, beganAt: new Date(began) }]));
}

/** How many leads two tools both told something of since then, and each of them at all. */
export type Overlap = { a: string; b: string; both: number; ofA: number; ofB: number };

/** More items than these are not looked at, the newest first. */
const MOST_ITEMS = 200_000;

/** `toolOf` says which tool each source is of. Pairs of tools only that have a lead in common, the most first. */
export async function overlaps(db: Db, toolOf: ReadonlyMap<string, string>, since: Date): Promise<Overlap[]> {
  const ids = sql.param([...toolOf.keys()]);
  const tools = sql.param([...toolOf.values()]);
  const told = sql.param([...TOLD].filter((outcome) => outcome !== 'imported'));
  return rowsOf<Overlap>(
    await db.execute(sql`
      with told as materialized (
        select distinct i.lead_id, t.tool from (
          select lead_id, source_id from items
          where at >= ${since.toISOString()}::timestamptz and lead_id is not null and outcome = any(${told}::text[])
          order by at desc limit ${MOST_ITEMS}) as i
        join unnest(${ids}::text[], ${tools}::text[]) as t(source_id, tool) on t.source_id = i.source_id
      ), each_of as (select tool, count(*)::int as leads from told group by tool)
      select x.tool as a, y.tool as b, count(*)::int as both, min(of_a.leads) as "ofA", min(of_b.leads) as "ofB"
      from told x join told y on y.lead_id = x.lead_id and y.tool > x.tool
      join each_of of_a on of_a.tool = x.tool join each_of of_b on of_b.tool = y.tool
      group by 1, 2 order by 3 desc, 1, 2`),
  );
}

/** What became of everything that was found since then, by source. */
export async function countItems(
  db: Db,
  since: Date,
): Promise<{ sourceId: string; outcome: ItemOutcome; count: number }[]> {
  return db
    .select({ sourceId: items.sourceId, outcome: items.outcome, count: count() })
    .from(items)
    .where(gte(items.at, since))
    .groupBy(items.sourceId, items.outcome);
}

/** How many deliveries came again whole on the day that began then, by source. */
export async function countRepeats(db: Db, today: Date): Promise<Map<string, number>> {
  const rows = await db
    .select({ sourceId: deliveries.sourceId, repeats: sum(deliveries.repeats).mapWith(Number) })
    .from(deliveries)
    .where(gte(deliveries.repeatedAt, today))
    .groupBy(deliveries.sourceId);
  return new Map(rows.map(({ sourceId, repeats }) => [sourceId, repeats ?? 0]));
}

/** What still waits because it could not be read, by source. */
export async function countQuarantined(db: Db): Promise<Map<string, number>> {
  const rows = await db
    .select({ sourceId: items.sourceId, count: count() })
    .from(items)
    .where(eq(items.outcome, 'quarantined'))
    .groupBy(items.sourceId);
  return new Map(rows.map((row) => [row.sourceId, row.count]));
}
