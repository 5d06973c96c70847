import { givenOf } from '../../slack/element-state.ts';
import { isJson, type Json, textOf } from '../../slack/json.ts';
import type { Given } from '../protocol.ts';
import type { Reading } from './reading.ts';

/** Which control of a message or view. */
export type Control = { blockId: string; actionId: string };

/** Where blocks are shown, and what becomes of what people do in them. */
export type Surface = {
  reading: () => Reading;
  /** What stands in a control now: `state.values` as Slack has it. */
  values: () => Json;
  /** What was typed and not sent yet. */
  draftOf: (control: Control) => Given | undefined;
  /** Something was entered that the app hears of only with the form. */
  fill: (control: Control, value: Given) => void;
  /** The app hears of it at once. True when it took it. */
  press: (control: Control, value: Given) => Promise<boolean>;
  errorOf: (blockId: string) => string | undefined;
};

/** A control as its element draws it. */
export type Field = Control & {
  surface: Surface;
  element: Json;
  value: Given;
  /** Whether the app hears of a choice at once, or only when the form is sent. */
  isSentAtOnce: boolean;
  /** Attributes that name and describe it: a label's id, hints, errors. */
  aria: Record<string, string | null>;
};

export function fieldOf(surface: Surface, block: Json, element: Json, aria: Field['aria']): Field {
  const control = { blockId: textOf(block.block_id), actionId: textOf(element.action_id) };
  const inBlock = surface.values()[control.blockId];
  const state = isJson(inBlock) ? inBlock[control.actionId] : undefined;
  const value = surface.draftOf(control) ?? givenOf(element, isJson(state) ? state : undefined);
  const isSentAtOnce = block.type !== 'input' || block.dispatch_action === true;
  return { ...control, surface, element, value, isSentAtOnce, aria };
}

/** Attributes by which a control is found again after it was redrawn. */
export const found = ({ blockId, actionId }: Control, which = ''): Record<string, string> => ({
  'data-control': JSON.stringify([blockId, actionId, which]),
  'data-action': actionId,
});

/** A choice of `value` was made in the field. False when the app did not take it. */
export async function give(field: Field, value: Given): Promise<boolean> {
  if (!field.isSentAtOnce) {
    field.surface.fill(field, value);
    return true;
  }
  return field.surface.press(field, value);
}
