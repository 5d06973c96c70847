import { isJson, textOf } from '../../slack/json.ts';
import { unescapeText } from '../../slack/mrkdwn.ts';
import { h } from './dom.ts';
import { withEmoji } from './emoji.ts';
import { type Entity, type Mark, type Mrkdwn, parseMrkdwn } from './parse-mrkdwn.ts';
import { channelName, drawTime, personName, type Reading, writeTime } from './reading.ts';

const TAGS = {
  bold: 'strong',
  italic: 'em',
  strike: 's',
  code: 'code',
  preformatted: 'pre',
  quote: 'blockquote',
} as const satisfies Record<Mark, keyof HTMLElementTagNameMap>;

/** Slack's markup as it is seen. */
export function drawMrkdwn(text: string, reading: Reading): Node[] {
  return parseMrkdwn(text).map((node) => drawNode(node, reading));
}

/** The same as plain words, for those who hear it. */
export function sayMrkdwn(text: string, reading: Reading): string {
  return parseMrkdwn(text)
    .map((node) => sayNode(node, reading))
    .join('');
}

/** A `plain_text` or `mrkdwn` object. */
export function drawText(object: unknown, reading: Reading): Node[] {
  if (!isJson(object)) return [];
  if (object.type === 'mrkdwn') return drawMrkdwn(textOf(object.text), reading);
  return [document.createTextNode(plainOf(object))];
}

/** The words of a `plain_text` object. */
export function plainOf(object: unknown): string {
  if (!isJson(object)) return '';
  return object.emoji === false ? textOf(object.text) : withEmoji(textOf(object.text));
}

function drawNode(node: Mrkdwn, reading: Reading): Node {
  switch (node.type) {
    case 'text':
      return document.createTextNode(node.text);
    case 'entity':
      return drawEntity(node.entity, reading);
    default:
      return h(TAGS[node.type], {}, ...node.children.map((child) => drawNode(child, reading)));
  }
}

function drawEntity(entity: Entity, reading: Reading): Node {
  switch (entity.type) {
    case 'link':
      return drawLink(entity.url, sayEntity(entity, reading));
    case 'date':
      return Number.isFinite(entity.seconds)
        ? drawTime(entity.seconds, entity.format, reading)
        : document.createTextNode(entity.fallback);
    case 'user':
    case 'group':
    case 'broadcast':
    case 'channel':
      return drawMention(sayEntity(entity, reading));
  }
}

function sayNode(node: Mrkdwn, reading: Reading): string {
  if (node.type === 'text') return node.text;
  if (node.type === 'entity') return sayEntity(node.entity, reading);
  return node.children.map((child) => sayNode(child, reading)).join('');
}

function sayEntity(entity: Entity, reading: Reading): string {
  switch (entity.type) {
    case 'user':
      return `@${personName(reading, entity.id)}`;
    case 'group':
      return `@${reading.names.groups[entity.id] ?? entity.id}`;
    case 'channel':
      return `#${channelName(reading, entity.id)}`;
    case 'broadcast':
      return `@${entity.range}`;
    case 'link':
      return unescapeText(entity.label || entity.url);
    case 'date':
      return Number.isFinite(entity.seconds)
        ? writeTime(entity.seconds, entity.format, reading)
        : entity.fallback;
  }
}

export const drawMention = (name: string): HTMLElement => h('span', { class: 'mention' }, name);

const PRESSABLE = ['http:', 'https:', 'mailto:', 'tel:'];

/** A link that opens beside the page; other than the usual kinds of address stay words. */
export function drawLink(address: string, label: string): HTMLElement {
  const url = URL.parse(unescapeText(address));
  if (!url || !PRESSABLE.includes(url.protocol)) return h('span', {}, label);
  return h('a', { href: url.href, target: '_blank', rel: 'noopener noreferrer' }, label);
}
