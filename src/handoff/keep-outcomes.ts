import type { HandoffRow } from '#db/handoffs.ts';
import { addOutcomes, takeBackOutcomes } from '#db/outcomes.ts';
import type { Handoff, HandoffEvent } from '#domain/handoff.ts';
import { PRESS_UNDONE } from '#domain/opened-by.ts';
import { outcomesOf } from '#domain/outcomes.ts';
import { sinksTold } from '#domain/sinks-told.ts';
import { TEST_SOURCE } from '#domain/test-lead.ts';
import type { Work } from '#src/core/core.ts';

/**
 * The one place where what happens to a handoff becomes what other tools are told: in the same transaction, and due when it
 * can no longer be undone. What was undone is told nobody.
 */
export async function keepOutcomes(
  work: Work,
  { before, after }: { before: Handoff; after: HandoffRow },
  events: readonly HandoffEvent[],
): Promise<void> {
  const { settings, tx, now } = work;
  const { handoff, sourceId } = after;
  if (settings.sinks.length === 0 || sourceId === TEST_SOURCE) return;
  const { id: handoffId, leadId } = handoff;
  const untrue = takenBack(before, events, now);
  if (untrue !== null) await takeBackOutcomes(tx, { handoffId, ...untrue, at: now });
  const dueAt = dueFor(handoff, now);
  addOutcomes(
    tx,
    outcomesOf(events, handoff).map((outcome) => ({
      ...{ id: work.newId(), leadId, handoffId, at: now, dueAt, ...outcome },
      sinks: sinksTold(settings, outcome, sourceId),
    })),
  );
}

/** Of which time nothing holds any more: of a press that was undone its own, of a handoff that such a press had opened all. */
function takenBack(
  { createdAt, before }: Handoff,
  events: readonly HandoffEvent[],
  now: Date,
): { from: Date; to: Date } | null {
  if (events.some((event) => event.type === 'withdrawn' && event.because === PRESS_UNDONE))
    return { from: createdAt, to: now };
  const isUndone = events.some(({ type }) => type === 'undone');
  return isUndone && before !== null ? { from: before.at, to: before.at } : null;
}

/** As long as it may be undone it is nobody's business elsewhere. */
const dueFor = ({ before }: Handoff, now: Date): Date =>
  before !== null && before.at.getTime() === now.getTime() ? before.undoUntil : now;
