import { elementsIn, type Placed } from './elements.ts';
import { isJson, type Json, records, textOf } from './json.ts';

export type StateValue = Json & { type: string };

/** block id → action id → value: `state.values` of a view or of a message's `block_actions`. */
export type StateValues = Record<string, Record<string, StateValue>>;

/** What a person can give a field; null empties it. */
export type Given = string | number | Date | string[] | null;

type Kind = 'text' | 'option' | 'options' | 'id' | 'ids' | 'instant';

type Stateful = { kind: Kind; field: string; initial: string };

const text: Stateful = { kind: 'text', field: 'value', initial: 'initial_value' };
const oneOption: Stateful = { kind: 'option', field: 'selected_option', initial: 'initial_option' };
const manyOptions: Stateful = { kind: 'options', field: 'selected_options', initial: 'initial_options' };

const stateful: Record<string, Stateful> = {
  plain_text_input: text,
  email_text_input: text,
  url_text_input: text,
  number_input: text,
  static_select: oneOption,
  external_select: oneOption,
  radio_buttons: oneOption,
  multi_static_select: manyOptions,
  multi_external_select: manyOptions,
  checkboxes: manyOptions,
  users_select: { kind: 'id', field: 'selected_user', initial: 'initial_user' },
  channels_select: { kind: 'id', field: 'selected_channel', initial: 'initial_channel' },
  conversations_select: { kind: 'id', field: 'selected_conversation', initial: 'initial_conversation' },
  multi_users_select: { kind: 'ids', field: 'selected_users', initial: 'initial_users' },
  multi_channels_select: { kind: 'ids', field: 'selected_channels', initial: 'initial_channels' },
  multi_conversations_select: {
    kind: 'ids',
    field: 'selected_conversations',
    initial: 'initial_conversations',
  },
  datepicker: { kind: 'text', field: 'selected_date', initial: 'initial_date' },
  timepicker: { kind: 'text', field: 'selected_time', initial: 'initial_time' },
  datetimepicker: { kind: 'instant', field: 'selected_date_time', initial: 'initial_date_time' },
};

export function hasState(element: Json): boolean {
  return stateful[textOf(element.type)] !== undefined;
}

export function isEmpty(element: Json, value: StateValue | undefined): boolean {
  const content = value?.[stateful[textOf(element.type)]?.field ?? 'value'];
  return content === undefined || content === null || (Array.isArray(content) && content.length === 0);
}

/** The state of all fields: what was entered, else what the element began with. */
export function stateOf(blocks: Json[], entered: (placed: Placed) => StateValue | undefined): StateValues {
  const values: StateValues = {};
  for (const placed of elementsIn(blocks)) {
    if (!hasState(placed.element)) continue;
    values[placed.blockId] = {
      ...values[placed.blockId],
      [textOf(placed.element.action_id)]: entered(placed) ?? initialValue(placed.element),
    };
  }
  return values;
}

function initialValue(element: Json): StateValue {
  const type = textOf(element.type);
  const known = stateful[type];
  if (!known) return { type };
  const isMany = known.kind === 'options' || known.kind === 'ids';
  return { type, [known.field]: element[known.initial] ?? (isMany ? [] : null) };
}

/** What choosing or typing `given` makes of the element's value. Throws when the element does not offer it. */
export function chosenValue(element: Json, given: Given): StateValue {
  const type = textOf(element.type);
  const known = stateful[type];
  if (!known) throw new Error(`a ${type} has no value to choose`);
  return { type, [known.field]: contentOf(element, known.kind, given) };
}

function contentOf(element: Json, kind: Kind, given: Given): unknown {
  if (given === null) return kind === 'options' || kind === 'ids' ? [] : null;
  switch (kind) {
    case 'text':
      return String(given) === '' ? null : String(given);
    case 'option':
      return optionOf(element, String(given));
    case 'options':
      return listed(given).map((one) => optionOf(element, one));
    case 'id':
      return String(given);
    case 'ids':
      return listed(given);
    case 'instant':
      return given instanceof Date ? Math.floor(given.getTime() / 1000) : Number(given);
  }
}

/** What somebody gave to get this value: the inverse of `chosenValue`. */
export function givenOf(element: Json, value: Json | undefined): Exclude<Given, Date> {
  const known = stateful[textOf(element.type)];
  if (!known) return null;
  const content = value ? value[known.field] : element[known.initial];
  switch (known.kind) {
    case 'text':
    case 'id':
      return textOf(content) || null;
    case 'option':
      return isJson(content) ? textOf(content.value) : null;
    case 'options':
      return records(content).map((option) => textOf(option.value));
    case 'ids':
      return Array.isArray(content) ? content.map(String) : [];
    case 'instant':
      return typeof content === 'number' ? content : null;
  }
}

function listed(given: Exclude<Given, null>): string[] {
  return Array.isArray(given) ? given : [String(given)];
}

/** The option with this text or this value. */
export function optionOf(element: Json, wanted: string): Json {
  const offered = [
    ...records(element.options),
    ...records(element.option_groups).flatMap((group) => records(group.options)),
  ];
  const found = offered.find((option) => option.value === wanted || labelOf(option) === wanted);
  if (found) return found;
  throw new Error(
    `no option "${wanted}"; offered are ${offered.map((one) => `"${labelOf(one)}"`).join(', ')}`,
  );
}

function labelOf(option: Json): string {
  return isJson(option.text) ? textOf(option.text.text) : '';
}
