import type { Button, HeaderBlock, PlainTextElement, PlainTextOption } from '@slack/types';
import { limits } from './limits.ts';
import { plain } from './text.ts';

/** The small parts that every message and modal is made of. */

/** Text that Slack does not parse; `:emoji:` stays as typed. */
export function plainText(text: string, max: number): PlainTextElement {
  return { type: 'plain_text', text: plain(text, max), emoji: false };
}

/** A button whose spoken label names what it acts on, so that it makes sense read alone. */
export function button(parts: {
  id: string;
  text: string;
  spoken: string;
  value: string;
  style: 'primary' | 'plain';
}): Button {
  return {
    type: 'button',
    action_id: parts.id,
    text: plainText(parts.text, limits.buttonText),
    value: parts.value,
    accessibility_label: plain(parts.spoken, limits.accessibilityLabel),
    ...(parts.style === 'primary' && { style: parts.style }),
  };
}

/** Names what stands below it, to eyes and to screen readers. */
export function heading(blockId: string, text: string): HeaderBlock {
  return { type: 'header', block_id: blockId, text: plainText(text, limits.headerText) };
}

/** One choice of a menu. */
export function option(text: string, value: string): PlainTextOption {
  return { text: plainText(text, limits.optionText), value };
}
