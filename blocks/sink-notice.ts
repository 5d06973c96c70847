import { EARLY_WRITES } from '#domain/sink-writes.ts';
import type { SinkNoticeModel } from '#src/view/statement-models.ts';
import { button, plainText } from './elements.ts';
import { ids } from './ids.ts';
import { count } from './labels.ts';
import { limits, shown } from './limits.ts';
import {
  bold,
  boldStranger,
  draw,
  join,
  type Line,
  leadName,
  type Message,
  say,
  stranger,
  when,
} from './lines.ts';

/** What ops are told of a tool that outcomes are written into: on the same message later what became of that. */
export function sinkNotice(model: SinkNoticeModel): Message {
  const lines = linesOf(model);
  const isToApprove = model.what === 'new' && model.approved === null && model.isKnown;
  return {
    text: say(lines),
    blocks: [
      draw('notice', lines),
      ...(isToApprove ? [{ type: 'actions' as const, block_id: 'sink', elements: [approve(model)] }] : []),
    ],
  };
}

const approve = ({ sinkId, name }: SinkNoticeModel) => ({
  ...button({
    id: ids.approveSink,
    text: 'Approve',
    spoken: `Approve what ${name} is told`,
    value: sinkId,
    style: 'primary',
  }),
  confirm: {
    title: plainText(`Have ${name} told?`, limits.confirmTitle),
    text: plainText('It is written into from then on, also what was held back.', limits.confirmText),
    confirm: plainText('Approve', limits.confirmButton),
    deny: plainText('Not yet', limits.confirmButton),
  },
});

function linesOf(model: SinkNoticeModel): Line[] {
  const tool = boldStranger(model.name, shown.name);
  if (!model.isKnown) return [[tool, ' is no tool of the settings any more: it is told nothing.']];
  switch (model.what) {
    case 'new':
      return model.approved === null ? toApprove(model) : approvedLines(model, model.approved);
    case 'refused':
      return model.problem === null
        ? [[tool, ' takes what it is told again. It did not since ', when(model.since), '.']]
        : [
            [
              tool,
              bold(' is told nothing'),
              ' since ',
              when(model.since),
              ': ',
              stranger(model.problem, shown.sentence),
              '.',
            ],
            [
              'Nothing is lost. `npm run handoff -- outcomes check` says what it lacks, `outcomes retry` tells it at once; else it is asked again by itself, unless it said that it is there no more.',
            ],
          ];
    case 'failed':
      return model.count === 0
        ? [[tool, ' knows of every lead now.']]
        : [
            [tool, bold(` could not be told of ${count(model.count, 'lead', 'leads')}`), ':'],
            ...model.problems.map((problem): Line => ['• ', stranger(problem, shown.sentence)]),
            [
              'Each is tried again for some three days. Once it is mended, `npm run handoff -- outcomes retry` tells them at once.',
            ],
          ];
  }
}

type New = Extract<SinkNoticeModel, { what: 'new' }>;

function toApprove({ name, planned, count: all }: New): Line[] {
  const rest = all - planned.length;
  return [
    [
      boldStranger(name, shown.name),
      bold(' is new, and has been told nothing yet.'),
      ' This is what it would be told:',
    ],
    ...planned.flatMap((one) => [['• ', ...leadName(one.name, one.company), ': ', ...whatOf(one)]]),
    ...(rest > 0 ? [[`… and of ${count(rest, 'more lead', 'more leads')}`]] : []),
    [
      `Once approved it is told these, ${EARLY_WRITES} writes in the first hour and all later, while the mode is live. What was there before is kept, and can be put back.`,
    ],
  ];
}

const MOST_PARTS = 8;

function whatOf({ changes, entries, notes }: New['planned'][number]): Line {
  const value = (text: string | null): Line =>
    text === null || text === '' ? ['empty'] : [stranger(text, shown.words)];
  const parts = [
    ...changes.map(
      ({ field, from, to }): Line => [
        stranger(field, shown.name),
        ' from ',
        ...value(from),
        ' to ',
        ...value(to),
      ],
    ),
    ...entries.map((entry): Line => [stranger(entry, shown.words)]),
  ];
  if (parts.length === 0)
    return notes.length === 0 ? ['nothing'] : ['nothing: ', stranger(notes.join('; '), shown.sentence)];
  const more = parts.length - MOST_PARTS;
  return [...join(parts.slice(0, MOST_PARTS), '; '), ...(more > 0 ? [`; and ${more} more`] : [])];
}

const approvedLines = ({ name }: New, { at, by }: NonNullable<New['approved']>): Line[] => [
  [
    boldStranger(name, shown.name),
    ' is told outcomes: approved by ',
    stranger(by, shown.name),
    ' ',
    when(at),
    '.',
  ],
  [
    `${EARLY_WRITES} writes in the first hour and all later, while the mode is live. \`npm run handoff -- outcomes changes\` lists them, \`put-back\` undoes them.`,
  ],
];

/** What whoever approved is told. */
export const sinkApproved = (name: string): Line => [
  stranger(name, shown.name),
  ' is told from now on, while the mode is live.',
];
export const SINK_APPROVED_BEFORE: Line = ['It was approved already.'];
export const ONLY_OPS_APPROVE: Line = ['What tools are told is approved by ops.'];
