import type { DefinitionModel } from '#src/view/statement-models.ts';
import { shown } from './limits.ts';
import { bold, bullets, drawLong, type Line, type Message, say, stranger } from './lines.ts';

const MOST = 20;

/** The answer to `/handoff definitions`: when a lead is an MQL, who agreed to it, and when it is looked at again. */
export function definition(model: DefinitionModel): Message {
  const { signedBy } = model;
  const rule = ({ id, words }: { id: string; words: string }): Line => [
    stranger(id, shown.name),
    ': ',
    stranger(words, shown.sentence),
  ];
  const lines: Line[] = [
    [bold('What an MQL is'), ', version ', stranger(model.version, shown.name)],
    [
      'Signed by ',
      stranger(signedBy.marketing, shown.name),
      ' for marketing and ',
      stranger(signedBy.sales, shown.name),
      ` for sales, on ${signedBy.on}.`,
    ],
    model.isReviewOverdue
      ? [
          bold('The review is overdue'),
          `: it was due by ${model.reviewBy}. Marketing and sales look at it together.`,
        ]
      : [`To be reviewed by ${model.reviewBy}.`],
    ...bullets([bold('Never, whatever else holds')], model.exclusions.map(rule), MOST),
    ...bullets([bold('Else one of these profiles')], model.profiles.map(rule), MOST),
    ...bullets(
      [bold('and one of these behaviours')],
      model.behaviours.map((words): Line => [stranger(words, shown.sentence)]),
      MOST,
    ),
    [
      bold('Or they ask for sales'),
      ' (',
      stranger(model.handRaisers, shown.sentence),
      '): then unknown facts do not hold them up.',
    ],
  ];
  return { text: say(lines), blocks: drawLong('definition', lines) };
}
