import type { ModalView } from '@slack/types';
import type { SetupPerson } from '#src/view/setup-models.ts';
import { option } from '../elements.ts';
import { shown } from '../limits.ts';
import { bold, bullets, drawLong, type Line, stranger } from '../lines.ts';
import { input, radio } from '../modal-parts.ts';
import { type Said, screen } from './screen.ts';
import { FOR_ALL, FOR_SOME, setupFields, setupForms } from './setup-ids.ts';
import { groupsOf } from './team.ts';

const MOST_SHOWN = 60;

/** Who is whose manager: one at a time, for everybody without one or for those chosen. */
export function managersScreen(reps: SetupPerson[], said: Said): ModalView {
  const lines = reps.map(
    ({ name, managerName, isFiles }): Line => [
      stranger(name, shown.name),
      ': ',
      managerName === null ? 'nobody' : stranger(managerName, shown.name),
      ...(isFiles ? [' (settings file; change it there)'] : []),
    ],
  );
  const own = reps.filter(({ isFiles }) => !isFiles);
  const list = drawLong('managers', bullets([bold('Whose manager is who')], lines, MOST_SHOWN));
  if (own.length === 0) return screen({ said, blocks: list });
  const all = option('All who have none', FOR_ALL);
  return screen({
    said,
    form: { callback: setupForms.managers, submit: 'Save', about: '' },
    blocks: [
      input({
        field: setupFields.manager,
        label: 'Manager',
        hint: 'Hears of what is late, and may reassign it. Somebody new to the team gets the role manager.',
        optional: false,
        element: { type: 'users_select' },
      }),
      input({
        field: setupFields.takes,
        label: 'Of whom?',
        hint: null,
        optional: false,
        element: { ...radio([all, option('Those chosen below', FOR_SOME)]), initial_option: all },
      }),
      input({
        field: setupFields.reps,
        label: 'Those chosen',
        hint: null,
        optional: true,
        element: {
          type: 'multi_static_select',
          option_groups: groupsOf(
            'Reps added in Slack',
            own.map(({ id, name }) => option(name, id)),
          ),
        },
      }),
      ...list,
    ],
  });
}
