import type { ModalView, PlainTextElement, PlainTextOption } from '@slack/types';
import type { ReassignModel } from '#src/view/models.ts';
import { option, plainText } from './elements.ts';
import { callbacks, fields, NEXT_PERSON } from './ids.ts';
import { limits } from './limits.ts';
import { aboutLead, form, input, textInput } from './modal-parts.ts';

/** Giving a handoff to somebody else: a person, or whoever is next by the rules. */
export function reassignModal(model: ReassignModel): ModalView {
  const free = model.people.filter((person) => person.unavailable === null).map(personOption);
  const others = model.people.filter((person) => person.unavailable !== null).map(personOption);
  return form({
    callback: callbacks.reassign,
    handoffId: model.handoffId,
    title: 'Reassign lead',
    submit: 'Reassign',
    blocks: [
      aboutLead(model.lead, []),
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
