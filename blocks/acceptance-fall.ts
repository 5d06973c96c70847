import { ACCEPTANCE_GROUPS } from '#domain/acceptance-fall.ts';
import { rateWords } from '#domain/trial/judge-trial.ts';
import type { AcceptanceFallModel } from '#src/view/home-models.ts';
import { shown } from './limits.ts';
import {
  bold,
  boldStranger,
  bullets,
  day,
  drawLong,
  type Line,
  type Message,
  say,
  stranger,
} from './lines.ts';

/** Sales takes fewer leads of a source, a campaign or a form than it used to: by how much, and which it gave back. */
export function acceptanceFall(model: AcceptanceFallModel): Message {
  const { by, name, now, before, days, rows, total } = model;
  const rest = total - rows.length;
  const lines: Line[] = [
    [bold(`Sales takes fewer leads of the ${ACCEPTANCE_GROUPS[by]} `), boldStranger(name, shown.name)],
    [
      `${rateWords(now)} of those decided in ${days} days, ${rateWords(before)} in the half year before: by more than chance.`,
    ],
    ...bullets(
      [bold(`Given back (${total})`)],
      rows.map(
        ({ company, reason, at }): Line => [
          ...[
            stranger(company ?? 'Unknown company', shown.name),
            ' · ',
            stranger(reason, shown.words),
            ' · ',
          ],
          day(at),
        ],
      ),
      rows.length,
    ),
    ...(rest > 0 ? [[`… and ${rest} more`]] : []),
    [
      'Look at what changed there: its form, its list, its audience. /funnel by source and /funnel failures say more.',
    ],
  ];
  return { text: say(lines), blocks: drawLong('acceptance', lines) };
}
