import { shown } from './limits.ts';
import { bold, drawLong, type Line, type Message, say, stranger } from './lines.ts';

/** Who needs something, in the order in which help lists them. */
export const AUDIENCES = {
  everybody: 'For everybody',
  reps: 'For those who take leads',
  marketers: 'For marketing',
  managers: 'For managers',
  ops: 'For ops',
} as const;
export type Audience = keyof typeof AUDIENCES;

/** One thing a command can do; examples as they are typed, such as `/leads find acme`. */
export type HelpEntry = { name: string; usage: string; summary: string; for: Audience; examples: string[] };

/** What a command understands, from the table it is made of, by who needs it. */
export function help(command: string, entries: HelpEntry[], problem: string | null): Message {
  const audiences = Object.entries(AUDIENCES).flatMap(([audience, heading]) => {
    const theirs = entries.filter((entry) => entry.for === audience);
    return theirs.length === 0 ? [] : [{ heading, theirs }];
  });
  const named = entries.find(({ examples, name }) => examples.length > 0 && name !== '');
  const groups: Line[][] = audiences.map(({ heading, theirs }) => [
    ...(audiences.length > 1 ? [[bold(heading)]] : []),
    ...theirs.map((entry) => usageLine(command, entry)),
  ]);
  return message([
    ...problemLine(problem),
    [bold(command)],
    ...groups.flat(),
    ...(named ? [[`With examples: ${command} help ${named.name}, and so on`]] : []),
  ]);
}

/** One thing a command can do, with examples; and what was misunderstood, if anything was. */
export function helpWith(command: string, entry: HelpEntry, problem: string | null): Message {
  return message([
    ...problemLine(problem),
    usageLine(command, entry),
    ...entry.examples.map(
      (example, index): Line => [index === 0 ? 'Such as: ' : 'or: ', stranger(example, shown.words)],
    ),
    [`Everything ${command} can do: ${command} help`],
  ]);
}

const message = (lines: Line[]): Message => ({ text: say(lines), blocks: drawLong('help', lines) });

const problemLine = (problem: string | null): Line[] =>
  problem === null ? [] : [[stranger(problem, shown.sentence)]];

const usageLine = (command: string, entry: HelpEntry): Line => [
  '• ',
  stranger(`${command} ${entry.usage || entry.name}`.trim(), shown.sentence),
  ': ',
  stranger(entry.summary, shown.sentence),
];
