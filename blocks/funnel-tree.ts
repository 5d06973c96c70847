import { FEWEST_TO_COMPARE } from '#domain/interval.ts';
import type { FunnelTreeModel } from '#src/view/funnel-models.ts';
import { meetingWords, rateCell, shareChangeWords, targetWords } from './funnel-words.ts';
import { percent } from './labels.ts';
import { shown } from './limits.ts';
import { bold, day, type Line, stranger } from './lines.ts';
import type { Report } from './report.ts';
import type { Cell, Table } from './table.ts';

/** The answer to `/funnel tree`: what each stage is made of, from the last back to the leads. */
export function funnelTree(model: FunnelTreeModel): Report {
  const meetings = meetingWords(model.meetings);
  const title: Line = [
    bold('Funnel from its end'),
    ', ',
    stranger(model.periodLabel, shown.name),
    ' (',
    day(model.from),
    ' to ',
    day(model.to),
    ')',
  ];
  const isEmpty = model.leads === 0;
  const told: Line[] = [bottleneckLine(model), ...(meetings === null ? [] : [[`Meetings: ${meetings}`]])];
  return {
    heading: [title, ...(isEmpty ? [NO_LEADS] : told)],
    charts: [],
    tables: isEmpty ? [] : [stepTable(model)],
    notes: [],
    definitions: 'tree',
  };
}

const NO_LEADS: Line = ['No leads in this period. A longer one: /funnel tree 90d'];

function stepTable({ steps, leads }: FunnelTreeModel): Table {
  return {
    id: 'steps',
    caption: 'Each stage and what it is made of, the last first',
    columns: [
      'Stage',
      'Leads',
      'Inferred',
      'Out of',
      'Decided',
      'Came on',
      'Likely',
      'Still open',
      'Against',
    ],
    rows: [...steps.map(stepRow), [['Leads'], number(leads), [], [], [], [], [], [], []]],
  };
}

function stepRow(step: FunnelTreeModel['steps'][number]): Cell[] {
  const { label, fromLabel, reached, inferred, conversion, target, change } = step;
  const { low, high, decided, open } = conversion;
  const isSure = low !== null && high !== null && decided >= FEWEST_TO_COMPARE;
  // These words follow on others elsewhere.
  const against = `${targetWords(conversion, target)}${shareChangeWords(change)}`.replace(/^, /, '');
  return [
    [stranger(label, shown.name)],
    number(reached),
    number(inferred),
    [stranger(fromLabel, shown.name)],
    number(decided),
    rateCell(conversion),
    isSure ? [`${percent(low)} to ${percent(high)}`] : [],
    number(open),
    against === '' ? [] : [against],
  ];
}

const number = (value: number): Cell => ({ value, said: value.toLocaleString('en') });

function bottleneckLine({ bottleneck }: FunnelTreeModel): Line {
  if (bottleneck === null) return ['Bottleneck: too few leads are decided to say which step it is.'];
  const { words, label, fromLabel } = bottleneck;
  const step: Line = [bold('Bottleneck'), ': ', stranger(`${fromLabel} → ${label}`, shown.name), ', '];
  const rate = percent(words.rate);
  switch (words.rule) {
    case 'under_target':
      return [...step, `${rate}: of the steps below their target (${percent(words.target)}) the furthest.`];
    case 'fell':
      return [
        ...step,
        `${rate}: no step is below its target; this one fell most, from ${percent(words.before)}.`,
      ];
    case 'lowest':
      return [
        ...step,
        `${rate}: no step is below its target, and of those decided none fell; this one has the lowest rate.`,
      ];
  }
}
