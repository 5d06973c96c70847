import { type Option, optionsOf, plainText } from '../controls.ts';
import { framed, ink } from '../ink.ts';
import type { Given } from '../slack/element-state.ts';
import { elementsIn, type Placed } from '../slack/elements.ts';
import { textOf } from '../slack/json.ts';
import type { Answers } from '../slack/modal-form.ts';
import type { Person } from '../slack/person.ts';
import type { View } from '../slack/views.ts';
import { readMinutes } from './length.ts';
import type { Terminal } from './terminal.ts';

/** A modal on a terminal: shown, asked through field by field, and submitted. `given` answers the first fields. */
export async function goThroughModal(
  terminal: Terminal,
  person: Person,
  view: View,
  given: readonly string[],
  now: () => Date,
): Promise<void> {
  if (given.length === 0 || !view.submit) terminal.print(framed(person.read(view), '  '));
  if (!view.submit) {
    await person.closeModal();
    return;
  }
  const fields = elementsIn(view.blocks).filter(({ block }) => block.type === 'input');
  let answers = readGiven(fields, given, now);
  for (;;) {
    answers ??= await askAll(terminal, fields, now);
    if (answers === null) return closeUnsent(terminal, person);
    const outcome = await person.submit(answers);
    if (outcome.errors) {
      for (const [field, problem] of Object.entries(outcome.errors)) {
        terminal.print(ink.bad(`  ${labelOf(fields.find(({ blockId }) => blockId === field))}: ${problem}`));
      }
      // The lines of a script that gave its answers at once are its next commands, not other answers.
      const mayAsk = terminal.isInteractive || given.length === 0;
      if (!mayAsk) return closeUnsent(terminal, person);
      answers = null;
      continue;
    }
    if (outcome.problem) terminal.print(ink.bad(`  Slack shows an error: ${outcome.problem}`));
    if (outcome.modal) {
      terminal.print(framed(person.read(outcome.modal), '  '));
      await person.closeModal();
    }
    return;
  }
}

async function closeUnsent(terminal: Terminal, person: Person): Promise<void> {
  await person.closeModal();
  terminal.print(ink.quiet('  closed, nothing was sent'));
}

/** Null when nothing was given with the command, so that the fields are asked for. */
function readGiven(fields: Placed[], given: readonly string[], now: () => Date): Answers | null {
  if (given.length === 0) return null;
  const answers: Answers = {};
  for (const [index, field] of fields.entries()) {
    const text = given[index];
    const value = text === undefined ? null : readValue(field, text, now());
    if (value !== null) answers[field.blockId] = value;
  }
  return answers;
}

async function askAll(terminal: Terminal, fields: Placed[], now: () => Date): Promise<Answers | null> {
  terminal.print(ink.quiet('  Enter leaves a field as it is; “cancel” closes the window.'));
  const answers: Answers = {};
  for (const field of fields) {
    const options = optionsOf(field.element);
    if (options.length > 0) terminal.print(listed(options));
    for (;;) {
      const text = await terminal.ask(`  ${labelOf(field)}${hintOf(field)}: `);
      if (text === null || text.trim() === 'cancel') return null;
      if (text.trim() === '') break;
      const value = readValue(field, text.trim(), now());
      if (value !== null) {
        answers[field.blockId] = value;
        break;
      }
      terminal.print(ink.bad(`  “${text}” is not one of these`));
    }
  }
  return answers;
}

export const listed = (options: readonly Option[]): string =>
  options
    .map(({ label }, index) => `  ${ink.quiet(`${String(index + 1).padStart(2)}.`)} ${label}`)
    .join('\n');

/** An option by its number, or by the beginning of its words. */
export function chooseOption(options: readonly Option[], text: string): Option | null {
  const words = text.trim().toLowerCase();
  const numbered = /^\d+$/.test(words) ? options[Number(words) - 1] : undefined;
  return numbered ?? options.find(({ label }) => label.toLowerCase().startsWith(words)) ?? null;
}

function readValue({ element }: Placed, text: string, now: Date): Given {
  const options = optionsOf(element);
  if (options.length > 0) return chooseOption(options, text)?.value ?? null;
  if (element.type === 'datepicker') return /^\d{4}-\d{2}-\d{2}$/.test(text) ? text : null;
  if (element.type !== 'datetimepicker') return text;
  const minutes = readMinutes(text);
  return minutes === null ? null : new Date(now.getTime() + minutes * 60_000);
}

function hintOf({ block, element }: Placed): string {
  if (element.type === 'datepicker') return ' (such as 2026-12-01)';
  if (element.type === 'datetimepicker') return ' (from now, such as 2h or 1d)';
  return block.optional === true ? ' (optional)' : '';
}

const labelOf = (field: Placed | undefined): string =>
  field ? plainText(field.block.label) || textOf(field.element.action_id) : 'The form';
