import type { Failing, TopFailure } from '#domain/failures.ts';
import { FEWEST_TO_COMPARE } from '#domain/interval.ts';
import type { FailuresModel } from '#src/view/cost-models.ts';
import { evidenceLines } from './evidence-lines.ts';
import { CLOCK_LABELS, count, FAILURE_POINT_LABELS, percent } from './labels.ts';
import { shown } from './limits.ts';
import { bold, day, type Line, stranger } from './lines.ts';
import type { Report, Table } from './report.ts';

/** The answer to `/funnel failures`: where handing over fails, and what to do about most of it. */
export function failures(model: FailuresModel): Report {
  const missed = model.misses.reduce((sum, one) => sum + one.count, 0);
  const rejected = model.points.reduce((sum, one) => sum + one.count, 0);
  return {
    heading: [
      [
        ...[bold('Where handing over fails'), ', ', stranger(model.periodLabel, shown.name)],
        ...[' (', day(model.from), ' to ', day(model.to), ')'],
      ],
      [
        `${rejected.toLocaleString('en')} of ${count(model.answers, 'answer', 'answers')} were rejections; ${count(missed, 'deadline', 'deadlines')} passed.`,
      ],
      ...topLines(model),
    ],
    charts: [],
    tables: [pointTable(model), reasonTable(model), missTable(model)],
    notes: [
      ...evidenceLines(model.evidence),
      ['Before: ', day(model.before.from), ' to ', day(model.before.to), '.'],
      ...(model.answers > 0 && model.answers < FEWEST_TO_COMPARE
        ? [['With so few answers one more or less changes much: read them one by one.']]
        : []),
    ],
    definitions: 'failures',
  };
}

function topLines({ top, topWords }: FailuresModel): Line[] {
  if (top === null) return [['Nothing was rejected, and nothing was missed.']];
  const most: Line = [
    bold('Most'),
    `: ${FAILURE_POINT_LABELS[top.failurePoint].toLowerCase()}, ${top.count.toLocaleString('en')} of ${top.of.toLocaleString('en')}`,
  ];
  const todo: Line = [bold('What to do'), ': ', todoWords(top)];
  if (topWords === null || !('reason' in top)) return [[...most, `${whichClock(top)}.`], todo];
  return [
    [
      ...[...most, ', most often ', stranger(topWords.reason, shown.words)],
      ...[
        ', ',
        `${top.mostFrom.count} of ${top.rejections} from `,
        stranger(topWords.source, shown.name),
        '.',
      ],
    ],
    todo,
  ];
}

function whichClock(top: TopFailure): string {
  return 'kind' in top && top.kind !== null
    ? `, most often the deadline for ${CLOCK_LABELS[top.kind]} (${top.missed})`
    : '';
}

function todoWords({ change }: TopFailure): string {
  switch (change) {
    case 'definition':
      return 'the definition lets them through, whatever their source. /handoff definitions shows it; npm run handoff -- simulate tries a stricter one on the past.';
    case 'source':
      return 'mend it at the source that most of them come from: its form, its list or its mapping. One answer in the feedback channel covers them all.';
    case 'routing':
      return 'the routes send them to the wrong people. /leads why <id> shows the rule that did; npm run handoff -- explain tries another.';
    case 'capacity':
      return 'nobody was there to take them. /leads waiting shows who waits; hours, absences and caps of the pool decide who can.';
    case 'answering':
      return 'whoever had them did not get to them in time. /funnel by rep and /handoff balance show whether it is one person or all; caps and cover take load off.';
  }
}

const pointTable = ({ points }: FailuresModel): Table => ({
  id: 'points',
  caption: 'Rejections by failure point',
  columns: ['Failure point', 'Rejections', 'Of all answers', 'Before', 'Change', 'Deadlines missed'],
  rows: points
    .filter((one) => one.count + one.before + one.missed > 0)
    .map((one) => [
      [FAILURE_POINT_LABELS[one.failurePoint]],
      ...failingCells(one),
      { value: one.missed, said: `${one.missed}` },
    ]),
});

const reasonTable = ({ reasons }: FailuresModel): Table => ({
  id: 'reasons',
  caption: 'Rejections by reason',
  columns: ['Reason', 'Rejections', 'Of all answers', 'Before', 'Change', 'Failure point', 'Most from'],
  rows: reasons.map((one) => [
    [stranger(one.words, shown.words)],
    ...failingCells(one),
    [FAILURE_POINT_LABELS[one.failurePoint]],
    [stranger(one.mostFrom.name, shown.name), ` (${one.mostFrom.count})`],
  ]),
});

const missTable = ({ misses }: FailuresModel): Table => ({
  id: 'misses',
  caption: 'Deadlines that passed',
  columns: ['Deadline for', 'Missed', 'Of all measured', 'Before', 'Change'],
  rows: misses.map((one) => [[CLOCK_LABELS[one.kind]], ...failingCells(one)]),
});

function failingCells({ count: cases, of, before, change }: Failing): Table['rows'][number] {
  const isRate = of >= FEWEST_TO_COMPARE;
  return [
    { value: cases, said: `${cases}` },
    isRate ? { value: cases / of, said: percent(cases / of) } : [`${cases} of ${of}`],
    { value: before, said: `${before}` },
    [changeWords(change)],
  ];
}

function changeWords(change: Failing['change']): string {
  switch (change.type) {
    case 'too_few':
      return 'too few to say';
    case 'same':
      return `about as before (${percent(change.before)})`;
    case 'up':
      return `more, from ${percent(change.before)}`;
    case 'down':
      return `less, from ${percent(change.before)}`;
  }
}
