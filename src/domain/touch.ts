import type { HandoffEvent } from './handoff.ts';
import type { ResponseOutcome, Telling, ToldTouch } from './response.ts';

/** Calls, e-mails and the like that were made for a lead, each once, whoever told of it and how often. */

/** One more telling of something that may be known already. */
export type NewTelling = Omit<Telling, 'isResponse'> & Pick<ToldTouch, 'channel'>;

// A dialler tells when a call ends, a CRM when its record is saved, and a rep writes down when it is over.
const SAME_WITHIN_MINUTES = 10;

type Named = Pick<NewTelling, 'at' | 'by' | 'channel' | 'madeBy'>;

/** Whether two tellings can mean one touch: by one channel, by one person where both say who, at about one time. */
export const isAlike = (one: Named, other: Named): boolean =>
  one.channel === other.channel &&
  Math.abs(one.at.getTime() - other.at.getTime()) <= SAME_WITHIN_MINUTES * 60_000 &&
  (one.by === null || other.by === null || one.by === other.by) &&
  (one.madeBy === null || other.madeBy === null || one.madeBy === other.madeBy);

/** Whether two tellers mean the same touch. Whoever told of it before means another one. */
export function isSameTouch(known: ToldTouch, told: NewTelling): boolean {
  return (
    isAlike({ ...known, madeBy: makerOf(known) }, told) && known.tellings.every(({ via }) => via !== told.via)
  );
}

/** Who made a touch, where any of its tellers says so. */
export const makerOf = ({ tellings }: Pick<ToldTouch, 'tellings'>): Telling['madeBy'] =>
  tellings.find(({ madeBy }) => madeBy !== null)?.madeBy ?? null;

/** Of what is known, what a telling means; of several the nearest in time. Null where it is new. */
export function findSameTouch(known: readonly ToldTouch[], told: NewTelling): ToldTouch | null {
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
      const { by, channel, outcome, note } = event;
      const telling = tellingOf(event, at);
      touches.push({
        ...{ at: telling.at, by, channel, outcome, note },
        tellings: [telling],
        isResponse: event.type === 'responded',
      });
    }
    if (event.type === 'told_again') {
      const index = touches.findLastIndex(
        (touch) => touch.channel === event.channel && touch.at.getTime() === Date.parse(event.of),
      );
      const known = touches[index];
      if (known) touches[index] = completed(known, event, at);
    }
  }
  return touches;
}

type TellingEvent = Extract<HandoffEvent, { type: 'responded' | 'activity_seen' | 'told_again' }>;

/** Whoever logs something in Slack is a person. */
function tellingOf(event: TellingEvent, toldAt: Date): Telling {
  const { by, outcome, via = null, madeBy = via === null ? 'person' : null, doneAt } = event;
  const at = doneAt === undefined ? toldAt : new Date(doneAt);
  return { at, toldAt, by, outcome, via, madeBy, isResponse: event.type === 'responded' };
}

function completed(
  known: ToldTouch,
  event: Extract<HandoffEvent, { type: 'told_again' }>,
  toldAt: Date,
): ToldTouch {
  const { by, outcome, note, isResponse = known.isResponse } = event;
  // Up to version 0.2 nobody wrote down when it happened by a second telling.
  const doneAt = event.doneAt ?? known.at.toISOString();
  const telling = { ...tellingOf({ ...event, doneAt }, toldAt), isResponse };
  return {
    ...known,
    at: telling.at < known.at ? telling.at : known.at,
    by: known.by ?? by,
    outcome: saysMore(outcome, known.outcome) ? outcome : known.outcome,
    note: [known.note, note].filter((text) => text !== '').join(' · '),
    tellings: [...known.tellings, telling],
  };
}
