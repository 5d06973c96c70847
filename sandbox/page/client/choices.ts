import { isJson, type Json, records, textOf } from '../../slack/json.ts';
import type { Given, Names } from '../protocol.ts';
import { confirmed } from './confirm.ts';
import { action, busyWhile, freshId, h, setAttributes } from './dom.ts';
import { drawText, plainOf, sayMrkdwn } from './draw-text.ts';
import type { Reading } from './reading.ts';
import { type Field, found, give } from './surface.ts';

/** Elements in which one chooses among what is offered. */

type Choice = { value: string; label: string };
type Group = { label: string; choices: Choice[] };

const labelled = (entries: Record<string, string>, sign: string): Choice[] =>
  Object.entries(entries).map(([value, name]) => ({ value, label: `${sign}${name}` }));

const PICKS: Record<string, (names: Names, element: Json) => Choice[]> = {
  users: ({ people }) => labelled(people, ''),
  channels: ({ channels }) => labelled(channels, '#'),
  conversations: ({ people, channels }, { filter }) => {
    const kinds = isJson(filter) && Array.isArray(filter.include) ? filter.include : ['public', 'im'];
    return [
      ...(kinds.includes('public') || kinds.includes('private') ? labelled(channels, '#') : []),
      ...(kinds.includes('im') ? labelled(people, '') : []),
    ];
  },
};

function groupsOf(element: Json, reading: Reading): Group[] {
  const kind = textOf(element.type)
    .replace(/^multi_/, '')
    .replace(/_select$/, '');
  const pick = PICKS[kind];
  if (pick) return [{ label: '', choices: pick(reading.names, element) }];
  if (kind === 'external') {
    const begun = [element.initial_option, ...records(element.initial_options)].filter(isJson);
    return [{ label: '', choices: begun.map((one) => choiceOf(one, reading)) }];
  }
  const loose = records(element.options).map((one) => choiceOf(one, reading));
  const groups = records(element.option_groups).map((group) => ({
    label: plainOf(group.label),
    choices: records(group.options).map((one) => choiceOf(one, reading)),
  }));
  return loose.length > 0 ? [{ label: '', choices: loose }, ...groups] : groups;
}

// A native menu has one line for each option, so the description follows its text.
function choiceOf(option: Json, reading: Reading): Choice {
  const parts = [option.text, option.description].filter(isJson).map((one) => wordsOf(one, reading));
  return { value: textOf(option.value), label: parts.join(' – ') };
}

const wordsOf = (object: Json, reading: Reading): string =>
  object.type === 'mrkdwn' ? sayMrkdwn(textOf(object.text), reading) : plainOf(object);

export function drawSelect(field: Field): HTMLElement {
  const { element } = field;
  const reading = field.surface.reading();
  const groups = groupsOf(element, reading);
  const placeholder = plainOf(element.placeholder) || 'Choose…';
  const select = h(
    'select',
    { ...found(field), class: 'select', ...nameFrom(field, placeholder) },
    h('option', { value: '' }, placeholder),
    ...groups.map((group) => {
      const options = group.choices.map(({ value, label }) => h('option', { value }, label));
      return group.label === '' ? fragmentOf(options) : h('optgroup', { label: group.label }, ...options);
    }),
  );
  const standing = typeof field.value === 'string' ? field.value : '';
  select.value = standing;
  if (field.isSentAtOnce) openInsteadOfStepping(select);
  select.addEventListener('change', async () => {
    const value = select.value === '' ? null : select.value;
    if (value === null && field.isSentAtOnce) return;
    const isMeant = await confirmed(element, reading);
    const isTaken = isMeant && (await busyWhile(select, () => give(field, value)));
    if (!isTaken) select.value = standing;
  });
  return select;
}

/**
 * A closed native menu changes its value with every arrow key. Where a choice acts at once, that would press what one
 * only passes by; so keys open the menu, and choosing happens there.
 */
function openInsteadOfStepping(select: HTMLSelectElement): void {
  select.addEventListener('keydown', (event) => {
    const isStep = /^(Arrow|Page|Home$|End$)/.test(event.key);
    const isTyped = event.key.length === 1 && event.key !== ' ' && !event.ctrlKey && !event.metaKey;
    if (!(isStep || isTyped) || event.altKey || typeof select.showPicker !== 'function') return;
    event.preventDefault();
    select.showPicker();
  });
}

export function drawMultiSelect(field: Field): HTMLElement {
  const { element } = field;
  const reading = field.surface.reading();
  const groups = groupsOf(element, reading);
  const placeholder = plainOf(element.placeholder) || 'Choose…';
  const chosen = new Set(listOf(field.value));
  const id = freshId();
  // Its own words are what is chosen, so they belong to its name; it may not carry the other attributes of a field.
  const label = field.aria['aria-labelledby'] ?? null;
  const summary = h('summary', {
    ...found(field),
    id,
    class: 'select',
    'aria-labelledby': label && `${label} ${id}`,
    'aria-describedby': field.aria['aria-describedby'] ?? null,
  });
  const tell = () => {
    const labels = groups
      .flatMap((group) => group.choices)
      .filter(({ value }) => chosen.has(value))
      .map(({ label }) => label);
    summary.textContent = labels.length > 0 ? labels.join(', ') : placeholder;
  };
  const most = typeof element.max_selected_items === 'number' ? element.max_selected_items : Infinity;
  const boxes = groups.map((group) => {
    const items = group.choices.map(({ value, label }) => {
      const input = h('input', { type: 'checkbox', value });
      input.checked = chosen.has(value);
      input.addEventListener('change', () => {
        if (input.checked && chosen.size >= most) input.checked = false;
        if (input.checked) chosen.add(value);
        else chosen.delete(value);
        tell();
        if (!field.isSentAtOnce) field.surface.fill(field, [...chosen]);
      });
      return h('label', { class: 'choice' }, input, h('span', {}, label));
    });
    return h('fieldset', {}, group.label === '' ? null : h('legend', {}, group.label), ...items);
  });
  tell();
  const send = field.isSentAtOnce ? [setButton(field, () => [...chosen], plainOf(element.placeholder))] : [];
  return h('details', { class: 'multi' }, summary, h('div', { class: 'multi-list' }, ...boxes, ...send));
}

/** For choices that take several steps, where nobody wants each step to act. */
export function setButton(field: Field, read: () => Given, about: string): HTMLButtonElement {
  const send = async (button: HTMLButtonElement) => {
    if (!(await confirmed(field.element, field.surface.reading()))) return;
    await busyWhile(button, () => give(field, read()));
  };
  return action('button', 'Set', send, {
    ...found(field, 'set'),
    'aria-label': about === '' ? null : `Set: ${about}`,
  });
}

export function drawRadioButtons(field: Field): HTMLElement {
  return drawTicks(field, 'radio');
}

export function drawCheckboxes(field: Field): HTMLElement {
  return drawTicks(field, 'checkbox');
}

function drawTicks(field: Field, type: 'radio' | 'checkbox'): HTMLElement {
  const { element } = field;
  const reading = field.surface.reading();
  const name = freshId();
  const ticked = listOf(field.value);
  const inputs = records(element.options).map((option) => {
    const value = textOf(option.value);
    const input = h('input', { ...found(field, value), type, name, value });
    input.checked = ticked.includes(value);
    return { input, option };
  });
  const read = (): Given => {
    const values = inputs.filter(({ input }) => input.checked).map(({ input }) => input.value);
    return type === 'radio' ? (values[0] ?? null) : values;
  };
  const labels = inputs.map(({ input, option }) => {
    input.addEventListener('change', async () => {
      const isTaken = (await confirmed(element, reading)) && (await give(field, read()));
      if (!isTaken) for (const one of inputs) one.input.checked = ticked.includes(one.input.value);
    });
    const words = h('span', {}, ...drawText(option.text, reading));
    const described = isJson(option.description)
      ? h('span', { class: 'hint' }, ...drawText(option.description, reading))
      : null;
    return h('label', { class: 'choice' }, input, h('span', { class: 'choice-words' }, words, described));
  });
  const role = type === 'radio' ? 'radiogroup' : 'group';
  const box = h('div', { class: 'choices', role }, ...labels);
  setAttributes(box, nameFrom(field, ''));
  return box;
}

const listOf = (value: Given): string[] =>
  Array.isArray(value) ? value : typeof value === 'string' ? [value] : [];

const nameFrom = (field: Field, usual: string): Record<string, string | null> =>
  field.aria['aria-labelledby'] ? field.aria : { ...field.aria, 'aria-label': usual || null };

function fragmentOf(nodes: Node[]): DocumentFragment {
  const fragment = document.createDocumentFragment();
  fragment.append(...nodes);
  return fragment;
}
