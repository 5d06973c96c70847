import type { FunnelTreeModel } from '#src/view/funnel-models.ts';
import { inferredWords, meetingWords, rateWords, shareChangeWords, targetWords } from './funnel-words.ts';
import { percent } from './labels.ts';
import { shown } from './limits.ts';
import { bold, day, type Line, stranger } from './lines.ts';
import type { Report } from './report.ts';

/** The answer to `/funnel tree`: what each stage is made of, from the last back to the leads. */
export function funnelTree(model: FunnelTreeModel): Report {
  const meetings = meetingWords(model.meetings);
  const lines: Line[] = [
    [
      bold('Funnel from its end'),
      ', ',
      stranger(model.periodLabel, shown.name),
      ' (',
      day(model.from),
      ' to ',
      day(model.to),
      ')',
    ],
    ...(model.leads === 0
      ? [['No leads in this period. A longer one: /funnel tree 90d']]
      : [
          bottleneckLine(model),
          ...model.steps.map(stepLine),
          [`• Leads: ${model.leads}`],
          ...(meetings === null ? [] : [[`Meetings: ${meetings}`]]),
        ]),
  ];
  return { heading: lines, charts: [], tables: [], notes: [], definitions: 'funnel' };
}

function stepLine({
  label,
  fromLabel,
  reached,
  inferred,
  conversion,
  target,
  change,
}: FunnelTreeModel['steps'][number]): Line {
  const rate = rateWords(conversion);
  return [
    '• ',
    stranger(label, shown.name),
    `: ${reached}${inferredWords(inferred)} ← `,
    stranger(fromLabel, shown.name),
    `: ${rate}${targetWords(conversion, target)}${shareChangeWords(change)}`,
  ];
}

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
      return [...step, `${rate}: no step is below its target or fell; this one has the lowest rate.`];
  }
}
