import type { KnownBlock, ModalView } from '@slack/types';
import { ROLES, type Role } from '#domain/settings.ts';
import { USUAL_HOURS, type WorkingHours } from '#domain/setup/people.ts';
import type { Removal, SetupPerson } from '#src/view/setup-models.ts';
import { option, plainText } from '../elements.ts';
import { count } from '../labels.ts';
import { limits, shown } from '../limits.ts';
import { bold, bullets, drawLong, join, type Line, stranger } from '../lines.ts';
import { input } from '../modal-parts.ts';
import { ROLE_WORDS } from './overview.ts';
import { actions, goTo, type Said, screen } from './screen.ts';
import { setupFields, setupForms } from './setup-ids.ts';

const MOST_SHOWN = 100;

/** Where the team is taken from. */
export function teamScreen(
  model: { people: SetupPerson[]; groups: { id: string; handle: string; name: string; size: number }[] },
  said: Said,
): ModalView {
  const groups = model.groups
    .slice(0, limits.selectOptions)
    .map(({ id, handle, size }) => option(`@${handle} (${size})`, id));
  return screen({
    said,
    form: { callback: setupForms.teamFrom, submit: 'Read members', about: '' },
    blocks: [
      ...drawLong('about', [
        [
          'People are read from Slack, and shown to you before anything is saved. Whoever is known already stays as they are.',
        ],
      ]),
      input({
        field: setupFields.channel,
        label: 'From a channel',
        hint: 'A private channel only once the app is in it: /invite @Handoff',
        optional: true,
        element: { type: 'conversations_select', filter: { include: ['public', 'private'] } },
      }),
      ...(groups.length === 0
        ? []
        : [
            input({
              field: setupFields.group,
              label: 'Or from a user group',
              hint: null,
              optional: true,
              element: { type: 'static_select', options: groups },
            }),
          ]),
      roleInput('What are they?'),
      ...hoursInputs(),
      ...peopleBlocks(model.people),
    ],
  });
}

const roleInput = (label: string): KnownBlock => {
  const options = ROLES.map((role) => option(ROLE_WORDS[role].one, role));
  return input({
    field: setupFields.role,
    label,
    hint: 'SDRs, AEs and CSMs get leads.',
    optional: false,
    element: { type: 'static_select', options, ...(options[0] && { initial_option: options[0] }) },
  });
};

function hoursInputs(): KnownBlock[] {
  const time = (field: string, label: string, initial: string) =>
    input({
      field,
      label,
      hint: null,
      optional: false,
      element: { type: 'timepicker', initial_time: initial },
    });
  return [
    time(setupFields.from, 'Work begins, Monday to Friday, in their own time zone', USUAL_HOURS.from),
    time(setupFields.to, 'Work ends', USUAL_HOURS.to),
  ];
}

function peopleBlocks(people: SetupPerson[]): KnownBlock[] {
  if (people.length === 0) return [];
  const lines = people.map(({ name, roles, managerName, isFiles }) =>
    join(
      [
        [stranger(name, shown.name)],
        [roles.map((role) => ROLE_WORDS[role].one).join(', ')],
        managerName === null ? null : ['manager ', stranger(managerName, shown.name)],
        isFiles ? ['settings file'] : null,
      ],
      ' · ',
    ),
  );
  const removable = people.some(({ isFiles }) => !isFiles);
  return [
    { type: 'divider' },
    ...drawLong('people', bullets([bold('In the team')], lines, MOST_SHOWN)),
    ...(removable
      ? [actions('remove', [goTo('remove', 'Remove somebody…', 'Remove somebody from the team')])]
      : []),
  ];
}

/** Who was found, to approve; whoever should not join is taken out of the list. */
export function approveTeamScreen(model: {
  about: string;
  found: { slackId: string; name: string; timeZone: string | null }[];
  known: string[];
  leftOut: { name: string; why: string }[];
  role: Role;
  hours: WorkingHours;
}): ModalView {
  const { found, hours, role } = model;
  const words = ROLE_WORDS[role];
  const others: Line[] = [
    ...bullets(
      [bold('Known already, unchanged')],
      model.known.map((name): Line => [stranger(name, shown.name)]),
      10,
    ),
    ...bullets(
      [bold('Left out')],
      model.leftOut.map(({ name, why }): Line => [stranger(name, shown.name), `: ${why}`]),
      10,
    ),
  ];
  if (found.length === 0) {
    return screen({
      said: { line: ['Nobody new was found there.'], undo: null },
      blocks: drawLong('others', others),
    });
  }
  const lines = found.map(
    ({ name, timeZone }): Line => [
      stranger(name, shown.name),
      ` · ${timeZone ?? 'zone of the workspace'} · Mon–Fri ${hours.from}–${hours.to}`,
    ],
  );
  return screen({
    said: null,
    form: { callback: setupForms.teamSave, submit: 'Add to the team', about: model.about },
    blocks: [
      input({
        field: setupFields.members,
        label: `${count(found.length, words.one, words.many)} to add`,
        hint: 'Take out whoever should not join. Nothing is saved before you press Add.',
        optional: false,
        element: { type: 'multi_users_select', initial_users: found.map(({ slackId }) => slackId) },
      }),
      ...drawLong(
        'found',
        bullets([bold('Zones as their profiles say, hours as you chose')], lines, MOST_SHOWN),
      ),
      ...drawLong('others', others),
    ],
  });
}

/** Whom to take out of the team. */
export function removeScreen(people: SetupPerson[], said: Said): ModalView {
  const options = people.filter(({ isFiles }) => !isFiles).map(({ id, name }) => option(name, id));
  if (options.length === 0) {
    return screen({
      said,
      blocks: drawLong('none', [['Everybody in the team stands in the settings file; take them out there.']]),
    });
  }
  return screen({
    said,
    form: { callback: setupForms.remove, submit: 'Continue', about: '' },
    blocks: [
      input({
        field: setupFields.person,
        label: 'Who leaves the team?',
        hint: 'People of the settings file are taken out there.',
        optional: false,
        element: {
          type: 'static_select',
          option_groups: groupsOf('Added in Slack', options),
        },
      }),
    ],
  });
}

/** What goes with them, before it is done. */
export function confirmRemovalScreen(model: Removal): ModalView {
  const name: Line = [stranger(model.name, shown.name)];
  if (model.onlyOneIn.length > 0) {
    const pools = model.onlyOneIn.flatMap(
      (pool, index): Line => [index === 0 ? '' : ', ', stranger(pool, shown.name)],
    );
    return screen({
      said: null,
      blocks: drawLong('only', [
        [...name, ' is the only one in ', ...pools, '. Put somebody else into it first, under Pools.'],
      ]),
    });
  }
  const lines: Line[] = [
    [bold('Take '), ...name, bold(' out of the team?')],
    ...bullets(
      ['What goes with them:'],
      [
        [`${count(model.unanswered, 'lead', 'leads')} not answered yet: offered to others by the rules`],
        [
          `${count(model.accepted, 'lead', 'leads')} in work: stay in their name until a manager or ops reassigns them`,
        ],
        ...model.pools.map((pool): Line => ['their place in ', stranger(pool, shown.name)]),
        ['what they did stays in the history; if they come back, they are the same person again'],
      ],
      20,
    ),
  ];
  return screen({
    said: null,
    form: { callback: setupForms.remove, submit: 'Remove', about: model.id },
    blocks: drawLong('removal', lines),
  });
}

/** A hundred options are the most one list may have. */
export function groupsOf(label: string, options: ReturnType<typeof option>[]) {
  const groups = [];
  for (let start = 0; start < options.length; start += limits.selectOptions) {
    groups.push({
      label: plainText(start === 0 ? label : `${label}, continued`, limits.optionGroupLabel),
      options: options.slice(start, start + limits.selectOptions),
    });
  }
  return groups;
}
