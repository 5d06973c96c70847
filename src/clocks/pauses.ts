import { pausedClocksOf, type ResumedClock, resumeTogether } from '#db/clocks.ts';
import { type HandoffRow, lockFreeHandoffs } from '#db/handoffs.ts';
import {
  beginPause,
  cardsOf,
  countClocksToResume,
  countRunningClocks,
  endPause,
  handoffsToResume,
  isPaused,
  keepPause,
  lastPause,
  lockPauses,
  openBatches,
  openCards,
  type PauseRow,
  pauseRunningClocks,
  readPause,
} from '#db/pauses.ts';
import { openWindows, windowsOf } from '#db/told.ts';
import { CLOCK_KINDS, type Clock } from '#domain/clock.ts';
import { resumeClocks } from '#domain/sla.ts';
import { isAsleep, SNOOZED_CLOCKS } from '#domain/snooze.ts';
import { hoursOf, teamHours } from '#domain/team.ts';
import { type Core, transact, type Work } from '#src/core/core.ts';
import { awhile } from '#src/core/deadline.ts';
import { touchHomeOf, touchHomes } from '#src/core/homes.ts';
import { inChannelFor, opsKey } from '#src/core/message-keys.ts';
import { want } from '#src/core/want.ts';
import { listsWith } from '#src/messages/escalation-lists.ts';
import { moveAnswers } from '#src/messages/marketing-answers.ts';

/** Stopping all clocks, and letting them go on: for an offsite, or an outage elsewhere. */

export type Pause = PauseRow;
export type Paused = { ok: true; pause: Pause; clocks: number } | { ok: false; pause: Pause };
/** `last` is the one that is over already, if there ever was any. */
export type Resumed = { ok: true; pause: Pause; clocks: number } | { ok: false; last: Pause | null };

/** How many handoffs are stopped in one transaction, which keeps everybody else from them. */
const STOPPED_AT_ONCE = 500;
const RESUMED_AT_ONCE = 100;
/** How many one tick lets go on; the next one goes on where it stopped. */
const RESUMED_A_TICK = 2_000;
/** How many cards are shown at once. Slack takes some fifty changes a minute, and presses have to be shown meanwhile. */
const SHOWN_AT_ONCE = 40;
// A command waits no longer than this for the clocks; what is left the next tick does.
const SETTLE_MS = 1_500;

/** Stops all clocks until then, or until somebody ends it. Refused with the pause that is in force already. */
export async function pauseAllClocks(
  core: Core,
  asked: { byId: string; until: Date | null; why: string },
): Promise<Paused> {
  const paused = await transact(core, async (work): Promise<Paused> => {
    await lockPauses(work.tx);
    const current = await inForceAfter(work);
    if (current) return { ok: false, pause: current };
    const clocks = await countRunningClocks(work.tx);
    const pause = await beginPause(work.tx, { ...asked, from: work.now });
    await tellOps(work, 'pause', pause);
    return { ok: true, pause, clocks };
  });
  // From here on nothing decided lets a clock run. What fails is tried again by the next tick.
  if (paused.ok) await settleAwhile(core);
  return paused;
}

/** Lets all clocks go on, each with the time it had left. Refused where none is in force. */
export async function resumeAllClocks(core: Core, byId: string): Promise<Resumed> {
  const resumed = await transact(core, async (work): Promise<Resumed> => {
    await lockPauses(work.tx);
    const pause = await inForceAfter(work);
    if (!pause) return { ok: false, last: await lastPause(work.tx) };
    const clocks = await countClocksToResume(work.tx, SNOOZED_CLOCKS);
    await end(work, pause, { at: work.now, byId });
    return { ok: true, pause, clocks };
  });
  if (resumed.ok) await settleAwhile(core);
  return resumed;
}

/** As far as whoever asked for it may wait; the next tick goes on. */
function settleAwhile(core: Core): Promise<void> {
  const failed = (error: unknown, handoff?: string) =>
    core.noteFailure(error, 'clocks could not be made to agree with a pause', handoff ? { handoff } : {});
  return awhile(SETTLE_MS, settlePause(core, failed), failed);
}

/**
 * Makes the clocks agree with the pause: while one is in force whatever runs is stopped, as of its beginning, and when
 * none is, whatever stands still because of it goes on from its end. Safe on several processes at once, and to run
 * again after a crash. Comes before the steps that fall due.
 */
export async function settlePause(core: Core, onError: (error: unknown, id: string) => void): Promise<void> {
  const last = await lastPause(core.db);
  if (!last) return;
  if (last.endedAt === null && !isOver(last, core.now())) return stopAll(core);
  const { endedAt } = last.endedAt === null ? await endOver(core, last) : last;
  if (endedAt === null) return;
  for (let resumed = 0; resumed < RESUMED_A_TICK; ) {
    const ids = await handoffsToResume(core.db, SNOOZED_CLOCKS, RESUMED_AT_ONCE);
    const count = await resumeOrEach(core, ids, endedAt, onError);
    if (count === 0) return;
    resumed += count;
  }
}

/** Together; where that fails each alone, so that one does not keep the others waiting. */
async function resumeOrEach(
  core: Core,
  ids: readonly string[],
  endedAt: Date,
  onError: (error: unknown, id: string) => void,
): Promise<number> {
  if (ids.length === 0) return 0;
  const together = await resumeHandoffs(core, ids, endedAt).catch((error: unknown) => {
    core.noteFailure(error, 'clocks could not go on together; each is tried alone');
    return null;
  });
  if (together !== null) return together;
  let count = 0;
  for (const id of ids) {
    count += await resumeHandoffs(core, [id], endedAt).catch((error: unknown) => {
      onError(error, id);
      return 0;
    });
  }
  return count;
}

const isOver = ({ until }: Pause, now: Date): boolean => until !== null && until <= now;

/** The pause in force, after the one whose time is over was ended. Call it with the pauses locked. */
async function inForceAfter(work: Work): Promise<Pause | null> {
  const pause = await readPause(work.tx);
  if (!pause || !isOver(pause, work.now)) return pause;
  await end(work, pause, { at: pause.until ?? work.now, byId: null });
  return null;
}

function endOver(core: Core, pause: Pause): Promise<Pause> {
  return transact(core, async (work) => {
    await lockPauses(work.tx);
    await inForceAfter(work);
    return (await lastPause(work.tx)) ?? pause;
  });
}

async function end(work: Work, pause: Pause, ended: { at: Date; byId: string | null }): Promise<void> {
  await endPause(work.tx, pause.no, ended);
  await moveAnswers(work, { from: pause.from, to: ended.at });
  await tellOps(work, 'resume', pause);
}

/** Ops read of it once; every card and Home shows it as soon as Slack takes that many changes. */
async function tellOps(work: Work, what: 'pause' | 'resume', { no }: Pause): Promise<void> {
  want(work, {
    key: opsKey(what, String(no)),
    kind: 'ops',
    handoffId: null,
    place: inChannelFor('ops'),
    parentKey: null,
    detail: { about: what, no },
  });
  const cards = await openCards(work.tx, what === 'pause' ? 'all' : { exceptResumed: SNOOZED_CLOCKS });
  showSome(work, [...(await openBatches(work.tx)), ...cards]);
  for (const { id } of work.settings.people) touchHomeOf(work, id);
}

async function stopAll(core: Core): Promise<void> {
  for (;;) {
    const stopped = await transact(core, async (work) => {
      // It may have been ended since, and then nothing has to be stopped any more; while this stops it does not end.
      const pause = await keepPause(work.tx);
      const count = pause ? await pauseRunningClocks(work.tx, pause.from, STOPPED_AT_ONCE) : 0;
      if (count === 0) return count;
      for (const { id } of work.settings.people) touchHomeOf(work, id);
      await touchLists(work, await openWindows(work.tx));
      return count;
    });
    if (stopped === 0) return;
  }
}

/**
 * The clocks of these handoffs go on from the end of the pause, whenever that is noticed; those that a snooze stopped
 * when it wakes. Answers how many handoffs, without those that somebody is deciding about.
 */
function resumeHandoffs(core: Core, ids: readonly string[], endedAt: Date): Promise<number> {
  return transact(core, async (work) => {
    const { tx } = work;
    const rows = await lockFreeHandoffs(tx, ids);
    if (rows.length === 0 || (await isPaused(tx))) return 0;
    const paused = await pausedClocksOf(tx, ids);
    await resumeTogether(
      tx,
      rows.flatMap((row) => goingOn(work, row, paused.get(row.handoff.id) ?? [], endedAt)),
    );
    const cards = await cardsOf(
      tx,
      rows.map(({ handoff }) => handoff.id),
    );
    showSome(work, cards);
    for (const { handoff } of rows) touchHomes(work, handoff);
    await touchLists(work, await windowsOf(tx, ids));
    return rows.length;
  });
}

function goingOn({ settings }: Work, row: HandoffRow, clocks: Clock[], endedAt: Date): ResumedClock[] {
  const { handoff, policy } = row;
  const repHours = hoursOf(settings, handoff.ownerId);
  const asleep: readonly string[] = isAsleep(handoff) ? SNOOZED_CLOCKS : [];
  const kinds = CLOCK_KINDS.filter((kind) => !asleep.includes(kind));
  const facts = { policy, clocks, repHours, teamHours: teamHours(settings) };
  return resumeClocks(facts, kinds, endedAt).flatMap((change) => {
    const clock = clocks.find(({ kind }) => kind === change.kind);
    return change.do === 'resume' && clock ? [{ ...change, id: clock.id }] : [];
  });
}

/** What managers were told of stands still with its clock, and is due later when that goes on. */
async function touchLists(work: Work, windows: Awaited<ReturnType<typeof openWindows>>): Promise<void> {
  work.messages.touch(await listsWith(work, windows));
}

/** What is not shown at once is found by the reconcile pass. */
function showSome({ messages }: Work, cards: readonly string[]): void {
  messages.touch(cards.slice(0, SHOWN_AT_ONCE));
  messages.touchQuietly(cards.slice(SHOWN_AT_ONCE));
}
