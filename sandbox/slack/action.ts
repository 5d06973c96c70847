import { chosenValue, type Given, hasState, optionOf } from './element-state.ts';
import { elementsIn, type Placed } from './elements.ts';
import { isJson, type Json, textOf } from './json.ts';

/** Which element, where an action id alone does not say it, and what is chosen in it. */
export type Choice = {
  /** A select's option by text or value, a user id, a date; of several buttons, the one with this value. */
  value?: Given;
  blockId?: string;
};

/** Finds the one element a person means. Throws when there is none, or when several would do. */
export function findElement(blocks: Json[], actionId: string, choice: Choice): Placed {
  const all = elementsIn(blocks);
  const named = all
    .filter(({ element }) => element.action_id === actionId)
    .filter(({ blockId }) => choice.blockId === undefined || blockId === choice.blockId);
  const fitting = named.filter(
    ({ element }) =>
      element.type !== 'button' || choice.value == null || textOf(element.value) === choice.value,
  );
  const [found, other] = fitting;
  if (!found) {
    const known = all.map(({ element }) => textOf(element.action_id)).join(', ');
    throw new Error(`nothing to press with action_id "${actionId}"; there is: ${known || 'nothing'}`);
  }
  if (other) throw new Error(`${fitting.length} elements have action_id "${actionId}"; say blockId or value`);
  return found;
}

/** The entry of `actions[]` for a press on this element. */
export function actionOf(placed: Placed, choice: Choice, actionTs: string): Json {
  const { element, blockId } = placed;
  const common = { type: element.type, action_id: element.action_id, block_id: blockId, action_ts: actionTs };
  if (element.type === 'button') {
    const { text, value, url, style, confirm } = element;
    return { ...common, ...present({ text, value, url, style, confirm }) };
  }
  if (choice.value === undefined) throw new Error(`say what to choose in "${textOf(element.action_id)}"`);
  const { placeholder } = element;
  const chosen = hasState(element)
    ? chosenValue(element, choice.value)
    : { selected_option: optionOf(element, String(choice.value)) };
  return { ...common, ...present({ placeholder }), ...chosen };
}

export function labelOf(element: Json): string {
  return isJson(element.text) ? textOf(element.text.text) : textOf(element.action_id);
}

function present(fields: Json): Json {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined));
}
