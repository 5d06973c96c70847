import { formatDate, type Reader } from './dates.ts';
import { isEmpty, type StateValue } from './element-state.ts';
import { isJson, type Json, records, textOf } from './json.ts';
import { type Token, tokenize, unescapeText } from './mrkdwn.ts';
import { renderChart } from './render-figures.ts';
import type { SeenMessage } from './seen-message.ts';
import type { View } from './views.ts';

/** Who reads, and how to call the people and channels that a text names by id. */
export type Screen = Reader & { nameOf: (id: string) => string };

/** A message as plain lines, the way the reader's screen shows it: `[Accept]` is a button. */
export function renderText(message: SeenMessage, screen: Screen): string {
  const body =
    message.blocks.length > 0 ? renderBlocks(message.blocks, screen) : [renderMrkdwn(message.text, screen)];
  const files = message.files.map((file) => `(file: ${file.title})`);
  return [...body, ...files].join('\n');
}

/** A modal or Home tab as plain lines. */
export function renderView(view: View, screen: Screen): string {
  const buttons = [view.submit, view.close]
    .filter((one) => one !== null)
    .map((one) => `[${textOf(one.text)}]`);
  const title = view.type === 'modal' ? [`— ${textOf(view.title.text)} —`] : [];
  const blocks = view.blocks.flatMap((block) =>
    block.type === 'input' ? [renderInput(block, view)] : renderBlocks([block], screen),
  );
  return [...title, ...blocks, ...(buttons.length > 0 ? [buttons.join(' ')] : [])].join('\n');
}

function renderBlocks(blocks: Json[], screen: Screen): string[] {
  return blocks.flatMap((block) => renderBlock(block, screen)).filter((line) => line !== '');
}

function renderBlock(block: Json, screen: Screen): string[] {
  const text = renderTextObject(block.text, screen);
  switch (block.type) {
    case 'section':
      return [
        [text, ...renderElements(isJson(block.accessory) ? [block.accessory] : [], screen)]
          .filter(Boolean)
          .join(' '),
        ...records(block.fields).map((field) => renderTextObject(field, screen).replaceAll('\n', ' ')),
      ];
    case 'context':
      return [renderElements(records(block.elements), screen).join(' ')];
    case 'actions':
    case 'context_actions':
      return [renderElements(records(block.elements), screen).join(' ')];
    case 'divider':
      return ['———'];
    case 'image':
      return [`(image: ${textOf(block.alt_text)})`];
    case 'markdown':
      return [textOf(block.text)];
    case 'rich_text':
      return records(block.elements).map((element) => renderRich(element, screen));
    case 'data_visualization':
      return renderChart(block);
    case 'table':
    case 'data_table':
      return tableRows(block.rows).map((row) => row.map((cell) => renderCell(cell, screen)).join(' | '));
    case 'input':
      return [`${renderTextObject(block.label, screen)}: [ ]`];
    case 'card':
      return [
        ...[block.title, block.subtitle, block.body].map((one) => renderTextObject(one, screen)),
        renderElements(records(block.actions), screen).join(' '),
      ];
    case 'carousel':
      return renderBlocks(records(block.elements), screen);
    case 'container':
      return [renderTextObject(block.title, screen), ...renderBlocks(records(block.child_blocks), screen)];
    default:
      return [text];
  }
}

function renderElements(elements: Json[], screen: Screen): string[] {
  return elements.map((element) => {
    const { type } = element;
    if (type === 'button') return `[${renderTextObject(element.text, screen)}]`;
    if (type === 'image') return `(image: ${textOf(element.alt_text)})`;
    if (type === 'plain_text' || type === 'mrkdwn') return renderTextObject(element, screen);
    if (type === 'overflow') return `[… ${optionTexts(element, screen).join(' | ')}]`;
    if (type === 'radio_buttons' || type === 'checkboxes')
      return `( ${optionTexts(element, screen).join(' | ')} )`;
    return `[${renderTextObject(element.placeholder, screen) || textOf(type)} ▾]`;
  });
}

function optionTexts(element: Json, screen: Screen): string[] {
  return records(element.options).map((option) => renderTextObject(option.text, screen));
}

function renderInput(block: Json, view: View): string {
  const element = isJson(block.element) ? block.element : {};
  const value = view.state.values[textOf(block.block_id)]?.[textOf(element.action_id)];
  const label = isJson(block.label) ? textOf(block.label.text) : '';
  const optional = block.optional === true ? ' (optional)' : '';
  return `${label}${optional}: [${isEmpty(element, value) ? ' ' : shownValue(value)}]`;
}

function shownValue(value: StateValue | undefined): string {
  const content = Object.entries(value ?? {}).find(([key]) => key !== 'type')?.[1];
  return [content].flat().map(shownOne).join(', ');
}

function shownOne(content: unknown): string {
  if (!isJson(content)) return String(content);
  return isJson(content.text) ? textOf(content.text.text) : '';
}

function renderTextObject(object: unknown, screen: Screen): string {
  if (!isJson(object)) return '';
  return object.type === 'mrkdwn' ? renderMrkdwn(textOf(object.text), screen) : textOf(object.text);
}

function renderMrkdwn(text: string, screen: Screen): string {
  return tokenize(text)
    .map((token) => renderToken(token, screen))
    .join('');
}

function renderToken(token: Token, screen: Screen): string {
  switch (token.type) {
    case 'text':
      return unescapeText(token.text);
    case 'user':
    case 'group':
      return `@${screen.nameOf(token.id)}`;
    case 'channel':
      return `#${screen.nameOf(token.id)}`;
    case 'broadcast':
      return `@${token.range}`;
    case 'link':
      return unescapeText(token.label || token.url);
    case 'date':
      return Number.isFinite(token.seconds)
        ? formatDate(token.seconds, token.format, screen)
        : token.fallback;
  }
}

function tableRows(rows: unknown): Json[][] {
  return Array.isArray(rows) ? rows.map(records) : [];
}

function renderCell(cell: Json, screen: Screen): string {
  return cell.type === 'rich_text' ? renderBlock(cell, screen).join(' ') : textOf(cell.text);
}

function renderRich(element: Json, screen: Screen): string {
  const inner = records(element.elements);
  if (element.type === 'rich_text_list')
    return inner.map((item) => `• ${renderRich(item, screen)}`).join('\n');
  return inner.map((leaf) => renderLeaf(leaf, screen)).join('');
}

function renderLeaf(leaf: Json, screen: Screen): string {
  if (leaf.type === 'user') return `@${screen.nameOf(textOf(leaf.user_id))}`;
  if (leaf.type === 'usergroup') return `@${screen.nameOf(textOf(leaf.usergroup_id))}`;
  if (leaf.type === 'channel') return `#${screen.nameOf(textOf(leaf.channel_id))}`;
  if (leaf.type === 'broadcast') return `@${textOf(leaf.range)}`;
  if (leaf.type === 'emoji') return `:${textOf(leaf.name)}:`;
  if (leaf.type === 'date') return formatDate(Number(leaf.timestamp), textOf(leaf.format), screen);
  return textOf(leaf.text) || textOf(leaf.url);
}
