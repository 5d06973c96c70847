import type { SourcesModel } from '#src/view/statement-models.ts';
import { count } from './labels.ts';
import { shown } from './limits.ts';
import { ago, bold, boldStranger, drawLong, join, type Line, type Message, say, stranger } from './lines.ts';

const MOST = 30;

/** The answer to `/handoff sources`: where leads come from, and whether they do. */
export function sources({ sources: all, former }: SourcesModel): Message {
  const rest = all.length - MOST;
  const lines: Line[] = [
    [bold('Sources')],
    ...all.slice(0, MOST).flatMap(sourceLines),
    ...(rest > 0 ? [[`… and ${count(rest, 'more source', 'more sources')}`]] : []),
    ...(former.length === 0
      ? []
      : [
          [
            'Delivered before, not in the settings now: ',
            ...join(
              former.slice(0, MOST).map((name) => [stranger(name, shown.name)]),
              ', ',
            ),
          ],
        ]),
  ];
  return { text: say(lines), blocks: drawLong('sources', lines) };
}

function sourceLines(source: SourcesModel['sources'][number]): Line[] {
  const heard: Line =
    source.lastDeliveryAt === null
      ? ['nothing delivered yet']
      : ['last delivery ', ago(source.lastDeliveryAt)];
  const today = join(
    source.today.map(({ words, count: times }): Line => [`${times} `, stranger(words, shown.name)]),
    ', ',
  );
  return [
    ['• ', boldStranger(source.name, shown.name), ' (', stranger(source.id, shown.name), '): ', ...heard],
    ['   today: ', ...(today.length === 0 ? ['nothing'] : today)],
    ...(source.quarantined === 0
      ? []
      : [
          [
            `   ${count(source.quarantined, 'item', 'items')} could not be read and ${source.quarantined === 1 ? 'waits' : 'wait'}. Why, and reading them again: npm run handoff -- inbox`,
          ],
        ]),
    ['   proves itself by: ', stranger(source.proof, shown.sentence)],
  ];
}
