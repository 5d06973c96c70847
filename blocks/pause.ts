import type { PauseModel, PauseNoticeModel } from '#src/view/models.ts';
import { type Ephemeral, ephemeral } from './explain.ts';
import { askLine } from './home/ask.ts';
import { count } from './labels.ts';
import { shown } from './limits.ts';
import { bold, draw, type Line, type Message, say, stranger, when } from './lines.ts';

/** Ops stopped all clocks: what everybody reads of it. */

/** Since when no clock runs, by whom and why; for cards, details and Homes. */
export function pauseLine(pause: PauseModel): Line {
  return ['Clocks are paused since ', when(pause.since), ...byWhom(pause)];
}

function byWhom({ byName, until, why }: Omit<PauseModel, 'since'>): Line {
  return [
    ' by ',
    stranger(byName, shown.name),
    ...(until === null ? [] : [' until ', when(until)]),
    ...(why === null ? [] : [': ', stranger(why, shown.sentence)]),
  ];
}

/** What came of `/handoff pause` and `/handoff resume`, for whoever typed it. */
export type PauseAnswer =
  | { type: 'paused'; pause: PauseModel; clocks: number }
  | { type: 'paused_already'; pause: PauseModel }
  | { type: 'resumed'; pause: PauseModel; clocks: number }
  | { type: 'not_paused' }
  | { type: 'not_ops'; ask: readonly string[] };

export function pauseAnswer(answer: PauseAnswer): Ephemeral {
  switch (answer.type) {
    case 'paused': {
      const { until, why } = answer.pause;
      return ephemeral(
        [
          bold('All clocks are paused'),
          ...(until === null ? [' until /handoff resume'] : [' until ', when(until), ', or /handoff resume']),
          ...(why === null ? [] : [': ', stranger(why, shown.sentence)]),
          '.',
        ],
        [
          `${standing(answer.clocks)} Nothing runs out and nobody is told of anything late meanwhile; leads are offered as before. Each goes on with the time it has left.`,
        ],
        ['Every open card says so, a few at a time.'],
      );
    }
    case 'paused_already':
      return ephemeral(
        [
          'Paused already since ',
          when(answer.pause.since),
          ...byWhom(answer.pause),
          '. Nothing was changed.',
        ],
        ['To end it: /handoff resume. For another time or reason, end it and pause again.'],
      );
    case 'resumed':
      return ephemeral([
        bold('The clocks go on'),
        `: ${count(answer.clocks, 'clock', 'clocks')}, each with the time it had left. They were paused since `,
        when(answer.pause.since),
        ...byWhom(answer.pause),
        '.',
      ]);
    case 'not_paused':
      return ephemeral(['The clocks are not paused. To stop them all: /handoff pause 2h offsite']);
    case 'not_ops':
      return ephemeral(['Clocks are ops’ to pause. ', ...askLine(answer.ask, 'to do it')]);
  }
}

function standing(clocks: number): string {
  if (clocks === 0) return 'No clock ran.';
  return clocks === 1 ? '1 clock stands still.' : `${clocks} clocks stand still.`;
}

/** Ops read once that the clocks were paused, and once that they go on. */
export function pauseNotice({ what, pause, endedAt, endedByName }: PauseNoticeModel): Message {
  const lines = what === 'pause' ? pausedLines(pause) : resumedLines(pause, endedAt, endedByName);
  return { text: say(lines), blocks: [draw('notice', lines)] };
}

const pausedLines = (pause: PauseModel): Line[] => [
  [bold('All clocks are paused')],
  ['Since ', when(pause.since), ...byWhom(pause)],
  ['Nothing runs out meanwhile. To end it: /handoff resume'],
];

function resumedLines(pause: PauseModel, endedAt: Date | null, byName: string | null): Line[] {
  const by: Line = byName === null ? [': its time was over'] : [', by ', stranger(byName, shown.name)];
  return [
    [bold('The clocks go on')],
    [...(endedAt === null ? [] : ['Since ', when(endedAt), ...by])],
    ['They were paused since ', when(pause.since), ...byWhom(pause)],
  ];
}
