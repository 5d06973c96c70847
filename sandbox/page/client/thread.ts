import type { Message } from '../protocol.ts';
import type { Client } from './client.ts';
import { busyWhile, h } from './dom.ts';
import { frame, leaf, type Part, patch } from './keep.ts';
import { messagePart } from './message.ts';
import { drawTime, readingOf, secondsOf, WHEN } from './reading.ts';

/** The replies to a message, folded under it, and a field for one more where the place takes them. */
export function threadPart(client: Client, message: Message): Part[] {
  if (message.isOnlyForYou) return [];
  if (message.replies.length === 0 && !takesReplies(client, message.channel)) return [];
  return [
    frame(
      'thread',
      () => drawThread(client, message),
      (details) => update(client, message, details),
    ),
  ];
}

/** The app's own messages are read-only, as its manifest says. */
function takesReplies(client: Client, channel: string): boolean {
  const place = client.screen().conversations.find(({ id }) => id === channel);
  return place?.kind === 'channel';
}

function drawThread(client: Client, message: Message): HTMLElement {
  const replies = h('ol', { class: 'replies', role: 'list' });
  const form = takesReplies(client, message.channel) ? [drawReplyForm(client, message)] : [];
  return h('details', { class: 'thread' }, h('summary'), replies, ...form);
}

function update(client: Client, message: Message, details: HTMLElement): void {
  const summary = details.querySelector('summary');
  const replies = details.querySelector('.replies');
  const last = message.replies.at(-1);
  details.classList.toggle('without-replies', !last);
  if (summary)
    patch(summary, [leaf('words', [message.replies.length, last?.at], () => drawSummary(client, message))]);
  if (replies)
    patch(
      replies,
      message.replies.map((reply) => messagePart(client, reply, [])),
    );
}

function drawSummary(client: Client, { replies }: Message): HTMLElement {
  const last = replies.at(-1);
  if (!last) return h('span', {}, 'Reply in thread');
  const count = replies.length === 1 ? '1 reply' : `${replies.length} replies`;
  const time = drawTime(secondsOf(last.at), WHEN, readingOf(client.screen()));
  return h('span', {}, h('strong', {}, count), h('span', { class: 'hint' }, ' Last reply ', time));
}

function drawReplyForm(client: Client, { channel, ts }: Message): HTMLElement {
  const input = h('input', { class: 'input', type: 'text', 'aria-label': 'Reply', placeholder: 'Reply…' });
  const send = h('button', { class: 'button', type: 'submit' }, 'Reply');
  const form = h('form', { class: 'reply' }, input, send);
  form.addEventListener('submit', async (event) => {
    event.preventDefault();
    const text = input.value.trim();
    if (text === '') return;
    const { as } = client.screen();
    const isSaid = await busyWhile(send, () => client.act({ type: 'say', as, channel, text, thread: ts }));
    if (isSaid) input.value = '';
  });
  return form;
}
