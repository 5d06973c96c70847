import type { ClockChange } from './clock.ts';
import { addMinutes } from './day.ts';
import type { Before, CommandType, Handoff, HandoffEvent } from './handoff.ts';
import type { Stage } from './stages.ts';

/** What a command leaves behind, and what a press may be undone to. */

const UNDO_MINUTES = 2;

export type Effect = {
  handoff: Handoff;
  events: HandoffEvent[];
  clocks: ClockChange[];
  stage?: Stage | null;
};

/** A press that may be undone: remembers what it changes. */
export function change(handoff: Handoff, command: CommandType, now: Date): Handoff {
  const before: Before = {
    state: handoff.state,
    acceptedAt: handoff.acceptedAt,
    snoozedUntil: handoff.snoozedUntil,
    snoozes: handoff.snoozes,
    command,
    at: now,
    undoUntil: addMinutes(now, UNDO_MINUTES),
  };
  return { ...handoff, before };
}

/** What cannot be undone forgets what it was before. */
export const settle = (handoff: Handoff): Handoff => ({ ...handoff, before: null, snoozedUntil: null });
