import { setTimeout as pause } from 'node:timers/promises';
import { sql } from 'drizzle-orm';
import { rowsOf } from '#db/rows.ts';
import { isOpen, nextMorning, nextOpening } from '#domain/calendar.ts';
import type { Settings } from '#domain/settings.ts';
import { teamHours } from '#domain/team.ts';
import { dayAndTime } from '../clock-time.ts';
import { bridge, waitAtMost } from '../settle.ts';
import type { Stage } from '../stage.ts';

// A page that waits longer than this for its answer looks dead; the rest is done behind it.
const ANSWER_WITHIN_MS = 1_500;
const SHOWING_MS = 300;
const MINUTE_MS = 60_000;
const LONGEST_STEP_MS = 60 * MINUTE_MS;

/** Each answers why it cannot be done, null when it is. */
export type Mover = {
  forward: (minutes: number) => Promise<string | null>;
  toNextMorning: () => Promise<string | null>;
  stop: () => Promise<void>;
};

/** Moves the demo's clock, and stops at every minute in which something is due, so that it happens when it should. */
export function createMover(options: {
  stage: Stage;
  settings: Settings;
  tell: (lines: string[]) => void;
  onStep: () => void;
}): Mover {
  const { stage, settings, tell, onStep } = options;
  const { app, clock } = stage;
  const hours = teamHours(settings);
  let moving: Promise<void> | null = null;
  let isOver = false;

  async function move(end: Date): Promise<void> {
    while (!isOver && clock.now() < end) {
      clock.set(await nextStop(stage, end));
      await bridge(stage);
      await app.tick();
      await waitAtMost(stage, SHOWING_MS);
      onStep();
    }
  }

  async function moveTo(end: Date): Promise<string | null> {
    if (moving) return 'The clock is still moving.';
    tell([`The clock moves on to ${dayAndTime(end, hours.timeZone)}`]);
    moving = move(end)
      .then(() => tell([`It is ${dayAndTime(clock.now(), hours.timeZone)} now`]))
      .catch((error: unknown) => tell([`The clock stopped on its way: ${String(error)}`]))
      .finally(() => {
        moving = null;
      });
    await Promise.race([moving, pause(ANSWER_WITHIN_MS)]);
    return null;
  }

  return {
    forward: (minutes) => moveTo(new Date(clock.now().getTime() + minutes * MINUTE_MS)),
    toNextMorning: () => {
      const now = clock.now();
      return moveTo(isOpen(hours, now) ? nextMorning(hours, now) : nextOpening(hours, now));
    },
    stop: async () => {
      isOver = true;
      await moving;
    },
  };
}

/** The next instant at which a tick has something to do. At least hourly, as people come to work and go. */
async function nextStop({ app, clock }: Stage, end: Date): Promise<Date> {
  const now = clock.now();
  const [row] = rowsOf<{ due: Date | string | null }>(
    await app.core.db.execute(sql`
      select min(at) as due from (
        select due_at as at from steps where is_live and done_at is null
        union all select snoozed_until from handoffs where state = 'snoozed'
        union all select undo_until from handoffs
      ) as planned where at > ${now.toISOString()}::timestamptz`),
  );
  const due = row?.due ? new Date(row.due).getTime() : Infinity;
  // What is due within one minute is done at once: after a burst each lead has instants of its own.
  const stop = Math.ceil(due / MINUTE_MS) * MINUTE_MS;
  return new Date(Math.min(stop, now.getTime() + LONGEST_STEP_MS, end.getTime()));
}
