import type { InputBlock, KnownBlock, ModalView, PlainTextOption, RadioButtons } from '@slack/types';
import type { NamedLead, Stranger } from '#src/view/models.ts';
import { plainText } from './elements.ts';
import { callbacks, formatValue } from './ids.ts';
import { limits } from './limits.ts';
import { draw, type Line, leadName } from './lines.ts';
import { plain } from './text.ts';

/** A modal that asks something about one handoff. */
export function form(parts: {
  callback: string;
  about: Pick<NamedLead, 'handoffId' | 'seen'>;
  title: string;
  submit: string;
  blocks: KnownBlock[];
}): ModalView {
  return {
    type: 'modal',
    callback_id: parts.callback,
    private_metadata: formatValue({ ...parts.about, choice: null }),
    title: plainText(parts.title, limits.modalTitle),
    submit: plainText(parts.submit, limits.modalButton),
    close: plainText('Cancel', limits.modalButton),
    blocks: parts.blocks,
  };
}

/** A modal that only tells. */
export function notice(title: string, blocks: KnownBlock[]): ModalView {
  return {
    type: 'modal',
    callback_id: callbacks.notice,
    title: plainText(title, limits.modalTitle),
    close: plainText('Close', limits.modalButton),
    blocks: blocks.slice(0, limits.viewBlocks),
  };
}

/** Which lead the modal is about. */
export function aboutLead(lead: { name: Stranger; company: Stranger | null }, more: Line[]): KnownBlock {
  return draw('about/lead', [leadName(lead.name, lead.company), ...more]);
}

/** An input found again as `view.state.values[field][field]`. */
export function input(parts: {
  field: string;
  label: string;
  hint: string | null;
  optional: boolean;
  element: InputBlock['element'];
}): InputBlock {
  return {
    type: 'input',
    block_id: parts.field,
    label: plainText(parts.label, limits.inputLabel),
    ...(parts.hint !== null && { hint: plainText(parts.hint, limits.inputHint) }),
    optional: parts.optional,
    element: { ...parts.element, action_id: parts.field },
  };
}

/** A field to write in. */
export function textInput(parts: {
  field: string;
  label: string;
  hint: string | null;
  optional: boolean;
  lines: 'one' | 'many';
  /** What it begins with; nothing where it is empty. */
  initial?: Stranger | undefined;
}): InputBlock {
  const { lines, initial = '', ...rest } = parts;
  const element = {
    type: 'plain_text_input',
    multiline: lines === 'many',
    max_length: limits.inputText,
    ...(initial !== '' && { initial_value: plain(initial, limits.inputText) }),
  } as const;
  return input({ ...rest, element });
}

/** A few choices, all visible. */
export function radio(options: PlainTextOption[]): RadioButtons {
  return { type: 'radio_buttons', options };
}
