import { textOf } from '../../slack/json.ts';
import type { Given } from '../protocol.ts';
import { setButton } from './choices.ts';
import { h } from './dom.ts';
import { plainOf } from './draw-text.ts';
import { type Field, found, give } from './surface.ts';
import { instantOf, wallTime } from './zone-time.ts';

/** Elements in which one writes or picks a time. */

type Writable = HTMLInputElement | HTMLTextAreaElement;

export function drawTextInput(field: Field): HTMLElement {
  const { element } = field;
  const isLong = element.multiline === true;
  const control = isLong
    ? h('textarea', { ...attributesOf(field), rows: 4 })
    : h('input', { ...attributesOf(field), type: 'text' });
  return written(field, control, {
    show: (value) => (typeof value === 'string' ? value : ''),
    read: (text) => text,
  });
}

export const drawEmailInput = (field: Field): HTMLElement => drawTyped(field, { type: 'email' });
export const drawUrlInput = (field: Field): HTMLElement =>
  drawTyped(field, { type: 'url', placeholder: plainOf(field.element.placeholder) || 'https://' });

export function drawNumberInput(field: Field): HTMLElement {
  const { element } = field;
  return drawTyped(field, {
    type: 'number',
    min: textOf(element.min_value) || null,
    max: textOf(element.max_value) || null,
    step: element.is_decimal_allowed === true ? 'any' : 1,
  });
}

export const drawDatePicker = (field: Field): HTMLElement => drawTyped(field, { type: 'date' });
export const drawTimePicker = (field: Field): HTMLElement => drawTyped(field, { type: 'time' });

/** A date and a time in the person's own zone. */
export function drawDateTimePicker(field: Field): HTMLElement {
  const { timeZone } = field.surface.reading();
  const control = h('input', { ...attributesOf(field), type: 'datetime-local' });
  return written(field, control, {
    show: (value) => (typeof value === 'number' ? wallTime(value, timeZone) : ''),
    read: (text) => instantOf(text, timeZone),
  });
}

/** What Slack can ask for and this page cannot give. */
export function drawUnavailable(field: Field): HTMLElement {
  const what = field.element.type === 'file_input' ? 'files' : 'formatted text';
  return h('p', { class: 'hint', ...found(field) }, `The demo takes no ${what}.`);
}

function drawTyped(field: Field, attributes: Record<string, string | number | null>): HTMLElement {
  return written(field, h('input', { ...attributesOf(field), ...attributes }), {
    show: (value) => (typeof value === 'string' ? value : ''),
    read: (text) => text,
  });
}

function attributesOf(field: Field): Record<string, string | number | null> {
  const { element } = field;
  const placeholder = plainOf(element.placeholder);
  const name = field.aria['aria-labelledby'] ? null : placeholder || 'Value';
  return {
    ...found(field),
    ...field.aria,
    'aria-label': name,
    class: 'input',
    placeholder: placeholder || null,
    maxlength: typeof element.max_length === 'number' ? element.max_length : null,
    autocomplete: 'off',
  };
}

function written(
  field: Field,
  control: Writable,
  { show, read }: { show: (value: Given) => string; read: (text: string) => Given },
): HTMLElement {
  control.value = show(field.value);
  const given = (): Given => (control.value === '' ? null : read(control.value));
  if (!field.isSentAtOnce) {
    control.addEventListener('input', () => field.surface.fill(field, given()));
    return control;
  }
  control.addEventListener('keydown', (event) => {
    if (!(event instanceof KeyboardEvent) || event.key !== 'Enter' || control instanceof HTMLTextAreaElement)
      return;
    event.preventDefault();
    void give(field, given());
  });
  const about = control.getAttribute('aria-label') ?? '';
  return h('div', { class: 'controls' }, control, setButton(field, given, about));
}
