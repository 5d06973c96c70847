import type { SnoozeNote } from '#src/view/models.ts';
import { deadlinePart } from './card-lines.ts';
import { count } from './labels.ts';
import type { Line } from './lines.ts';

/** How often a lead can still be put off, and what that does to its clock. */
export function snoozeNoteLine(note: SnoozeNote): Line {
  if (note.clock === 'ran_out')
    return ['The first response is overdue: this lead cannot be snoozed any more. Decide on it now.'];
  if (note.budget?.left === 0) return ['Snoozed as often as it can be: decide on it now.'];
  const what = note.budget === null ? 'A callback can be set' : `Can be snoozed ${often(note.budget)}`;
  const due = deadlinePart(note);
  if (note.clock === 'stands_still')
    return [`${what}; nobody else is told meanwhile.`, ...(due === null ? [] : [' ', ...due, '.'])];
  return due === null ? [`${what}; no clock runs now.`] : [`${what}; the clock runs on. `, ...due, '.'];
}

function often({ left, times }: { left: number; times: number }): string {
  const words = left === 1 ? 'once' : count(left, 'time', 'times');
  return left === times ? words : `${words} more`;
}
