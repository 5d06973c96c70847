import type { Json } from '../../slack/json.ts';
import type { Message } from '../protocol.ts';
import { drawAvatar } from './avatar.ts';
import { drawPlainMessage, partsOf } from './blocks.ts';
import type { Client } from './client.ts';
import { freshId, h } from './dom.ts';
import { frame, leaf, type Part, patch } from './keep.ts';
import { drawTime, personName, readingOf, secondsOf } from './reading.ts';
import type { Surface } from './surface.ts';

/**
 * A message in a list, with `below` under its blocks. It stays while it changes, so that nobody loses their place in
 * it.
 */
export function messagePart(client: Client, message: Message, below: Part[]): Part {
  const { as } = client.screen();
  const key = JSON.stringify([as, message.channel, message.ts]);
  return frame(key, drawFrame, (item) => {
    const article = item.firstElementChild;
    const body = article?.lastElementChild;
    if (article && body) update(client, message, below, { article, body });
  });
}

function drawFrame(): HTMLElement {
  const by = freshId();
  const gutter = h('div', { class: 'gutter' });
  const article = h('article', { class: 'message', tabindex: -1, 'aria-labelledby': by }, gutter);
  article.append(h('div', { class: 'message-body', 'data-by': by }));
  return h('li', {}, article);
}

function update(
  client: Client,
  message: Message,
  below: Part[],
  { article, body }: { article: Element; body: Element },
): void {
  const name = authorOf(client, message);
  const isApp = message.by === client.screen().app.slackId;
  article.classList.toggle('only-you', message.isOnlyForYou);
  const gutter = article.firstElementChild;
  if (gutter) patch(gutter, [leaf('avatar', name, () => drawAvatar(name, isApp ? 'app' : 'person'))]);
  const surface = surfaceOf(client, message);
  const by = body.getAttribute('data-by') ?? '';
  const head = leaf('head', [name, message.at, message.isEdited, message.isOnlyForYou], () =>
    drawHead(client, message, by),
  );
  const blocks =
    message.blocks.length > 0
      ? partsOf(message.blocks, surface)
      : [leaf('text', message.text, () => drawPlainMessage(message.text, surface))];
  patch(body, [head, ...blocks, ...below]);
}

function authorOf(client: Client, { by }: Message): string {
  const { app } = client.screen();
  return by === app.slackId ? app.name : personName(readingOf(client.screen()), by);
}

function drawHead(client: Client, message: Message, by: string): HTMLElement {
  const { app } = client.screen();
  const time = drawTime(secondsOf(message.at), '{time}', readingOf(client.screen()));
  return h(
    'div',
    { class: 'message-head' },
    message.isOnlyForYou ? h('p', { class: 'hint only-you-words' }, 'Only visible to you') : null,
    h(
      'span',
      { id: by },
      h('strong', { class: 'author' }, authorOf(client, message)),
      message.by === app.slackId ? h('span', { class: 'app-mark' }, 'APP') : null,
      ' ',
      time,
    ),
    message.isEdited ? h('span', { class: 'hint' }, ' (edited)') : null,
  );
}

function surfaceOf(client: Client, { channel, ts }: Message): Surface {
  const standing = (): Message | undefined => findMessage(client, channel, ts);
  return {
    reading: () => readingOf(client.screen()),
    values: (): Json => standing()?.state ?? {},
    draftOf: () => undefined,
    fill: () => {},
    errorOf: () => undefined,
    press: ({ blockId, actionId }, value) =>
      client.act({ type: 'press', as: client.screen().as, channel, ts, blockId, actionId, value }),
  };
}

function findMessage(client: Client, channel: string, ts: string): Message | undefined {
  const conversation = client.screen().conversations.find(({ id }) => id === channel);
  return conversation?.messages
    .flatMap((message) => [message, ...message.replies])
    .find((message) => message.ts === ts);
}
