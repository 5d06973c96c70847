import { type Ephemeral, ephemeral } from './explain.ts';
import { shown } from './limits.ts';
import { type Line, stranger } from './lines.ts';

/** What came of reading the settings file again, as whoever asked for it is told. */
export type ReloadModel =
  | { type: 'no_file' }
  | {
      type: 'refused';
      problems: readonly { path: string; line: number | null; problem: string }[];
      version: string;
    }
  | { type: 'unchanged'; version: string }
  | { type: 'in_force'; before: string; after: string; changes: readonly string[] };

const MOST_PROBLEMS = 5;
const MOST_CHANGES = 15;

/** The answer to `/handoff reload`. */
export function reloaded(model: ReloadModel): Ephemeral {
  switch (model.type) {
    case 'no_file':
      return ephemeral(['This app was started without a settings file, so there is none to read again.']);
    case 'refused':
      return ephemeral(
        [
          'The settings file is not right, so nothing was changed: settings version ',
          stranger(model.version, shown.name),
          ' goes on.',
        ],
        ...model.problems.slice(0, MOST_PROBLEMS).map(problemLine),
        ...more(model.problems.length - MOST_PROBLEMS, 'Everything that is wrong: npm run handoff -- check'),
      );
    case 'unchanged':
      return ephemeral([
        'Read again: nothing is different. Settings version ',
        stranger(model.version, shown.name),
        ' goes on.',
      ]);
    case 'in_force':
      return ephemeral(
        [
          'The settings file was read again and is in force: ',
          stranger(model.before, shown.name),
          ' → ',
          stranger(model.after, shown.name),
          '.',
        ],
        ...model.changes
          .slice(0, MOST_CHANGES)
          .map((change): Line => ['• ', stranger(change, shown.sentence)]),
        ...more(model.changes.length - MOST_CHANGES, ''),
        ['Clocks that run keep what they started with. What a lead would run into now: /handoff doctor'],
      );
  }
}

const problemLine = ({
  path,
  line,
  problem,
}: {
  path: string;
  line: number | null;
  problem: string;
}): Line => [
  '• ',
  ...(line === null ? [] : [`line ${line}, `]),
  stranger(path, shown.words),
  ': ',
  stranger(problem, shown.sentence),
];

const more = (rest: number, hint: string): Line[] =>
  rest > 0 ? [[`… and ${rest} more. ${hint}`.trim()]] : [];
