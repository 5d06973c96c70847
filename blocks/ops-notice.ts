import type { Stranger } from '#src/view/models.ts';
import { shown } from './limits.ts';
import { bold, draw, type Line, type Message, say, stranger } from './lines.ts';

const MOST_LINES = 8;

/** Something ops must know once: a quarantined delivery, an unknown person, a channel the bot is not in. */
export function opsNotice(model: { title: string; lines: Stranger[] }): Message {
  const rest = model.lines.length - MOST_LINES;
  const lines: Line[] = [
    [bold(model.title)],
    ...model.lines.slice(0, MOST_LINES).map((line): Line => [stranger(line, shown.sentence)]),
    ...(rest > 0 ? [[`… and ${rest} more lines`]] : []),
  ];
  return { text: say(lines), blocks: [draw('notice', lines)] };
}
