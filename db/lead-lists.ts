import { and, asc, desc, eq, ilike, inArray, isNull, lte, type SQL, sql } from 'drizzle-orm';
import { type ClockKind, REP_CLOCKS } from '#domain/clock.ts';
import { OPEN_STATES, type State } from '#domain/handoff.ts';
import type { CanonicalLead, Temperature } from '#domain/lead.ts';
import type { Stage } from '#domain/stages.ts';
import type { Db } from './db.ts';
import { clocks, handoffs, leads } from './schema.ts';

/** A lead as a list shows it: where it stands, who has it and what falls due. */
type ListedLead = {
  record: CanonicalLead;
  temperature: Temperature;
  stage: Stage;
  /** Its latest handoff; null when it never had one. */
  handoff: {
    id: string;
    state: State;
    ownerId: string | null;
    dueAt: Date | null;
    /** Whose deadline that is. */
    dueClock: ClockKind | null;
    snoozedUntil: Date | null;
    reservedUntil: Date | null;
  } | null;
};
/** Some rows of a list, and how many it has in all; that is 0 where nothing stands behind so many rows. */
export type LeadPage = { rows: ListedLead[]; total: number };
/** Which rows. */
export type Slice = { limit: number; offset: number };

const total = sql<number>`count(*) over ()`.mapWith(Number);

/** What has to be done next comes first: an answer, else an owner, else the first response, the next try, a decision. */
const [FIRST, ...AFTER] = REP_CLOCKS;
const NEXT: readonly ClockKind[] = [FIRST, 'unassigned', ...AFTER];

const running = sql`k.handoff_id = ${handoffs.id} and k.stopped_at is null and k.paused_at is null`;
const byNext = sql`array_position(array[${sql.raw(NEXT.map((kind) => `'${kind}'`).join(', '))}], k.kind)`;

/** What is waited for now. */
export const dueAt = sql<Date | null>`(
  select k.deadline_at from clocks k where ${running} order by ${byNext} limit 1)`.mapWith(clocks.deadlineAt);
const dueClock = sql<ClockKind | null>`(select k.kind from clocks k where ${running} order by ${byNext} limit 1)`;

/** Open handoffs of these people, what is due first first. */
export function openLeadsOf(db: Db, ownerIds: readonly string[], slice: Slice): Promise<LeadPage> {
  const where = and(inArray(handoffs.ownerId, [...ownerIds]), inArray(handoffs.state, [...OPEN_STATES]));
  return list(db, { where, order: [sql`${dueAt} nulls last`, asc(handoffs.createdAt)], slice });
}

/** How many of the open handoffs of these people are snoozed. */
export const countSnoozedOf = (db: Db, ownerIds: readonly string[]): Promise<number> =>
  db.$count(handoffs, and(inArray(handoffs.ownerId, [...ownerIds]), eq(handoffs.state, 'snoozed')));

/** Handoffs without an owner, which are for nobody yet, in the order in which they will be offered. */
export function waitingLeads(db: Db, slice: Slice): Promise<LeadPage> {
  const order = [
    sql`case ${handoffs.temperature} when 'hot' then 0 when 'warm' then 1 else 2 end`,
    asc(handoffs.createdAt),
  ];
  const where = and(eq(handoffs.state, 'waiting'), isNull(handoffs.reservedFor));
  return list(db, { where, order, slice });
}

/** Snoozed handoffs, the next to come back first. */
export function snoozedLeads(db: Db, slice: Slice): Promise<LeadPage> {
  return list(db, { where: eq(handoffs.state, 'snoozed'), order: [asc(handoffs.snoozedUntil)], slice });
}

/**
 * Handoffs on which any clock ran out and still runs, the longest overdue first, each with the one that did so first.
 * What stands still is late for nothing.
 */
export async function overdueLeads(db: Db, now: Date, slice: Slice): Promise<LeadPage> {
  const overdue = db
    .selectDistinctOn([clocks.handoffId], {
      handoffId: clocks.handoffId,
      since: clocks.deadlineAt,
      clock: clocks.kind,
    })
    .from(clocks)
    .where(and(isNull(clocks.stoppedAt), isNull(clocks.pausedAt), lte(clocks.deadlineAt, now)))
    .orderBy(clocks.handoffId, asc(clocks.deadlineAt), asc(clocks.kind))
    .as('overdue');
  const rows = await db
    .select({ ...shown, dueAt: overdue.since, dueClock: overdue.clock, total })
    .from(overdue)
    .innerJoin(handoffs, eq(handoffs.id, overdue.handoffId))
    .innerJoin(leads, eq(leads.id, handoffs.leadId))
    .orderBy(asc(overdue.since), asc(handoffs.id))
    .limit(slice.limit)
    .offset(slice.offset);
  return toPage(rows);
}

/** Leads whose name, company, e-mail address or domain holds this text, whatever became of them, newest first. */
export async function findLeads(db: Db, text: string, slice: Slice): Promise<LeadPage> {
  const found = await db
    .select({ id: leads.id, record: leads.record, temperature: leads.temperature, stage: leads.stage, total })
    .from(leads)
    .where(ilike(searched, `%${literally(text)}%`))
    .orderBy(desc(leads.createdAt), asc(leads.id))
    .limit(slice.limit)
    .offset(slice.offset);
  const latest = await latestHandoffs(
    db,
    found.map((lead) => lead.id),
  );
  return {
    rows: found.map(({ id, total: _, ...lead }) => ({ ...lead, handoff: latest.get(id) ?? null })),
    total: found[0]?.total ?? 0,
  };
}

const at = (path: string): SQL => sql`${leads.record} #>> ${path}`;
const searched = sql`concat_ws(chr(10), ${at('{person,full_name}')},
  concat_ws(' ', ${at('{person,first_name}')}, ${at('{person,last_name}')}),
  ${at('{person,email}')}, ${at('{account,name}')}, ${at('{account,domain}')})`;

/** A text as `like` looks for it: its wildcards are characters, and Postgres takes no NUL. */
const literally = (text: string): string => text.replaceAll('\0', '').replaceAll(/[\\%_]/g, '\\$&');

async function latestHandoffs(db: Db, leadIds: readonly string[]) {
  if (leadIds.length === 0) return new Map<string, ListedLead['handoff']>();
  const rows = await db
    .selectDistinctOn([handoffs.leadId], { leadId: handoffs.leadId, ...shown, dueAt, dueClock })
    .from(handoffs)
    .innerJoin(leads, eq(leads.id, handoffs.leadId))
    .where(inArray(handoffs.leadId, [...leadIds]))
    .orderBy(handoffs.leadId, desc(handoffs.createdAt));
  return new Map(rows.map((row) => [row.leadId, toListed(row).handoff]));
}

const shown = {
  id: handoffs.id,
  state: handoffs.state,
  ownerId: handoffs.ownerId,
  snoozedUntil: handoffs.snoozedUntil,
  reservedUntil: handoffs.reservedUntil,
  temperature: handoffs.temperature,
  record: leads.record,
  stage: leads.stage,
};

async function list(
  db: Db,
  query: { where: SQL | undefined; order: SQL[]; slice: Slice },
): Promise<LeadPage> {
  const rows = await db
    .select({ ...shown, dueAt, dueClock, total })
    .from(handoffs)
    .innerJoin(leads, eq(leads.id, handoffs.leadId))
    .where(query.where)
    // What is equal has an order too, or it would stand on two pages.
    .orderBy(...query.order, asc(handoffs.id))
    .limit(query.slice.limit)
    .offset(query.slice.offset);
  return toPage(rows);
}

type Row = Omit<ListedLead, 'handoff'> & NonNullable<ListedLead['handoff']>;

const toPage = (rows: (Row & { total: number })[]): LeadPage => ({
  rows: rows.map(toListed),
  total: rows[0]?.total ?? 0,
});

const toListed = ({
  record,
  temperature,
  stage,
  id,
  state,
  ownerId,
  dueAt,
  dueClock,
  snoozedUntil,
  reservedUntil,
}: Row): ListedLead => ({
  record,
  temperature,
  stage,
  handoff: { id, state, ownerId, dueAt, dueClock, snoozedUntil, reservedUntil },
});
