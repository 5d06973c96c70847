import type { SourceTroubleModel } from '#src/view/statement-models.ts';
import { count } from './labels.ts';
import { shown } from './limits.ts';
import {
  bold,
  boldStranger,
  draw,
  type Line,
  type Message,
  type Piece,
  say,
  stranger,
  when,
} from './lines.ts';

/** What ops are told once of a source: on the same message later that it is over. */
export function sourceTrouble(model: SourceTroubleModel): Message {
  const lines = linesOf(model);
  return { text: say(lines), blocks: [draw('notice', lines)] };
}

function linesOf(model: SourceTroubleModel): Line[] {
  if (model.endedAt !== null) {
    return model.isKnown
      ? OVER[model.kind](model, model.endedAt)
      : [[named(model), ' is no source of the settings any more: nobody looks after it.']];
  }
  return [...NEWS[model.kind](model), ['Look ', stranger(model.look, shown.sentence)]];
}

const named = ({ name }: SourceTroubleModel): Piece => boldStranger(name ?? 'All sources', shown.name);

const NEWS: Record<SourceTroubleModel['kind'], (model: SourceTroubleModel) => Line[]> = {
  silent: (model) => [
    model.name === null
      ? [bold('Nothing arrives from any source'), ', since ', when(model.since), '.']
      : [named(model), bold(' is silent'), ': the last delivery came ', when(model.since), '.'],
    [`By its own rhythm some ${count(model.amount, 'delivery', 'deliveries')} should have come by now.`],
    ...(model.refusedSince === 0
      ? []
      : [
          [
            `Since then ${count(model.refusedSince, 'delivery was', 'deliveries were')} refused: it sends, but is not let in.`,
          ],
        ]),
  ],
  refused: (model) => [
    [
      bold(`${count(model.amount, 'delivery', 'deliveries')} of `),
      named(model),
      bold(model.amount === 1 ? ' was refused' : ' were refused'),
      ' within two hours, since ',
      when(model.since),
      '; hardly any were before.',
    ],
    [REFUSED[model.problem ?? 'unproven'] ?? ''],
  ],
  subscription: (model) => [
    model.since > model.toldAt
      ? [named(model), bold(' will stop sending'), ': its subscription ends ', when(model.since), '.']
      : [named(model), bold(' may stop sending'), ': its subscription is not made longer any more.'],
    ['Why: ', stranger(model.problem ?? '', shown.sentence), '. It is tried again every hour.'],
  ],
};

/** The same in a line, for lists. */
export function troubleLine(model: SourceTroubleModel): Line {
  switch (model.kind) {
    case 'silent':
      return [
        bold(model.name === null ? 'Nothing arrives from any source' : 'Silent'),
        ' since ',
        when(model.since),
        `: some ${count(model.amount, 'delivery', 'deliveries')} should have come`,
        ...(model.refusedSince > 0 ? [`, ${model.refusedSince.toLocaleString('en')} were refused`] : []),
      ];
    case 'refused':
      return [bold('Deliveries are refused'), ' since ', when(model.since)];
    case 'subscription':
      return [
        bold('Its subscription could not be made longer'),
        ...(model.since > model.toldAt ? [', and ends ', when(model.since)] : []),
        ': ',
        stranger(model.problem ?? '', shown.sentence),
      ];
  }
}

const REFUSED: Record<string, string> = {
  unproven:
    'They did not prove who sent them: a secret was changed in one place only, or a stranger has the address. What is refused is not stored; the tool may send it again.',
  unreadable:
    'They could not be opened: no JSON, no form, or too large. What is refused is not stored; the tool may send it again.',
};

const OVER: Record<SourceTroubleModel['kind'], (model: SourceTroubleModel, endedAt: Date) => Line[]> = {
  silent: (model, endedAt) => [
    model.name === null
      ? [bold('Deliveries arrive again'), ', since ', when(endedAt), '.']
      : [named(model), ' delivers again, since ', when(endedAt), '.'],
    [`${model.name === null ? 'None came' : 'It was silent'} since `, when(model.since), '.'],
  ],
  refused: (model, endedAt) => [
    [named(model), ': no delivery was refused in the day before ', when(endedAt), '.'],
    ['They were since ', when(model.since), '.'],
  ],
  subscription: (model, endedAt) => [
    [named(model), ' goes on sending: ', when(endedAt), ' its subscription was in order again.'],
    ...(model.since > model.toldAt ? [['It would have ended ', when(model.since), '.']] : []),
  ],
};
