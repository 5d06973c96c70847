import { openSinkRows, pauseSink, releasePlanned, type SinkRow, sinkWorks } from '#db/sinks.ts';
import { isDrySink, REFUSED_MS } from './carry-out.ts';
import type { ReadySink } from './open-sinks.ts';
import type { SinkSide } from './sink-side.ts';
import { SinkRefused } from './trouble.ts';

/** Has what was only planned told, of sinks that are dry no more, and keeps the tokens of those that are told nothing. */
export async function tendSinks(side: SinkSide): Promise<void> {
  const { db, now } = side.core;
  const rows = await openSinkRows(db, [...side.ready().keys()], now());
  const wet = [...side.ready()].filter(([id, ready]) => {
    const row = rows.get(id);
    return row !== undefined && !isDrySink(side, ready, row);
  });
  await releasePlanned(
    db,
    wet.map(([id]) => id),
    now(),
  );
  for (const [id, ready] of side.ready()) {
    const row = rows.get(id);
    if (row !== undefined) await keepTokens(side, ready, row);
  }
}

/** One that is refused is said to ops as if something had been told; whatever else fails is tried again in a minute. */
async function keepTokens(side: SinkSide, ready: ReadySink, row: SinkRow): Promise<void> {
  const { core, settle } = side;
  const { id, pausedUntil, problemSince } = row;
  if (pausedUntil !== null && pausedUntil > core.now()) return;
  try {
    if (!(await ready.keep(core.db, core.now))) return;
    await settle(async (tx) =>
      (await sinkWorks(tx, id)) ? { leadId: null, sinkId: id, refusedSince: problemSince } : null,
    );
  } catch (error) {
    if (!(error instanceof SinkRefused))
      return core.noteFailure(
        error,
        `a token of ${ready.name} could not be bought in time; it is tried again`,
      );
    const at = core.now();
    const until = new Date(at.getTime() + REFUSED_MS);
    await settle(async (tx) => {
      await pauseSink(tx, id, { until, problem: error.message, at });
      return { leadId: null, sinkId: id, refusedSince: null };
    });
  }
}
