import { type Json, textOf } from '../../slack/json.ts';
import { drawButton, drawFeedbackButtons, drawIconButton, drawOverflow } from './buttons.ts';
import { drawCheckboxes, drawMultiSelect, drawRadioButtons, drawSelect } from './choices.ts';
import { h } from './dom.ts';
import {
  drawDatePicker,
  drawDateTimePicker,
  drawEmailInput,
  drawNumberInput,
  drawTextInput,
  drawTimePicker,
  drawUnavailable,
  drawUrlInput,
} from './inputs.ts';
import { type ElementKind, isElementKind } from './kinds.ts';
import { type Field, fieldOf, type Surface } from './surface.ts';

const DRAW: Record<ElementKind, (field: Field) => HTMLElement> = {
  button: drawButton,
  channels_select: drawSelect,
  checkboxes: drawCheckboxes,
  conversations_select: drawSelect,
  datepicker: drawDatePicker,
  datetimepicker: drawDateTimePicker,
  email_text_input: drawEmailInput,
  external_select: drawSelect,
  feedback_buttons: drawFeedbackButtons,
  file_input: drawUnavailable,
  icon_button: drawIconButton,
  image: ({ element }) => drawImage(element),
  multi_channels_select: drawMultiSelect,
  multi_conversations_select: drawMultiSelect,
  multi_external_select: drawMultiSelect,
  multi_static_select: drawMultiSelect,
  multi_users_select: drawMultiSelect,
  number_input: drawNumberInput,
  overflow: drawOverflow,
  plain_text_input: drawTextInput,
  radio_buttons: drawRadioButtons,
  rich_text_input: drawUnavailable,
  static_select: drawSelect,
  timepicker: drawTimePicker,
  url_text_input: drawUrlInput,
  users_select: drawSelect,
};

/** One element of a block; `aria` are the attributes that name it, where something beside it does. */
export function drawElement(
  surface: Surface,
  block: Json,
  element: Json,
  aria: Field['aria'] = {},
): HTMLElement {
  if (isElementKind(element.type)) return DRAW[element.type](fieldOf(surface, block, element, aria));
  return h('span', { class: 'hint' }, `(${textOf(element.type)})`);
}

/** A picture; its words where it cannot be shown. */
export function drawImage(image: Json): HTMLElement {
  const words = textOf(image.alt_text);
  const instead = h('span', { class: 'picture-words' }, `Picture: ${words}`);
  const address = textOf(image.image_url);
  if (address === '') return instead;
  const picture = h('img', { class: 'picture', src: address, alt: words, loading: 'lazy' });
  picture.addEventListener('error', () => picture.replaceWith(instead));
  return picture;
}
