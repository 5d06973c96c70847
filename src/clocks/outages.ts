import { tickInTime, tickLate } from '#db/outages.ts';
import { type Core, transact } from '#src/core/core.ts';
import { inChannelFor, opsKey } from '#src/core/message-keys.ts';
import { want } from '#src/core/want.ts';
import { lateBefore } from '#src/messages/late.ts';

/** A tick begins. The first one after a time in which none of any process ran records that time, and tells ops once. */
export async function recordTick(core: Core): Promise<void> {
  const now = core.now();
  const since = lateBefore(core.inForce().settings, now);
  if (await tickInTime(core.db, now, since)) return;
  await transact(core, async (work) => {
    const outage = await tickLate(work.tx, work.now, since);
    if (!outage) return;
    const from = outage.from.toISOString();
    want(work, {
      key: opsKey('outage', from),
      kind: 'ops',
      handoffId: null,
      place: inChannelFor('ops'),
      parentKey: null,
      detail: { about: 'outage', from, to: outage.to.toISOString() },
    });
  });
}
