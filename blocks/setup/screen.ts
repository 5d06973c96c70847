import type { Button, KnownBlock, ModalView, RichTextBlock, SectionBlock } from '@slack/types';
import { button, plainText } from '../elements.ts';
import { limits } from '../limits.ts';
import { drawLong, drawSection, type Line } from '../lines.ts';
import { DO, GO } from './setup-ids.ts';

/** The parts of the screens of `/handoff setup`: one modal that shows one after the other. */

export const TITLE = 'Set up Handoff';

/** What came of the last press, above everything else. */
export type Said = { line: Line; undo: number | null } | null;

export function screen(parts: {
  said: Said;
  blocks: KnownBlock[];
  /** The way back to the overview; only the overview has none. */
  isOverview?: true;
  form?: { callback: string; submit: string; about: string };
}): ModalView {
  const { said, form } = parts;
  const blocks = [
    ...(said ? saidBlocks(said) : []),
    ...parts.blocks,
    ...(parts.isOverview
      ? []
      : [actions('back', [goTo('home', '‹ All steps', 'Back to all steps of setting up')])]),
  ];
  return {
    type: 'modal',
    callback_id: form?.callback ?? 'setup',
    ...(form && { private_metadata: form.about, submit: plainText(form.submit, limits.modalButton) }),
    title: plainText(TITLE, limits.modalTitle),
    close: plainText('Close', limits.modalButton),
    blocks: blocks.slice(0, limits.viewBlocks),
  };
}

/** While something takes its time. */
export const busyScreen = (line: Line): ModalView =>
  screen({ said: null, blocks: drawLong('busy', [line]), isOverview: true });

function saidBlocks({ line, undo }: NonNullable<Said>): KnownBlock[] {
  const button =
    undo === null ? [] : [actions('said/undo', [does(`undo:${undo}`, 'Undo', 'Undo this change')])];
  return [...drawLong('said', [line]), ...button, { type: 'divider' }];
}

export const actions = (blockId: string, elements: Button[]): KnownBlock => ({
  type: 'actions',
  block_id: blockId,
  elements,
});

export const goTo = (target: string, text: string, spoken: string): Button =>
  button({ id: `${GO}${target}`, text, spoken, value: target, style: 'plain' });

export const does = (deed: string, text: string, spoken: string): Button =>
  button({ id: `${DO}${deed}`, text, spoken, value: deed, style: 'plain' });

/** Asks once more before what cannot be taken back. */
export function sure(asked: Button, question: { title: string; text: string; yes: string }): Button {
  return {
    ...asked,
    confirm: {
      title: plainText(question.title, limits.confirmTitle),
      text: plainText(question.text, limits.confirmText),
      confirm: plainText(question.yes, limits.confirmButton),
      deny: plainText('Cancel', limits.confirmButton),
    },
  };
}

/** A line with a button at its side. */
export const row = (blockId: string, line: Line, accessory: Button): SectionBlock => ({
  ...drawSection(blockId, line),
  accessory,
});

/** Something to copy, exactly as it is. It is ours: nothing in it comes from a stranger. */
export function copyable(blockId: string, text: string): RichTextBlock {
  return {
    type: 'rich_text',
    block_id: blockId,
    elements: [{ type: 'rich_text_preformatted', elements: [{ type: 'text', text }] }],
  };
}
