import { chosenValue, type Given, hasState, isEmpty } from './element-state.ts';
import { elementsIn, type Placed } from './elements.ts';
import { isJson, type Json, lengthOf, textOf } from './json.ts';
import type { OpenView, Views } from './views.ts';

/** Fields by block id, action id or label, as a person would name them, and what goes in. */
export type Answers = Record<string, Given>;

export function fillForm(views: Views, open: OpenView, answers: Answers): void {
  for (const [name, given] of Object.entries(answers)) {
    const field = findField(open.view.blocks, name);
    views.enter(open, field, chosenValue(field.element, given));
  }
}

function findField(blocks: Json[], name: string): Placed {
  const fields = elementsIn(blocks).filter(({ element }) => hasState(element));
  const found =
    fields.find((field) => field.blockId === name) ??
    fields.find((field) => field.element.action_id === name) ??
    fields.find((field) => fieldLabel(field).toLowerCase() === name.toLowerCase());
  if (found) return found;
  const known = fields.map((field) => `"${fieldLabel(field) || field.element.action_id}"`).join(', ');
  throw new Error(`no field "${name}"; there are: ${known || 'none'}`);
}

function fieldLabel(field: Placed): string {
  const { label } = field.block;
  return isJson(label) ? textOf(label.text) : '';
}

/** What Slack's client refuses to send: empty required fields, and text that is too short or too long. */
export function clientErrors(open: OpenView): Record<string, string> {
  const errors: Record<string, string> = {};
  for (const field of elementsIn(open.view.blocks)) {
    if (field.block.type !== 'input') continue;
    const value = open.view.state.values[field.blockId]?.[textOf(field.element.action_id)];
    const problem = isEmpty(field.element, value)
      ? field.block.optional !== true && 'Please complete this required field.'
      : lengthProblem(field.element, value?.value);
    if (problem) errors[field.blockId] = problem;
  }
  return errors;
}

function lengthProblem(element: Json, value: unknown): string | false {
  if (typeof value !== 'string') return false;
  const { min_length: min, max_length: max } = element;
  const length = lengthOf(value);
  if (typeof min === 'number' && length < min) return `Please enter at least ${min} characters.`;
  if (length > (typeof max === 'number' ? max : 3000))
    return `Please enter at most ${max ?? 3000} characters.`;
  return false;
}

/** Slack shows an error only under an input block; naming any other makes the whole answer invalid. */
export function errorsIn(body: Json, open: OpenView): Record<string, string> | undefined {
  if (!isJson(body.errors)) return undefined;
  const inputs = open.view.blocks.filter((block) => block.type === 'input').map((block) => block.block_id);
  const entries = Object.entries(body.errors);
  if (entries.length === 0 || !entries.every(([id, text]) => inputs.includes(id) && text)) return undefined;
  return Object.fromEntries(entries.map(([id, text]) => [id, String(text)]));
}
