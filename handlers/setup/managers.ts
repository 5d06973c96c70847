import type { ViewOutput } from '@slack/bolt';
import { count } from '#blocks/labels.ts';
import { managersScreen } from '#blocks/setup/managers.ts';
import { FOR_ALL, setupFields, setupForms } from '#blocks/setup/setup-ids.ts';
import { addPeople, addRole, knownAs, setManager } from '#domain/setup/people.ts';
import { formerPeople, knownPeople } from '#src/settings/setup.ts';
import { readMember } from '#src/slack/roster.ts';
import { isRep, loadSetupPeople } from '#src/view/setup.ts';
import { save } from './saving.ts';
import { type Answer, chosenIn, fieldOf, optionsIn, type SetupPart, type Visit } from './setup-part.ts';

/** Who hears of what is late. */
export const MANAGERS: SetupPart = {
  screens: {
    managers: async (visit, _about, said) => managersScreen(loadSetupPeople(visit.core).filter(isRep), said),
  },
  deeds: {},
  forms: { [setupForms.managers]: saveManager },
};

async function saveManager(visit: Visit, view: ViewOutput): Promise<Answer> {
  const member = await readMember(visit.client, fieldOf(view, setupFields.manager)?.selected_user ?? '');
  if (!member || member.leftOut !== null || member.email === null) {
    const problem = `They cannot be a manager here: ${member?.leftOut ?? 'Slack does not know them'}.`;
    return { errors: { [setupFields.manager]: problem } };
  }
  const reps = loadSetupPeople(visit.core).filter((person) => isRep(person) && !person.isFiles);
  const isForAll = chosenIn(view, setupFields.takes) === FOR_ALL;
  const ids = isForAll
    ? reps.filter(({ managerName }) => managerName === null).map(({ id }) => id)
    : optionsIn(view, setupFields.reps);
  if (ids.length === 0) {
    const problem = isForAll
      ? 'Everybody has a manager already. Choose whose should change.'
      : 'Choose at least one.';
    return { errors: { [setupFields.reps]: problem } };
  }
  const { slackId, name, email, timeZone } = member;
  const former = await formerPeople(visit.core);
  const newcomer = { slackId, name, email, timeZone };
  return save(visit, setupFields.manager, {
    what: `managers (of ${count(ids.length, 'person', 'people')})`,
    done: [`a manager for ${count(ids.length, 'person', 'people')}.`],
    joining: [newcomer],
    edit: (edits, { settings }) => {
      const newcomer = { slackId, name, email, timeZone };
      const known = knownAs(knownPeople(settings, edits, former), newcomer);
      const withManager = known
        ? addRole(edits, known.id, 'manager')
        : addPeople(edits, knownPeople(settings, edits, former), [newcomer], {
            role: 'manager',
            hours: null,
          });
      const manager = known ?? knownAs(knownPeople(settings, withManager, former), newcomer);
      return manager ? setManager(withManager, ids, manager.id) : withManager;
    },
  });
}
