/**
 * Whether this workspace draws charts and tables: Slack brings them to one after the other, and refuses a message with
 * them elsewhere. What was found holds for a day, in memory alone: asking once more after a start costs one refused call.
 */
export type UndrawnFigures = { isKnown: (now: Date) => boolean; note: (now: Date) => void };

const HOLDS_MS = 24 * 60 * 60_000;

export function createUndrawnFigures(): UndrawnFigures {
  let until: Date | null = null;
  return {
    isKnown: (now) => until !== null && now < until,
    note: (now) => {
      until = new Date(now.getTime() + HOLDS_MS);
    },
  };
}
