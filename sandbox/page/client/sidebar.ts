import type { Conversation } from '../protocol.ts';
import { drawAvatar } from './avatar.ts';
import type { Client } from './client.ts';
import { action, h, part, spoken } from './dom.ts';
import { frame, leaf, type Part, patch } from './keep.ts';
import { HOME } from './place.ts';

/** Who one is, and where one can go. */
export function createSidebar(client: Client): () => void {
  const nav = part('places');
  const person = part('person');
  return () => {
    drawPerson(client, person);
    const { conversations, app } = client.screen();
    const [messages, channels] = [
      conversations.filter(({ kind }) => kind === 'dm'),
      conversations.filter(({ kind }) => kind === 'channel'),
    ];
    patch(nav, [
      group('App', `${app.name}`, [
        ...messages.map((one) => placePart(client, one, 'Messages')),
        homePart(client),
      ]),
      group(
        'Channels',
        'Channels',
        channels.map((one) => placePart(client, one, one.name)),
      ),
    ]);
  };
}

function group(key: string, heading: string, parts: Part[]): Part {
  const draw = () => {
    const list = h('ul', { role: 'list' });
    return h('section', { class: 'place-group' }, h('h2', {}, heading), list);
  };
  return frame(`${key} ${heading}`, draw, (section) => {
    const list = section.querySelector('ul');
    if (list) patch(list, parts);
  });
}

function placePart(client: Client, { id, kind, unread }: Conversation, name: string): Part {
  const isHere = client.at() === id;
  return leaf(id, [name, isHere, isHere ? 0 : unread], () => {
    const sign = h('span', { class: 'place-sign', 'aria-hidden': 'true' }, kind === 'channel' ? '#' : '✉');
    const button = placeButton(client, id, isHere, [sign, h('span', { class: 'place-name' }, name)]);
    if (unread > 0 && !isHere) {
      button.classList.add('unread');
      button.append(h('span', { class: 'badge' }, `${unread}`, spoken(' unread')));
    }
    return h('li', {}, button);
  });
}

function homePart(client: Client): Part {
  const isHere = client.at() === HOME;
  return leaf(HOME, isHere, () => {
    const sign = h('span', { class: 'place-sign', 'aria-hidden': 'true' }, '⌂');
    return h('li', {}, placeButton(client, HOME, isHere, [sign, h('span', { class: 'place-name' }, 'Home')]));
  });
}

function placeButton(client: Client, id: string, isHere: boolean, words: Node[]): HTMLButtonElement {
  const button = action('place', '', () => client.go({ at: id }), {
    'aria-current': isHere ? 'page' : null,
    'data-control': `place ${id}`,
    'data-action': 'place',
  });
  button.append(...words);
  return button;
}

function drawPerson(client: Client, box: HTMLElement): void {
  const { as, roles } = client.screen();
  const me = roles.find(({ personId }) => personId === as);
  const parts = [
    leaf('switch', [as, roles], () => {
      const summary = h(
        'summary',
        { 'data-control': 'person', 'data-action': 'person' },
        drawAvatar(me?.name ?? as, 'person'),
        h(
          'span',
          { class: 'person-words' },
          h('span', { class: 'person-as' }, 'You are '),
          h('strong', {}, me?.name ?? as),
          h('span', { class: 'person-role' }, me?.words ?? ''),
        ),
        h('span', { class: 'switch-word' }, 'Switch'),
      );
      const items = roles.map(({ personId, name, words }) => {
        const choose = () => {
          button.closest('details')?.removeAttribute('open');
          client.go({ as: personId });
        };
        const button = action('person-choice', '', choose, {
          'aria-current': personId === as ? 'true' : null,
          'data-control': 'person',
          'data-action': 'person',
        });
        const described = h('span', { class: 'person-role' }, words);
        const lines = h('span', { class: 'person-words' }, h('strong', {}, name), described);
        button.append(drawAvatar(name, 'person'), lines);
        return h('li', {}, button);
      });
      return h('details', {}, summary, h('ul', { role: 'list', 'aria-label': 'Act as' }, ...items));
    }),
  ];
  patch(box, parts);
}
