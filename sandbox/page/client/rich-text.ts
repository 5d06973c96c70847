import { isJson, type Json, records, textOf } from '../../slack/json.ts';
import { h } from './dom.ts';
import { drawLink, drawMention } from './draw-text.ts';
import { emojiOf } from './emoji.ts';
import { channelName, drawTime, personName, type Reading } from './reading.ts';

/** The elements of a `rich_text` block. */
export function drawRichText(elements: Json[], reading: Reading): HTMLElement[] {
  return elements.map((element) => drawElement(element, reading));
}

function drawElement(element: Json, reading: Reading): HTMLElement {
  const inner = records(element.elements);
  switch (element.type) {
    case 'rich_text_list': {
      const tag = element.style === 'ordered' ? 'ol' : 'ul';
      const indent = typeof element.indent === 'number' ? Math.min(element.indent, 4) : 0;
      const start = typeof element.offset === 'number' ? element.offset + 1 : null;
      const items = inner.map((item) => h('li', {}, ...drawLeaves(item, reading)));
      return h(tag, { class: `rich-list indent-${indent}`, start: tag === 'ol' ? start : null }, ...items);
    }
    case 'rich_text_preformatted':
      return h('pre', {}, ...drawLeaves(element, reading));
    case 'rich_text_quote':
      return h('blockquote', {}, ...drawLeaves(element, reading));
    default:
      return h('div', { class: 'rich-section' }, ...drawLeaves(element, reading));
  }
}

const drawLeaves = (element: Json, reading: Reading): Node[] =>
  records(element.elements).map((leaf) => styled(drawLeaf(leaf, reading), leaf.style));

function drawLeaf(leaf: Json, reading: Reading): Node {
  switch (leaf.type) {
    case 'link':
      return drawLink(textOf(leaf.url), textOf(leaf.text) || textOf(leaf.url));
    case 'user':
      return drawMention(`@${personName(reading, textOf(leaf.user_id))}`);
    case 'usergroup':
      return drawMention(`@${reading.names.groups[textOf(leaf.usergroup_id)] ?? textOf(leaf.usergroup_id)}`);
    case 'channel':
      return drawMention(`#${channelName(reading, textOf(leaf.channel_id))}`);
    case 'broadcast':
      return drawMention(`@${textOf(leaf.range)}`);
    case 'emoji':
      return document.createTextNode(emojiOf(textOf(leaf.name)));
    case 'date':
      return Number.isFinite(Number(leaf.timestamp))
        ? drawTime(Number(leaf.timestamp), textOf(leaf.format), reading)
        : document.createTextNode(textOf(leaf.fallback));
    default:
      return document.createTextNode(textOf(leaf.text) || textOf(leaf.value));
  }
}

const STYLES = { bold: 'strong', italic: 'em', strike: 's', code: 'code' } as const;

function styled(node: Node, style: unknown): Node {
  if (!isJson(style)) return node;
  return Object.entries(STYLES)
    .filter(([name]) => style[name] === true)
    .reduce<Node>((inner, [, tag]) => h(tag, {}, inner), node);
}
