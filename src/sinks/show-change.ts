import type { Db } from '#db/db.ts';
import { handoffsOf } from '#db/forget.ts';
import { keysBeginning } from '#db/messages.ts';
import { isAnyUntold, readSinkList, readSinkRows } from '#db/sink-lists.ts';
import { localDate } from '#domain/day.ts';
import { type Core, transact, type Work } from '#src/core/core.ts';
import { touchHomesOfRole } from '#src/core/homes.ts';
import { inChannelFor, sinkFailedKey, sinkNewKey, sinkRefusedKey } from '#src/core/message-keys.ts';
import { touch, want } from '#src/core/want.ts';
import type { SinkChange } from './sink-side.ts';

/** Keeps what came of telling a tool, and has drawn anew what shows that: cards of the lead, what ops were told, and their Homes. */
export const settleChange = (core: Core, keep: (tx: Db) => Promise<SinkChange | null>): Promise<void> =>
  transact(core, async (work) => {
    const changed = await keep(work.tx);
    if (changed === null) return;
    const { leadId, sinkId, refusedSince } = changed;
    const theirs = leadId === null ? [] : await handoffsOf(work.tx, leadId);
    for (const { id } of theirs) touch(work, id, []);
    touchHomesOfRole(work, 'ops');
    if (refusedSince !== null) work.messages.touch([sinkRefusedKey(sinkId, refusedSince.toISOString())]);
    await tellOfSink(work, sinkId);
  });

/** Tells ops once that it is new or refuses us, and once a day that some cannot be told; and what became of that. */
async function tellOfSink(work: Work, sinkId: string): Promise<void> {
  const row = (await readSinkRows(work.tx)).find(({ id }) => id === sinkId);
  if (row === undefined) return;
  if (row.approvedAt === null) {
    const { count } = await readSinkList(work.tx, { sinkId, list: 'planned', most: 1 });
    if (count > 0) wantOf(work, sinkNewKey(sinkId), { sinkId, what: 'new' });
  }
  if (row.problemSince !== null) {
    const since = row.problemSince.toISOString();
    wantOf(work, sinkRefusedKey(sinkId, since), { sinkId, what: 'refused', since });
  }
  const day = localDate(work.settings.workspace.time_zone, work.now);
  const isSerious = await isAnyUntold(work.tx, sinkId);
  if (isSerious) wantOf(work, sinkFailedKey(sinkId, day), { sinkId, what: 'failed' });
  // Those of earlier days say how it stands by now as well.
  work.messages.touch(await keysBeginning(work.tx, 'ops', sinkFailedKey(sinkId, '')));
}

function wantOf(work: Work, key: string, detail: Record<string, string>): void {
  want(work, {
    ...{ key, kind: 'ops', handoffId: null, place: inChannelFor('ops'), parentKey: null },
    detail: { about: 'sink', ...detail },
  });
}
