import { isJson, type Json, records, textOf } from './json.ts';

/** A stretch of text that Slack parses for mentions and links. */
export type Markup = { text: string; linksBareUrls: boolean };

/** What a rich text element says by itself, with no markup to parse. */
export type RichElement = Json & { type: string };

// Menus, confirm dialogs and their options are drawn by the client on demand: nothing in them pings or links.
const undrawn = new Set([
  'confirm',
  'options',
  'option_groups',
  'initial_option',
  'initial_options',
  'placeholder',
]);

/** Every mrkdwn text inside blocks, in reading order. `plain_text` is never parsed. */
export function markupIn(blocks: Json[]): Markup[] {
  return blocks.flatMap((block) =>
    block.type === 'markdown' ? [{ text: textOf(block.text), linksBareUrls: true }] : markupInside(block),
  );
}

function markupInside(value: unknown): Markup[] {
  if (Array.isArray(value)) return value.flatMap(markupInside);
  if (!isJson(value)) return [];
  if (value.type === 'mrkdwn') return [{ text: textOf(value.text), linksBareUrls: value.verbatim !== true }];
  if (value.type === 'rich_text') return [];
  return Object.entries(value).flatMap(([key, inner]) => (undrawn.has(key) ? [] : markupInside(inner)));
}

/** The leaves of every rich text inside blocks: text, user, link, broadcast … */
export function richElementsIn(value: unknown): RichElement[] {
  if (Array.isArray(value)) return value.flatMap(richElementsIn);
  if (!isJson(value)) return [];
  if (value.type === 'rich_text') return records(value.elements).flatMap(leavesOf);
  return Object.values(value).flatMap(richElementsIn);
}

function leavesOf(element: Json): RichElement[] {
  if (Array.isArray(element.elements)) return records(element.elements).flatMap(leavesOf);
  return [{ ...element, type: textOf(element.type) }];
}
