import { openSinkRows, releasePlanned } from '#db/sinks.ts';
import { isDrySink } from './carry-out.ts';
import type { SinkSide } from './sink-side.ts';

/** Has what was only planned told, of sinks that are dry no more. */
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
}
