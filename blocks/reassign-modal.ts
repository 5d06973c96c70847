import type { ModalView, PlainTextElement, PlainTextOption } from '@slack/types';
import type { ReassignModel } from '#src/view/models.ts';
import { option, plainText } from './elements.ts';
import { callbacks, fields, formatNext } from './ids.ts';
import { STATE_LABELS } from './labels.ts';
import { limits, shown } from './limits.ts';
import { join, type Line, sayPlain, stranger } from './lines.ts';
import { aboutLead, form, input, textInput } from './modal-parts.ts';
import { againstLines } from './reassigned.ts';

/** Giving a handoff to somebody else: whoever is next by the rules, or a person, also against the rules. */
export function reassignModal(model: ReassignModel): ModalView {
  const owner: Line =
    model.ownerName === null ? ['nobody has it'] : ['with ', stranger(model.ownerName, shown.name)];
  const words = model.next?.words ?? 'nobody else can take it now';
  const next = option(`By the rules: ${words}`, formatNext(model.next?.id ?? null));
  const free = model.people.filter(({ against }) => against.length === 0);
  const others = model.people.filter(({ against }) => against.length > 0);
  const choose = ({ id, name, against }: Person): PlainTextOption => ({
    ...option(name, id),
    ...(against.length > 0 && { description: whyNot(against, model.timeZone) }),
  });
  return form({
    callback: callbacks.reassign,
    about: model,
    title: 'Reassign lead',
    submit: 'Reassign',
    blocks: [
      aboutLead(model.lead, [join([[STATE_LABELS[model.state]], owner], ' · ')]),
      input({
        field: fields.person,
        label: 'To whom?',
        hint: 'Choosing somebody the rules would pass over is logged as your decision.',
        optional: false,
        element: {
          type: 'static_select',
          focus_on_load: true,
          // Where the rules know nobody, choosing is left to the reader.
          ...(model.next !== null && { initial_option: next }),
          option_groups: [
            ...group('Next in turn', [next]),
            ...group('Free to take it', free.filter(({ isMember }) => isMember).map(choose)),
            ...group('Free, but not in its pool', free.filter(({ isMember }) => !isMember).map(choose)),
            ...group('Would be passed over', others.map(choose)),
          ],
        },
      }),
      textInput({
        field: fields.note,
        label: 'Why?',
        hint: 'Both people read it.',
        optional: false,
        lines: 'one',
      }),
    ],
  });
}

type Person = ReassignModel['people'][number];

/** As many reasons as there is room for; the others are counted. */
function whyNot(against: Person['against'], timeZone: string): PlainTextElement {
  const reasons = againstLines(against).map((line) => sayPlain(line, timeZone));
  for (let kept = reasons.length; kept > 0; kept -= 1) {
    const rest = reasons.length - kept;
    const text = [...reasons.slice(0, kept), ...(rest > 0 ? [`${rest} more`] : [])].join('; ');
    if (text.length <= limits.optionDescription) return plainText(text, limits.optionDescription);
  }
  return plainText(reasons.join('; '), limits.optionDescription);
}

type Group = { label: PlainTextElement; options: PlainTextOption[] };

function group(label: string, options: PlainTextOption[]): Group[] {
  const groups: Group[] = [];
  for (let start = 0; start < options.length; start += limits.selectOptions) {
    groups.push({
      label: plainText(start === 0 ? label : `${label}, continued`, limits.optionGroupLabel),
      options: options.slice(start, start + limits.selectOptions),
    });
  }
  return groups;
}
