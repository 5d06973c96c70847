import { shown } from './limits.ts';
import { bold, drawLong, type Line, type Message, say, stranger } from './lines.ts';

/** One thing a command can do. */
export type HelpEntry = { name: string; usage: string; summary: string };

/** What a command understands, from the table it is made of; with what was misunderstood, if anything was. */
export function help(command: string, entries: HelpEntry[], problem: string | null): Message {
  const lines: Line[] = [
    ...(problem === null ? [] : [[stranger(problem, shown.sentence)]]),
    [bold(command)],
    ...entries.map(
      (entry): Line => [
        '• ',
        stranger(usageOf(command, entry), shown.sentence),
        ': ',
        stranger(entry.summary, shown.sentence),
      ],
    ),
  ];
  return { text: say(lines), blocks: drawLong('help', lines) };
}

const usageOf = (command: string, entry: HelpEntry): string =>
  `${command} ${entry.usage || entry.name}`.trim();
