import type { Given, View } from '../protocol.ts';
import { partsOf } from './blocks.ts';
import type { Client } from './client.ts';
import { h, part } from './dom.ts';
import { frame, leaf, patch } from './keep.ts';
import { readingOf } from './reading.ts';
import type { Surface } from './surface.ts';

/** The App Home: the app's own page for one person. */
export function createHomeView(client: Client): (view: View | null) => void {
  const scroller = part('messages');
  let drafts = new Map<string, Given>();
  let shown: string | null = null;

  return (view) => {
    const id = `${client.screen().as} ${view?.id}`;
    if (id !== shown) drafts = new Map();
    shown = id;
    if (!view || view.blocks.length === 0) {
      patch(scroller, [leaf(`no home ${id}`, null, drawEmpty)]);
      return;
    }
    const surface: Surface = {
      reading: () => readingOf(client.screen()),
      values: () => client.screen().home?.values ?? {},
      draftOf: ({ blockId }) => drafts.get(blockId),
      fill: ({ blockId }, value) => {
        drafts.set(blockId, value);
      },
      errorOf: () => undefined,
      press: ({ blockId, actionId }, value) =>
        client.act({ type: 'press_home', as: client.screen().as, blockId, actionId, value }),
    };
    const draw = () => h('div', { class: 'home', tabindex: -1 });
    patch(scroller, [frame(`home ${id}`, draw, (box) => patch(box, partsOf(view.blocks, surface)))]);
  };
}

const drawEmpty = (): HTMLElement =>
  h(
    'div',
    { class: 'empty' },
    h('p', { class: 'empty-title' }, 'Nothing on Home yet.'),
    h('p', {}, 'The app shows this person’s own page here as soon as it has one.'),
  );
