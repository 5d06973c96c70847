import type { JoinedSignalModel } from '#src/view/models.ts';
import { shown } from './limits.ts';
import { bullets, draw, type Line, leadName, type Message, say, stranger, when } from './lines.ts';

const MOST = 10;

/** Said in the card's thread when the same person comes again, instead of a second card. */
export function joinedSignal(model: JoinedSignalModel): Message {
  const heading: Line = [
    ...leadName(model.lead, model.company),
    ...(model.isBack ? isBack(model) : []),
    ...chooses(model),
  ];
  const signals = model.signals.map(({ label, at }): Line => [stranger(label, shown.words), ', ', when(at)]);
  const notes = model.notes.map(
    ({ label, text }): Line => [stranger(label, shown.words), ': ', stranger(text, shown.sentence)],
  );
  const said = [...signals, ...notes];
  const lines = said.length === 0 ? [heading] : bullets(heading, said, MOST);
  return { text: say(lines), blocks: [draw('joined', lines)] };
}

const isBack = ({ sourceName, as }: JoinedSignalModel): Line => [
  ' is back, from ',
  stranger(sourceName, shown.name),
  ...(as === null ? [] : [', this time as ', stranger(as, shown.name)]),
  '. No second card: it is on this one.',
];

/** Whoever rings them now disturbs them. */
const chooses = ({ isBack: isAgain, choosesUntil }: JoinedSignalModel): Line =>
  choosesUntil === null
    ? []
    : [
        isAgain ? ' They' : '',
        ' may be choosing a time with you until ',
        when(choosesUntil),
        ': wait with the call.',
      ];
