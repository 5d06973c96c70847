import { readLead } from '#db/leads.ts';
import { readOutcomes } from '#db/outcomes.ts';
import {
  failSinkRecord,
  finishSinkRecord,
  openSinkRows,
  pauseSink,
  planSinkRecord,
  putOffSinkRecord,
  type SinkRecordRow,
  type SinkRow,
  sinkWorks,
  takeEarlyWrite,
} from '#db/sinks.ts';
import { EARLY_WRITES } from '#domain/sink-writes.ts';
import { nextTryAfter } from '#domain/tries.ts';
import type { ReadySink } from './open-sinks.ts';
import type { SinkSide } from './sink-side.ts';
import { tellEvents } from './tell-events.ts';
import { tellRecord } from './tell-record.ts';
import { SinkAway, SinkRefused } from './trouble.ts';

/** Tells a tool of one lead what it is still to be told. */

/** The first hour, in which it is told little. */
const EARLY_MS = 60 * 60_000;
/** A tool that refuses us is asked again so often: meanwhile somebody may have changed that. */
export const REFUSED_MS = 10 * 60_000;
/** Until somebody says that it is to be tried again. */
const UNTIL_ASKED = new Date('9999-01-01T00:00:00Z');
/** A tool that is away, or does not say for how long it is busy. */
const AWAY_MS = 5_000;
/** What waited longer may stand on a card as not yet told. */
const LATE_MS = 60_000;
/** A lead of a sink that the settings do not have is looked at again then: it may be back. */
const ABSENT_MS = 60 * 60_000;

/** Ends the writing for now: as many were made as may be. */
class EnoughForNow extends Error {
  readonly until: Date;

  constructor(until: Date) {
    super('as many writes were made as may be in the first hour');
    this.until = until;
  }
}

export async function carryOutcomes(side: SinkSide, row: SinkRecordRow): Promise<void> {
  const { core } = side;
  const which = { sinkId: row.sinkId, leadId: row.leadId };
  const ready = side.ready().get(row.sinkId);
  if (ready === undefined) {
    await putOffSinkRecord(core.db, which, later(core.now(), ABSENT_MS));
    return;
  }
  const sinkRow = (await openSinkRows(core.db, [row.sinkId], core.now())).get(row.sinkId);
  if (sinkRow === undefined) throw new Error(`the sink ${row.sinkId} has no row`);
  const { known, due } = await readOutcomes(core.db, row, core.now());
  const lead = await readLead(core.db, row.leadId);
  const last = due.at(-1)?.no ?? row.doneNo;
  const types = ready.settings.events ?? ready.system.events;
  const meant = due.filter(({ type }) => types.includes(type));
  if (meant.length === 0 || lead === null) {
    const { notes, planned } = row;
    await finishSinkRecord(core.db, which, { doneNo: last, notes, planned, at: core.now() });
    return;
  }
  const isDry = isDrySink(side, ready, sinkRow);
  const writes = { isDry, spend: () => spend(side, sinkRow) };
  const told = { ready, row, lead, known, due: meant };
  try {
    const { sink } = side.opened(ready);
    const result =
      sink.kind === 'record' ? await tellRecord(side, told, writes) : await tellEvents(side, told, writes);
    const isLate = row.failedSince !== null || later(row.dueAt ?? core.now(), LATE_MS) < core.now();
    await side.settle(async (tx) => {
      const { planned } = result;
      if (planned !== null) await planSinkRecord(tx, which, { ...result, planned, plannedNo: last });
      else await finishSinkRecord(tx, which, { ...result, doneNo: last, at: core.now() });
      const hadTrouble = await sinkWorks(tx, row.sinkId);
      // The first that is planned, and what was held back until now.
      const isOther = isDry === (row.planned === null);
      const isShown = hadTrouble || isLate || isOther;
      const leadId = isLate || hadTrouble ? row.leadId : null;
      return isShown ? { leadId, sinkId: row.sinkId, refusedSince: sinkRow.problemSince } : null;
    });
  } catch (error) {
    await failed(side, { row, name: ready.name }, error);
  }
}

/** Whether it only says what it would write. */
export const isDrySink = (
  { core }: Pick<SinkSide, 'core'>,
  { settings }: ReadySink,
  { approvedAt }: Pick<SinkRow, 'approvedAt'>,
): boolean => settings.dry || approvedAt === null || core.inForce().settings.mode === 'shadow';

async function spend({ core }: SinkSide, { id, approvedAt }: SinkRow): Promise<void> {
  const hourAgo = later(core.now(), -EARLY_MS);
  if (await takeEarlyWrite(core.db, id, { most: EARLY_WRITES, since: hourAgo })) return;
  throw new EnoughForNow(later(approvedAt ?? core.now(), EARLY_MS));
}

async function failed(
  { core, settle }: SinkSide,
  { row, name }: { row: SinkRecordRow; name: string },
  error: unknown,
): Promise<void> {
  const { sinkId, leadId } = row;
  const at = core.now();
  if (error instanceof EnoughForNow) {
    await putOffSinkRecord(core.db, row, error.until);
    return;
  }
  if (error instanceof SinkRefused && (error.about === 'access' || error.about === 'gone')) {
    // Not this lead's fault, and the next would fare no better.
    const until = error.about === 'gone' ? UNTIL_ASKED : later(at, REFUSED_MS);
    await settle(async (tx) => {
      await pauseSink(tx, sinkId, { until, problem: error.message, at });
      await putOffSinkRecord(tx, row, at);
      return { leadId, sinkId, refusedSince: null };
    });
    return;
  }
  const away = error instanceof SinkAway ? error : null;
  const restUntil = later(at, away?.retryAfterMs ?? AWAY_MS);
  // That a tool is busy is nobody's fault, and no try of those that are counted.
  if (away !== null && away.retryAfterMs !== null)
    return core.db.transaction(async (tx) => {
      await pauseSink(tx, sinkId, { until: restUntil, problem: null, at });
      await putOffSinkRecord(tx, row, restUntil);
    });
  const refused = error instanceof SinkRefused ? error : null;
  const theirs = away ?? refused;
  if (theirs === null) core.noteFailure(error, `an outcome could not be told to ${name}; it is tried again`);
  const pause = nextTryAfter(row.tries + 1);
  await settle(async (tx) => {
    if (away !== null) await pauseSink(tx, sinkId, { until: restUntil, problem: null, at });
    await failSinkRecord(tx, row, {
      about: refused?.about ?? 'away',
      problem: theirs?.message ?? 'something of ours failed: the log says what',
      at,
      nextAt: pause === null ? null : later(at, pause),
    });
    return { leadId, sinkId, refusedSince: null };
  });
}

const later = (at: Date, ms: number): Date => new Date(at.getTime() + ms);
