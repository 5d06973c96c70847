import { and, asc, eq, gt, gte, inArray, isNotNull, isNull, lte, ne, or, type SQL, sql } from 'drizzle-orm';
import type { Clock, ClockChange, ClockKind, StepDue } from '#domain/clock.ts';
import type { Temperature } from '#domain/lead.ts';
import type { LadderStep } from '#domain/sla-settings.ts';
import type { Db } from './db.ts';
import { insertLater } from './later.ts';
import { isAnyOf, rowsOf } from './rows.ts';
import { clocks, handoffs, type StepOutcome, steps } from './schema.ts';
import { together, writeAll } from './together.ts';

type Row = typeof clocks.$inferSelect;

const toClock = (row: Row, planned: readonly StepDue[]): Clock => ({
  id: row.id,
  kind: row.kind,
  repId: row.repId,
  startedAt: row.startedAt,
  deadlineAt: row.deadlineAt,
  pausedAt: row.pausedAt,
  stoppedAt: row.stoppedAt,
  met: row.met,
  breachedAt: row.breachedAt,
  planned,
});

/** All clocks a handoff has had, the newest last. */
export const readClocks = together(async (db, handoffIds: readonly string[]): Promise<Clock[][]> => {
  const rows = await db
    .select()
    .from(clocks)
    .where(isAnyOf(clocks.handoffId, handoffIds))
    .orderBy(asc(clocks.startedAt), asc(clocks.offerNo));
  const paused = rows.filter(({ pausedAt, stoppedAt }) => pausedAt !== null && stoppedAt === null);
  const planned = await plannedSteps(
    db,
    paused.map(({ id }) => id),
  );
  const ofEach = Map.groupBy(rows, ({ handoffId }) => handoffId);
  return handoffIds.map((id) => (ofEach.get(id) ?? []).map((row) => toClock(row, planned.get(row.id) ?? [])));
});

/** The clocks of these handoffs that stand still, with what is planned on them, by handoff. */
export async function pausedClocksOf(db: Db, handoffIds: readonly string[]): Promise<Map<string, Clock[]>> {
  const rows = await db
    .select()
    .from(clocks)
    .where(
      and(inArray(clocks.handoffId, [...handoffIds]), isNull(clocks.stoppedAt), isNotNull(clocks.pausedAt)),
    );
  const planned = await plannedSteps(
    db,
    rows.map(({ id }) => id),
  );
  const byHandoff = Map.groupBy(rows, ({ handoffId }) => handoffId);
  return new Map(
    [...byHandoff].map(([id, own]) => [id, own.map((row) => toClock(row, planned.get(row.id) ?? []))]),
  );
}

export type ResumedClock = { id: string; deadlineAt: Date; steps: readonly StepDue[] };

/** Clocks of many handoffs go on at once. Call it with the handoffs locked. */
export async function resumeTogether(tx: Db, resumed: readonly ResumedClock[]): Promise<void> {
  if (resumed.length === 0) return;
  const due = JSON.stringify(resumed.map(({ id, deadlineAt }) => ({ id, at: deadlineAt })));
  await tx.execute(sql`
    update ${clocks} set paused_at = null, deadline_at = r.at
    from jsonb_to_recordset(${due}::jsonb) as r(id text, at timestamptz) where ${clocks.id} = r.id`);
  const planned = JSON.stringify(
    resumed.flatMap(({ id, steps: own }) =>
      own.map(({ index, round, dueAt }) => ({ id, index, round, at: dueAt })),
    ),
  );
  await tx.execute(sql`
    update ${steps} set is_live = true, due_at = r.at, planned_at = null
    from jsonb_to_recordset(${planned}::jsonb) as r(id text, index int, round int, at timestamptz)
    where ${steps.clockId} = r.id and ${steps.index} = r.index and ${steps.round} = r.round
      and ${steps.doneAt} is null`);
}

/** The steps of these clocks that are not done. */
async function plannedSteps(db: Db, clockIds: readonly string[]): Promise<Map<string, StepDue[]>> {
  if (clockIds.length === 0) return new Map();
  const { clockId, index, round, dueAt } = steps;
  const rows = await db
    .select({ clockId, index, round, dueAt })
    .from(steps)
    .where(and(inArray(clockId, [...clockIds]), isNull(steps.doneAt)));
  return Map.groupBy(rows, (row) => row.clockId);
}

type Of = { handoffId: string; offerNo: number; sourceId: string };

/** Applies what a decision does to the clocks, and to the steps planned on them. What starts and pauses never runs. */
export async function changeClocks(
  tx: Db,
  of: Of,
  changes: readonly ClockChange[],
  now: Date,
  newId: () => string,
): Promise<void> {
  const started: Started[] = [];
  for (const [place, change] of changes.entries()) {
    const { kind } = change;
    if (change.do === 'start') {
      const isHeld = changes.slice(place).some((later) => later.do === 'pause' && later.kind === kind);
      started.push({ ...change, id: newId(), isHeld });
    } else if (change.do !== 'pause' || !started.some((own) => own.kind === kind)) {
      await changeClock(tx, of, change, now);
    }
  }
  startClocks(tx, of, started, now);
}

/**
 * The clocks that run go with their handoff to whoever has it now, or to nobody: what runs out later is theirs. What
 * ran out before stays with whoever had it then.
 */
export async function moveClocks(tx: Db, handoffId: string, repId: string | null, now: Date): Promise<void> {
  const isInTime = or(isNotNull(clocks.pausedAt), gt(clocks.deadlineAt, now));
  await tx
    .update(clocks)
    .set({ repId })
    .where(
      and(eq(clocks.handoffId, handoffId), isNull(clocks.stoppedAt), isNull(clocks.breachedAt), isInTime),
    );
}

type Started = Extract<ClockChange, { do: 'start' }> & { id: string; isHeld: boolean };

function startClocks(tx: Db, of: Of, started: readonly Started[], now: Date): void {
  const { handoffId } = of;
  insertLater(
    tx,
    clocks,
    started.map(({ id, kind, repId, deadlineAt, isHeld }) => ({
      ...of,
      id,
      kind,
      repId,
      deadlineAt,
      startedAt: now,
      pausedAt: isHeld ? now : null,
    })),
  );
  const planned = started.flatMap((clock) =>
    clock.steps.map((step) => ({ ...step, clockId: clock.id, handoffId, isLive: !clock.isHeld })),
  );
  insertLater(tx, steps, planned);
}

async function changeClock(
  tx: Db,
  of: Of,
  change: Exclude<ClockChange, { do: 'start' }>,
  now: Date,
): Promise<void> {
  const current = await currentClock(tx, of.handoffId, change.kind, isOfStopped(change));
  if (!current) return;
  const set = (values: Partial<typeof clocks.$inferInsert>) =>
    tx.update(clocks).set(values).where(eq(clocks.id, current.id));
  switch (change.do) {
    case 'stop':
      await set({ stoppedAt: change.at ?? now, met: change.met });
      await setLive(tx, current.id, false);
      return;
    case 'pause':
      await set({ pausedAt: current.pausedAt ?? now });
      await setLive(tx, current.id, false);
      return;
    case 'resume':
      await set({ pausedAt: null, deadlineAt: change.deadlineAt });
      for (const { index, round, dueAt } of change.steps) {
        await tx
          .update(steps)
          .set({ isLive: true, dueAt, plannedAt: null })
          .where(and(isStep({ clockId: current.id, index, round }), isNull(steps.doneAt)));
      }
      return;
    case 'move':
      await set({ stoppedAt: change.at });
      return;
    case 'reopen':
      await set({ stoppedAt: null, met: null });
      await setLive(tx, current.id, current.pausedAt === null);
      return;
    case 'breach':
      await breach(tx, { id: current.id, at: now });
  }
}

const isOfStopped = ({ do: does }: ClockChange): boolean => does === 'reopen' || does === 'move';

const breach = together((tx, all: readonly { id: string; at: Date }[]) =>
  writeAll(
    tx,
    all,
    (list) => sql`
      update clocks set breached_at = b.at
      from jsonb_to_recordset(${list}::jsonb) as b(id text, at timestamptz) where clocks.id = b.id`,
  ),
);

async function currentClock(
  tx: Db,
  handoffId: string,
  kind: ClockKind,
  isStopped: boolean,
): Promise<Clock | null> {
  const all = await readClocks(tx, handoffId);
  return all.findLast((clock) => clock.kind === kind && (clock.stoppedAt !== null) === isStopped) ?? null;
}

async function setLive(tx: Db, clockId: string, isLive: boolean): Promise<void> {
  await tx
    .update(steps)
    .set({ isLive })
    .where(and(eq(steps.clockId, clockId), isNull(steps.doneAt)));
}

type StepKind = typeof steps.$inferSelect.do;
type StepId = { clockId: string; index: number; round: number };
export type DueStep = StepId & { handoffId: string; do: StepKind; dueAt: Date };

export const isStep = ({ clockId, index, round }: StepId) =>
  and(eq(steps.clockId, clockId), eq(steps.index, index), eq(steps.round, round));

/** Of a step, that nobody did it, and its clock runs: as the index `steps_due` knows it. */
export const isPlanned = sql`is_live and done_at is null`;
const fallsDue = (now: Date) => and(isPlanned, lte(steps.dueAt, now));

/**
 * Steps whose time has come, the earliest first, from after one of them; another process may find the same ones: claim
 * each.
 */
export async function dueSteps(
  db: Db,
  now: Date,
  page: { after: DueStep | null; most: number },
): Promise<DueStep[]> {
  const { after, most } = page;
  const place = sql`(${steps.dueAt}, ${steps.clockId}, ${steps.index}, ${steps.round})`;
  const isBehind =
    after &&
    // Said of the first alone as well, because the index knows no more.
    and(
      gte(steps.dueAt, after.dueAt),
      sql`${place} > (${after.dueAt.toISOString()}::timestamptz, ${after.clockId}, ${after.index}::int, ${after.round}::int)`,
    );
  return db
    .select({
      clockId: steps.clockId,
      index: steps.index,
      round: steps.round,
      handoffId: steps.handoffId,
      do: steps.do,
      dueAt: steps.dueAt,
    })
    .from(steps)
    .where(and(fallsDue(now), isBehind ?? undefined))
    .orderBy(asc(steps.dueAt), asc(steps.clockId), asc(steps.index), asc(steps.round))
    .limit(most);
}

/** A step that is due, with its clock and the other steps of that; null when it is done or its clock no longer runs. */
export const readDueStep = together(async (tx, asked: readonly { step: DueStep; now: Date }[]) => {
  const ids = asked.map(({ step }) => step.clockId);
  const found = await tx.select().from(clocks).where(isAnyOf(clocks.id, ids));
  const clockOf = new Map(found.map((clock) => [clock.id, clock]));
  const all = await tx.select().from(steps).where(isAnyOf(steps.clockId, ids));
  const ofClock = Map.groupBy(all, ({ clockId }) => clockId);
  return asked.map(({ step, now }) => {
    const clock = clockOf.get(step.clockId);
    const own = ofClock.get(step.clockId) ?? [];
    const isSame = ({ index, round }: StepId) => index === step.index && round === step.round;
    const due = own.find((one) => isSame(one) && one.isLive && one.doneAt === null && one.dueAt <= now);
    return clock && due
      ? { ...due, clock: toClock(clock, []), others: own.filter((one) => !isSame(one)) }
      : null;
  });
});

type Claim = { step: StepId; outcome: StepOutcome; now: Date };

/**
 * Marks a step done, once: false when it was done before or its clock no longer runs. Call it with the handoff
 * locked, and carry the step out in the same transaction.
 */
export const claimStep = together(async (tx, claims: readonly Claim[]): Promise<boolean[]> => {
  const list = JSON.stringify(claims.map(({ step, outcome, now }) => ({ ...idOf(step), outcome, now })));
  const claimed = rowsOf<StepId>(
    await tx.execute(sql`
      update steps set done_at = c.now, outcome = c.outcome
      from jsonb_to_recordset(${list}::jsonb) as c("clockId" text, index int, round int, outcome text, now timestamptz)
      where ${isStepOf(sql`c`)} and is_live and done_at is null and due_at <= c.now
      returning clock_id as "clockId", steps.index, steps.round`),
  );
  const names = new Set(claimed.map(nameOf));
  return claims.map(({ step }) => names.has(nameOf(step)));
});

const idOf = ({ clockId, index, round }: StepId): StepId => ({ clockId, index, round });
const nameOf = ({ clockId, index, round }: StepId): string => `${clockId} ${index} ${round}`;
const isStepOf = (one: SQL): SQL => sql`
  steps.clock_id = ${one}."clockId" and steps.index = ${one}.index and steps.round = ${one}.round`;

/** A step waits; when it was due first is kept. */
export const delayStep = together((tx, all: readonly { step: StepId; until: Date }[]) =>
  writeAll(
    tx,
    all.map(({ step, until }) => ({ ...idOf(step), until })),
    (list) => sql`
      update steps set due_at = d.until, planned_at = coalesce(planned_at, due_at)
      from jsonb_to_recordset(${list}::jsonb) as d("clockId" text, index int, round int, until timestamptz)
      where ${isStepOf(sql`d`)} and done_at is null`,
  ),
);

/** What waited for a snooze to end waits no longer; what comes later keeps its time. */
export async function releaseSteps(tx: Db, handoffId: string, now: Date): Promise<void> {
  const at = sql`${now.toISOString()}::timestamptz`;
  await tx
    .update(steps)
    .set({ dueAt: sql`greatest(${steps.plannedAt}, least(${steps.dueAt}, ${at}))`, plannedAt: null })
    .where(and(eq(steps.handoffId, handoffId), isNotNull(steps.plannedAt), isNull(steps.doneAt)));
}

type Planted = StepId & { handoffId: string; do: LadderStep; dueAt: Date };

/** Plans a step of a clock again, if the clock has not stopped. */
export const plantStep = together((tx, all: readonly Planted[]) =>
  writeAll(
    tx,
    all,
    (list) => sql`
      insert into steps (clock_id, index, round, handoff_id, "do", due_at, is_live)
      select p."clockId", p.index, p.round, p."handoffId", p."do", p."dueAt", c.paused_at is null
      from jsonb_to_recordset(${list}::jsonb)
        as p("clockId" text, index int, round int, "handoffId" text, "do" text, "dueAt" timestamptz)
      join clocks c on c.id = p."clockId" and c.stopped_at is null
      on conflict do nothing`,
  ),
);

/** Where a clock went on as a new one of its kind, these steps of the new one are due no later than of the old one. */
export async function bringForward(tx: Db, from: Clock, handoffId: string, does: LadderStep): Promise<void> {
  const [left] = await tx
    .select({ dueAt: steps.dueAt })
    .from(steps)
    .where(and(eq(steps.clockId, from.id), eq(steps.do, does), isNull(steps.doneAt)))
    .orderBy(asc(steps.dueAt))
    .limit(1);
  const next = (await readClocks(tx, handoffId)).findLast(
    ({ id, kind, stoppedAt }) => kind === from.kind && stoppedAt === null && id !== from.id,
  );
  if (!left || !next) return;
  await tx
    .update(steps)
    .set({ dueAt: left.dueAt })
    .where(
      and(eq(steps.clockId, next.id), eq(steps.do, does), isNull(steps.doneAt), gt(steps.dueAt, left.dueAt)),
    );
}

/** The clocks that run for these handoffs now, by handoff. */
export async function runningClocks(db: Db, handoffIds: readonly string[]) {
  if (handoffIds.length === 0) return [];
  return db
    .select()
    .from(clocks)
    .where(and(inArray(clocks.handoffId, [...handoffIds]), isNull(clocks.stoppedAt)));
}

/**
 * When the answers were asked for that somebody owes after an instant, on clocks that run and for leads of these
 * temperatures; less that of one handoff.
 */
export async function clocksDueAfter(
  db: Db,
  of: { repId: string; temperatures: readonly Temperature[]; butOf: string },
  after: Date,
): Promise<Date[]> {
  const rows = await db
    .select({ startedAt: clocks.startedAt })
    .from(clocks)
    .innerJoin(handoffs, eq(handoffs.id, clocks.handoffId))
    .where(
      and(
        eq(clocks.repId, of.repId),
        eq(clocks.kind, 'accept'),
        isNull(clocks.stoppedAt),
        isNull(clocks.pausedAt),
        gt(clocks.deadlineAt, after),
        inArray(handoffs.temperature, [...of.temperatures]),
        ne(clocks.handoffId, of.butOf),
      ),
    );
  return rows.map(({ startedAt }) => startedAt);
}
