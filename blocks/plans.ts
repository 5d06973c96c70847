import { type Ephemeral, ephemeral } from './explain.ts';
import { type Line, when } from './lines.ts';

/** Absences that were told ahead of their time. */

type Time = { from: Date; until: Date };

const span = ({ from, until }: Time): Line => ['from ', when(from), ' until ', when(until)];

/** The answer to one that was planned. */
export const planned = (from: Date, until: Date): Ephemeral =>
  ephemeral(
    ['Planned: you are away ', ...span({ from, until }), '.'],
    [
      'It begins by itself, and who would cover your open leads is proposed then. /handoff away cancel takes it back.',
    ],
  );

export const PLANNED_ALREADY: Ephemeral = ephemeral([
  'You planned to be away in some of that time already. /handoff away list shows it; take it back first: /handoff away cancel',
]);

/** What somebody has planned, and whether they are away now. */
export function plans(all: readonly Time[], awayUntil: Date | null): Ephemeral {
  const now: Line =
    awayUntil === null
      ? ['You are not away.']
      : ['You are away until ', when(awayUntil), '. Back sooner? /handoff back'];
  if (all.length === 0)
    return ephemeral(now, ['Nothing is planned. For instance: /handoff away from monday until friday']);
  return ephemeral(now, ['Planned:'], ...numbered(all), ['To take one back: /handoff away cancel 1']);
}

/** Which of several is meant has to be said. */
export const whichPlan = (all: readonly Time[]): Ephemeral =>
  all.length === 0
    ? ephemeral(['Nothing is planned, so nothing was taken back. If you are away now: /handoff back'])
    : ephemeral(['Which one? Say its number, or all:'], ...numbered(all), ['/handoff away cancel 1']);

export const takenBack = (all: readonly Time[]): Ephemeral =>
  all.length === 0
    ? ephemeral(['It has begun already: /handoff back ends it.'])
    : ephemeral(...all.map((one): Line => ['Taken back: you are not away ', ...span(one), '.']));

const numbered = (all: readonly Time[]): Line[] =>
  all.map((one, index): Line => [`${index + 1}. `, ...span(one)]);
