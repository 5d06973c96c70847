import { type DueStep, dueSteps } from '#db/clocks.ts';
import type { CoverToTend } from '#db/covers.ts';
import { unreadDeliveries } from '#db/deliveries.ts';
import { type DueHandoff, handoffsToSettle, handoffsToWake } from '#db/handoffs.ts';
import { messagesToSync } from '#db/messages.ts';
import { findCovers, tendCover } from '#src/absence/cover.ts';
import { endAbsences } from '#src/absence/people.ts';
import { beginPlanned } from '#src/absence/planned.ts';
import { recordTick } from '#src/clocks/outages.ts';
import { settlePause } from '#src/clocks/pauses.ts';
import { dispatchStep } from '#src/clocks/steps.ts';
import type { Core } from '#src/core/core.ts';
import { offerAllWaiting } from '#src/handoff/backlog.ts';
import { dispatch, settleUndo } from '#src/handoff/dispatch.ts';
import { tellOverdueAnswers } from '#src/messages/marketing-answers.ts';
import { type Due, drain, type Hands } from './drain.ts';

/** How many lost jobs one tick brings back at most; the next one goes on where it stopped. */
const BATCH = 500;
// Together less than the time between two ticks: what is left is found by the next one, a moment later.
const WAKING_SECONDS = 3;
const STEPS_SECONDS = 8;
const SETTLING_SECONDS = 1;
const COVERING_SECONDS = 2;
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
export async function tick(core: Core, hands: Hands): Promise<TickResult> {
  await recordTick(core);
  await settlePause(core, hands.onError);
  const woken = await drain(toWake(core), WAKING_SECONDS, hands);
  const steps = stepsOf(core);
  const carriedOut = await drain(steps, STEPS_SECONDS, hands);
  await drain(toSettle(core), SETTLING_SECONDS, hands);
  await endAbsences(core);
  await beginPlanned(core, hands.onError);
  await drain(toCover(core, hands), COVERING_SECONDS, hands);
  await tellOverdueAnswers(core);
  const offered = await offerAllWaiting(core, hands.onError);
  const { synced, read } = await reconcile(core);
  return { steps: carriedOut, lateSeconds: steps.lateSeconds(), woken, offered, synced, read };
}

const toWake = (core: Core): Due<DueHandoff> => ({
  find: (after, most) => handoffsToWake(core.db, core.now(), { after, most }),
  handoffOf: ({ id }) => id,
  carryOut: ({ id }) => dispatch(core, id, { type: 'wake', because: 'time' }),
});

const toSettle = (core: Core): Due<DueHandoff> => ({
  find: (after, most) => handoffsToSettle(core.db, core.now(), { after, most }),
  handoffOf: ({ id }) => id,
  carryOut: ({ id }) => settleUndo(core, id),
});

const toCover = (core: Core, { onError }: Hands): Due<CoverToTend> => ({
  find: (after, most) => findCovers(core, after, most),
  handoffOf: ({ id }) => id,
  carryOut: ({ id }, isOver) => tendCover(core, id, { onError, isOver }),
});

function stepsOf(core: Core): Due<DueStep> & { lateSeconds: () => number } {
  let lateSeconds = 0;
  return {
    find: (after, most) => dueSteps(core.db, core.now(), { after, most }),
    handoffOf: ({ handoffId }) => handoffId,
    carryOut: async (step) => {
      await dispatchStep(core, step);
      lateSeconds = Math.max(lateSeconds, (core.now().getTime() - step.dueAt.getTime()) / 1_000);
    },
    lateSeconds: () => lateSeconds,
  };
}

/** Wakes the workers for rows whose job was lost, or whose time to try again has come. */
async function reconcile(core: Core): Promise<{ synced: number; read: number }> {
  const now = core.now();
  const keys = await messagesToSync(core.db, now, BATCH);
  const deliveries = await unreadDeliveries(core.db, new Date(now.getTime() - UNREAD_SECONDS * 1_000), BATCH);
  if (keys.length === 0 && deliveries.length === 0) return { synced: 0, read: 0 };
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
