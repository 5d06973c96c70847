import { dueSteps } from '#db/clocks.ts';
import { unreadDeliveries } from '#db/deliveries.ts';
import { handoffsToSettle, handoffsToWake } from '#db/handoffs.ts';
import { messagesToSync } from '#db/messages.ts';
import { offerAllWaiting } from '#src/backlog.ts';
import type { Core } from '#src/core.ts';
import { dispatch, dispatchStep, settleUndo } from '#src/dispatch.ts';
import { endAbsences } from '#src/people.ts';

/** How much one tick does at most of each kind; the next one goes on where it stopped. */
const BATCH = 500;
// A delivery this old and unread has lost its job, or waits behind many; reading it twice does no harm.
const UNREAD_SECONDS = 60;

export type TickResult = {
  steps: number;
  /** How late the latest of them was carried out. */
  lateSeconds: number;
  woken: number;
  offered: number;
  synced: number;
  read: number;
};

/**
 * Finds everything that is due and not yet done, and does it. Every part is safe to run on several processes at
 * once, and to run again: what was done is a row. One handoff that fails does not keep the others waiting.
 */
export async function tick(core: Core, onError: (error: unknown, id: string) => void): Promise<TickResult> {
  const now = core.now();
  const each = async <Item>(
    items: readonly Item[],
    id: (item: Item) => string,
    run: (item: Item) => Promise<unknown>,
  ) => {
    for (const item of items) await run(item).catch((error: unknown) => onError(error, id(item)));
  };
  const woken = await handoffsToWake(core.db, now, BATCH);
  await each(woken, String, (id) => dispatch(core, id, { type: 'wake', because: 'time' }, 'system'));
  const steps = await dueSteps(core.db, now, BATCH);
  await each(
    steps,
    (step) => step.handoffId,
    (step) => dispatchStep(core, step),
  );
  const settled = await handoffsToSettle(core.db, now, BATCH);
  await each(settled, String, (id) => settleUndo(core, id));
  await endAbsences(core);
  const offered = await offerAllWaiting(core, onError);
  const { synced, read } = await reconcile(core);
  const [first] = steps;
  const lateSeconds = first ? (now.getTime() - first.dueAt.getTime()) / 1_000 : 0;
  return { steps: steps.length, lateSeconds, woken: woken.length, offered, synced, read };
}

/** Wakes the workers for rows whose job was lost, or whose time to try again has come. */
async function reconcile(core: Core): Promise<{ synced: number; read: number }> {
  const now = core.now();
  const keys = await messagesToSync(core.db, now, BATCH);
  const deliveries = await unreadDeliveries(core.db, new Date(now.getTime() - UNREAD_SECONDS * 1_000), BATCH);
  await core.db.transaction((tx) =>
    core.queue.enqueue(tx, [
      ...keys.map((key) => ({ queue: 'sync' as const, key })),
      ...deliveries.map((deliveryId) => ({ queue: 'intake' as const, deliveryId })),
    ]),
  );
  if (keys.length > 0) core.queue.wake('sync');
  if (deliveries.length > 0) core.queue.wake('intake');
  return { synced: keys.length, read: deliveries.length };
}
