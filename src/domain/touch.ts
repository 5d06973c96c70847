import type { HandoffEvent } from './handoff.ts';
import type { ResponseOutcome, ToldTouch } from './response.ts';

/** Calls, e-mails and the like that reps made for a lead, each once, whoever told of it and how often. */

/** One more telling of something that may be known already. */
type Telling = Pick<ToldTouch, 'at' | 'by' | 'channel'> & { via: string | null };

// A dialler tells when a call ends, a CRM when its record is saved, and a rep writes down when it is over.
const SAME_WITHIN_MINUTES = 10;

/**
 * Whether two tellers mean the same touch: by one channel, by one person where both say who, at about one time. Whoever
 * told of it before means another one.
 */
export function isSameTouch(known: ToldTouch, told: Telling): boolean {
  return (
    known.channel === told.channel &&
    Math.abs(known.at.getTime() - told.at.getTime()) <= SAME_WITHIN_MINUTES * 60_000 &&
    (known.by === null || told.by === null || known.by === told.by) &&
    !known.tellers.includes(told.via)
  );
}

/** Of what is known, what a telling means; of several the nearest in time. Null where it is new. */
export function findSameTouch(known: readonly ToldTouch[], told: Telling): ToldTouch | null {
  const away = ({ at }: ToldTouch): number => Math.abs(at.getTime() - told.at.getTime());
  const [nearest] = known.filter((touch) => isSameTouch(touch, told)).toSorted((a, b) => away(a) - away(b));
  return nearest ?? null;
}

const WEIGHT: Record<ResponseOutcome, number> = { no_answer: 0, reached: 1, meeting_booked: 2 };

/** Of two tellings of one touch the one that says more: nobody books a meeting with somebody who did not answer. */
export const saysMore = (told: ResponseOutcome, known: ResponseOutcome): boolean =>
  WEIGHT[told] > WEIGHT[known];

/** The touches in a handoff's history, in the order in which they were first told. */
export function touchesIn(events: readonly { at: Date; event: HandoffEvent }[]): ToldTouch[] {
  const touches: ToldTouch[] = [];
  for (const { at, event } of events) {
    if (event.type === 'responded' || event.type === 'activity_seen') {
      const { by, channel, outcome, note, via = null, doneAt } = event;
      touches.push({
        ...{ by, channel, outcome, note },
        at: doneAt === undefined ? at : new Date(doneAt),
        tellers: [via],
        isResponse: event.type === 'responded',
      });
    }
    if (event.type === 'told_again') {
      const index = touches.findLastIndex(
        (touch) => touch.channel === event.channel && touch.at.getTime() === Date.parse(event.of),
      );
      const known = touches[index];
      if (known) touches[index] = completed(known, event);
    }
  }
  return touches;
}

function completed(
  known: ToldTouch,
  { by, outcome, note, via }: Extract<HandoffEvent, { type: 'told_again' }>,
): ToldTouch {
  return {
    ...known,
    by: known.by ?? by,
    outcome: saysMore(outcome, known.outcome) ? outcome : known.outcome,
    note: [known.note, note].filter((text) => text !== '').join(' · '),
    tellers: [...known.tellers, via],
  };
}
