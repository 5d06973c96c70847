import type { OpsNoticeModel } from '#src/view/models.ts';
import { shown } from './limits.ts';
import { bold, draw, join, type Line, type Message, mention, say, stranger } from './lines.ts';

const MOST_LINES = 8;
const MOST_ASKED = 5;

/** Something ops must know once: a quarantined delivery, an unknown person, a channel the bot is not in. */
export function opsNotice({ ask = [], ...model }: OpsNoticeModel): Message {
  const rest = model.lines.length - MOST_LINES;
  const lines: Line[] = [
    [bold(model.title)],
    ...model.lines.slice(0, MOST_LINES).map((line): Line => [stranger(line, shown.sentence)]),
    ...(ask.length > 0
      ? [
          join(
            ask.slice(0, MOST_ASKED).map((id) => [mention(id)]),
            ' ',
          ),
        ]
      : []),
    ...(rest > 0 ? [[`… and ${rest} more lines`]] : []),
  ];
  return { text: say(lines), blocks: [draw('notice', lines)] };
}
