import { type DueStep, dueSteps } from '#db/clocks.ts';
import type { CoverToTend } from '#db/covers.ts';
import { type DueBy, PARTS, type Part, partsWithWork } from '#db/due.ts';
import { type DueHandoff, handoffsToOffer, handoffsToSettle, handoffsToWake } from '#db/handoffs.ts';
import { endQuiet } from '#db/leases.ts';
import { type MeetingOver, meetingsOver } from '#db/meetings.ts';
import { type DueReturn, returnsDue } from '#db/returns.ts';
import { findCovers, tendBy, tendCover } from '#src/absence/cover.ts';
import { endAbsences } from '#src/absence/people.ts';
import { beginBy, beginPlanned } from '#src/absence/planned.ts';
import { recordTick } from '#src/clocks/outages.ts';
import { settlePause } from '#src/clocks/pauses.ts';
import { dispatchStep, dispatchSteps } from '#src/clocks/steps.ts';
import type { Core } from '#src/core/core.ts';
import { offerAllWaiting, placesToClaim } from '#src/handoff/backlog.ts';
import { bringBack } from '#src/handoff/bring-back.ts';
import { dispatch, offerDue, settleUndo } from '#src/handoff/dispatch.ts';
import { askOutcome } from '#src/handoff/meeting-over.ts';
import { tellOverdueAnswers } from '#src/messages/marketing-answers.ts';
import { type Due, drain, type Hands } from './drain.ts';
import { createSeenUntil } from './seen-until.ts';

// Together less than the time between two ticks: what is left is found by the next one, a moment later.
const WAKING_SECONDS = 2;
const STEPS_SECONDS = 7;
const SETTLING_SECONDS = 1;
const COVERING_SECONDS = 2;
const OFFERING_SECONDS = 2;
const RETURNING_SECONDS = 2;

export type TickResult = {
  steps: number;
  /** How late the latest of them was carried out. */
  lateSeconds: number;
  woken: number;
  offered: number;
};

/** The tick of one process, which remembers until when it had nothing left to do. */
export function createTick(core: Core): (hands: Hands) => Promise<TickResult> {
  const seen = createSeenUntil(() => performance.now());
  return (hands) => tick(core, hands, seen);
}

/**
 * Finds everything that is due and not yet done, and does it. Every part is safe to run on several processes at
 * once, and to run again: what was done is a row. One handoff that fails does not keep the others waiting.
 */
async function tick(core: Core, hands: Hands, seen: Seen): Promise<TickResult> {
  await recordTick(core);
  const result: TickResult = { steps: 0, lateSeconds: 0, woken: 0, offered: 0 };
  let by = dueBy(core, seen);
  let due = await partsWithWork(core.db, by);
  seen.note(by.now, PARTS, due);
  for (const part of PARTS) {
    if (!due.has(part)) continue;
    Object.assign(result, await CARRY_OUT[part](core, hands, by.seenUntil(part)));
    // What was done may be work for those after it.
    by = dueBy(core, seen);
    due = await partsWithWork(core.db, by);
    seen.note(by.now, PARTS, due);
  }
  core.queue.wake('sync');
  return result;
}

type Seen = ReturnType<typeof createSeenUntil>;

function dueBy(core: Core, seen: Seen): DueBy {
  const at = core.now();
  return {
    seenUntil: seen.before(at),
    ...beginBy(at),
    ...tendBy(at),
    places: placesToClaim(core),
  };
}

const uncounted = (done: Promise<unknown>): Promise<object> => done.then(() => ({}));

/** Of each part, what it adds to the result. */
const CARRY_OUT: Record<
  Part,
  (core: Core, hands: Hands, since: Date | null) => Promise<Partial<TickResult>>
> = {
  pause: (core, { onError }) => uncounted(settlePause(core, onError)),
  reserved: (core, hands, since) => uncounted(drain(toOffer(core, since), OFFERING_SECONDS, hands)),
  wakes: async (core, hands, since) => ({ woken: await drain(toWake(core, since), WAKING_SECONDS, hands) }),
  steps: async (core, hands) => {
    const steps = stepsOf(core);
    return { steps: await drain(steps, STEPS_SECONDS, hands), lateSeconds: steps.lateSeconds() };
  },
  meetings: (core, hands) => uncounted(drain(overMeetings(core), SETTLING_SECONDS, hands)),
  settles: (core, hands, since) => uncounted(drain(toSettle(core, since), SETTLING_SECONDS, hands)),
  absences: (core) => uncounted(endAbsences(core)),
  planned: (core, { onError }) => uncounted(beginPlanned(core, onError)),
  covers: (core, hands) => uncounted(drain(toCover(core, hands), COVERING_SECONDS, hands)),
  answers: (core) => uncounted(tellOverdueAnswers(core)),
  returns: (core, hands) => uncounted(drain(toBringBack(core), RETURNING_SECONDS, hands)),
  waiting: async (core, { onError }) => {
    const end = performance.now() + OFFERING_SECONDS * 1_000;
    return { offered: await offerAllWaiting(core, onError, () => performance.now() >= end) };
  },
  quiet: (core) => uncounted(endQuiet(core.db, core.now())),
};

const toWake = (core: Core, since: Date | null): Due<DueHandoff> => ({
  find: (after, most) => handoffsToWake(core.db, core.now(), { after, most, since }),
  handoffOf: ({ id }) => id,
  carryOut: ({ id }) => dispatch(core, id, { type: 'wake', because: 'time' }),
});

const toOffer = (core: Core, since: Date | null): Due<DueHandoff> => ({
  find: (after, most) => handoffsToOffer(core.db, core.now(), { after, most, since }),
  handoffOf: ({ id }) => id,
  carryOut: ({ id }) => offerDue(core, id),
});

const toSettle = (core: Core, since: Date | null): Due<DueHandoff> => ({
  find: (after, most) => handoffsToSettle(core.db, core.now(), { after, most, since }),
  handoffOf: ({ id }) => id,
  carryOut: ({ id }) => settleUndo(core, id),
});

const toBringBack = (core: Core): Due<DueReturn> => ({
  find: (after, most) => returnsDue(core.db, core.now(), { after, most }),
  handoffOf: ({ leadId }) => leadId,
  carryOut: ({ id }) => bringBack(core, id),
});

const overMeetings = (core: Core): Due<MeetingOver> => ({
  find: (after, most) => meetingsOver(core.db, core.now(), { after, most }),
  // Those of one lead one after another; it may have no handoff that is open.
  handoffOf: ({ leadId }) => leadId,
  carryOut: (meeting) => askOutcome(core, meeting),
});

const toCover = (core: Core, { onError }: Hands): Due<CoverToTend> => ({
  find: (after, most) => findCovers(core, after, most),
  handoffOf: ({ id }) => id,
  carryOut: ({ id }, isOver) => tendCover(core, id, { onError, isOver }),
});

function stepsOf(core: Core): Due<DueStep> & { lateSeconds: () => number } {
  let lateSeconds = 0;
  const noteLate = (steps: readonly DueStep[]) => {
    const earliest = Math.min(...steps.map(({ dueAt }) => dueAt.getTime()));
    lateSeconds = Math.max(lateSeconds, (core.now().getTime() - earliest) / 1_000);
  };
  return {
    find: (after, most) => dueSteps(core.db, core.now(), { after, most }),
    handoffOf: ({ handoffId }) => handoffId,
    carryOut: async (step) => {
      await dispatchStep(core, step);
      noteLate([step]);
    },
    carryOutMany: async (steps) => {
      const alone = await dispatchSteps(core, steps).catch((error: unknown) => {
        core.noteFailure(error, 'steps could not be carried out together; each is tried alone');
        return steps;
      });
      noteLate(steps);
      return alone;
    },
    lateSeconds: () => lateSeconds,
  };
}
