import type { Choice } from './slack/action.ts';
import { elementsIn, type Placed } from './slack/elements.ts';
import { isJson, type Json, records, textOf } from './slack/json.ts';
import type { SeenMessage } from './slack/seen-message.ts';

/** Something on a message that a person can press. Each choice of *More* is one of its own. */
export type Control = {
  /** What stands on it, without the dots. */
  label: string;
  /** What a screen reader says, such as "Reassign lead Globex"; the label where nothing is given. */
  spoken: string;
  actionId: string;
  /** Which of several with the same id. */
  choice: Choice;
  /** What a menu offers; pressing it needs one of them. */
  options: Option[];
};
export type Option = { label: string; value: string };

export const controlsOf = (message: SeenMessage): Control[] => elementsIn(message.blocks).flatMap(controlsIn);

function controlsIn({ element, blockId }: Placed): Control[] {
  const actionId = textOf(element.action_id);
  const options = optionsOf(element);
  if (element.type === 'overflow') {
    return options.map(({ label, value }) => {
      const words = undotted(label);
      return { label: words, spoken: words, actionId, choice: { blockId, value }, options: [] };
    });
  }
  const label = undotted(plainText(element.text) || plainText(element.placeholder));
  const spoken = textOf(element.accessibility_label) || label;
  const value = element.type === 'button' ? textOf(element.value) : undefined;
  return [{ label, spoken, actionId, choice: { blockId, ...(value !== undefined && { value }) }, options }];
}

/** The one a person means by these words: the beginning of what stands on it, or of what is said. */
export function findControl(controls: readonly Control[], words: string): Control | null {
  const wanted = words.trim().toLowerCase();
  const begins = (text: string) => text.toLowerCase().startsWith(wanted);
  return (
    controls.find(({ label, spoken }) => [label, spoken].some((text) => text.toLowerCase() === wanted)) ??
    controls.find(({ label, spoken }) => begins(label) || begins(spoken)) ??
    null
  );
}

/** What a menu, or a field of a modal, offers. */
export function optionsOf(element: Json): Option[] {
  const all = [
    ...records(element.options),
    ...records(element.option_groups).flatMap((one) => records(one.options)),
  ];
  return all.map((option) => ({ label: plainText(option.text), value: textOf(option.value) }));
}

export const plainText = (object: unknown): string => (isJson(object) ? textOf(object.text) : '');

const undotted = (label: string): string => label.replace(/…$/, '').trim();
