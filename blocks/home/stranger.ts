import type { HomeView } from '@slack/types';
import type { StrangersHome } from '#src/view/home-models.ts';
import { heading } from '../elements.ts';
import { shown } from '../limits.ts';
import { drawLong, stranger } from '../lines.ts';
import { askLine } from './ask.ts';

/** The block by which this Home is known again. */
export const STRANGERS_BLOCK = 'home/stranger';

/** What this app is and whom to ask, for somebody it does not know. */
export function strangersHome({ workspace, ask }: StrangersHome): HomeView {
  return {
    type: 'home',
    blocks: [
      heading(STRANGERS_BLOCK, 'You are not in the team this app knows'),
      ...drawLong('home/stranger/words', [
        [
          'Handoff passes sales leads from marketing to sales at ',
          stranger(workspace, shown.name),
          ', and sees that each is answered in time.',
        ],
        [
          'If you work with those leads, you belong here. ',
          ...askLine(ask, 'to add you, with the e-mail address of your Slack account'),
        ],
        ['Once you are added, open this tab again: it will show your leads, your team or your figures.'],
      ]),
    ],
  };
}
