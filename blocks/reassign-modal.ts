import type { ModalView, PlainTextElement, PlainTextOption } from '@slack/types';
import type { ReassignModel } from '#src/view/models.ts';
import { option, plainText } from './elements.ts';
import { ACCEPTED, callbacks, fields, formatValue, NEXT_PERSON } from './ids.ts';
import { STATE_LABELS } from './labels.ts';
import { limits, shown } from './limits.ts';
import { join, type Line, stranger } from './lines.ts';
import { aboutLead, form, input, textInput } from './modal-parts.ts';

/** Giving a handoff to somebody else: a person, or whoever is next by the rules. */
export function reassignModal(model: ReassignModel): ModalView {
  const free = model.people.filter((person) => person.unavailable === null).map(personOption);
  const others = model.people.filter((person) => person.unavailable !== null).map(personOption);
  const owner: Line =
    model.ownerName === null ? ['nobody has it'] : ['with ', stranger(model.ownerName, shown.name)];
  const modal = form({
    callback: callbacks.reassign,
    handoffId: model.handoffId,
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
          option_groups: [
            ...group('By the rules', [option('Whoever is next in the pool', NEXT_PERSON)]),
            ...group('Free to take it', free),
            ...group('Would be passed over', others),
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
  // The choice is meant for what stands here, not for what may have become of it meanwhile.
  return {
    ...modal,
    private_metadata: formatValue({ ...model, choice: model.isAccepted ? ACCEPTED : null }),
  };
}

function personOption(person: ReassignModel['people'][number]): PlainTextOption {
  return {
    ...option(person.name, person.id),
    ...(person.unavailable !== null && {
      description: plainText(person.unavailable, limits.optionDescription),
    }),
  };
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
