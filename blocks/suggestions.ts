import type { SuggestionsModel } from '#src/view/home-models.ts';
import { ephemeral } from './explain.ts';
import { shown } from './limits.ts';
import { bold, day, type Line, type Message, stranger } from './lines.ts';

/** Counts and the words of the settings. */
const LONGEST = 400;

/** What the past speaks for, in a digest; `more` says where to read on. Nothing where nothing was found. */
export function suggestionLines(model: SuggestionsModel | null, more: string): Line[] {
  if (model === null || model.rows.length === 0) return [];
  return [
    [
      bold('The past speaks for a change of the definition'),
      `. Nothing is changed by itself; ${more} says more`,
    ],
    ...model.rows.flatMap(rowLines),
  ];
}

const rowLines = ({ words, list, item }: SuggestionsModel['rows'][number]): Line[] => [
  ...words.map((line, index): Line => [index === 0 ? '• ' : '', stranger(line, LONGEST)]),
  [`To paste under ${list}: `, stranger(item, shown.words * 4)],
];

/** The answer to `/handoff suggestions`. */
export function suggestions(model: SuggestionsModel | null): Message {
  if (model === null)
    return ephemeral(['The past is looked at once a week, and was not yet. Ask again in an hour.']);
  const { at, since, rows, nothing } = model;
  return ephemeral(
    [bold('What the past speaks for'), ', from ', day(since), ' to ', day(at)],
    ...(rows.length === 0 ? nothing.map((line): Line => [line]) : rows.flatMap(rowLines)),
    [
      'Rules about a single fact were looked for in the earlier part of that time, and only what holds in the later part is shown: where nothing is to be learnt, one year in twenty suggests anything. ',
      'Nothing is changed by itself. Try one with /handoff backtest exclude …',
    ],
  );
}
