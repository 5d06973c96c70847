import type { AccountNewsModel } from '#src/view/models.ts';
import { shown } from './limits.ts';
import { boldStranger, bullets, draw, type Line, type Message, say, stranger, when } from './lines.ts';

const MOST = 10;

/** Said in the thread of a lead's card, or once a day to whoever looks after the company, when it does something. */
export function accountNews({ company, lead, signals }: AccountNewsModel): Message {
  const heading: Line =
    lead === null
      ? [
          'News of ',
          boldStranger(company, shown.name),
          ', which you look after. No open lead of yours there.',
        ]
      : [boldStranger(company, shown.name), ', the company of ', stranger(lead, shown.name), ', did this:'];
  const said = signals.map(
    ({ label, at, sourceName }): Line => [
      stranger(label, shown.words),
      ', ',
      when(at),
      ', says ',
      stranger(sourceName, shown.name),
    ],
  );
  const lines = bullets(heading, said, MOST);
  return { text: say(lines), blocks: [draw('account', lines)] };
}
