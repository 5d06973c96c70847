import type { ViewOutput } from '@slack/bolt';
import { shown } from '#blocks/limits.ts';
import { stranger } from '#blocks/lines.ts';
import { poolScreen, poolsScreen } from '#blocks/setup/pools.ts';
import { NO_GROUP, named, readNamed, setupFields, setupForms } from '#blocks/setup/setup-ids.ts';
import { LEGS } from '#domain/settings-shapes.ts';
import {
  poolWithRoutes,
  readCountries,
  removePool,
  savePool,
  type Takes,
  takesAllAlready,
} from '#domain/setup/pools.ts';
import { changeAs } from '#src/settings/setup.ts';
import { listUserGroups } from '#src/slack/roster.ts';
import { takeUserGroup } from '#src/slack/user-groups.ts';
import { loadSetupPeople, loadSetupPools } from '#src/view/setup.ts';
import { channelProblem } from './channels.ts';
import { overview, saidOf, save, stampOf } from './saving.ts';
import {
  type Answer,
  chosenIn,
  conversationIn,
  fieldOf,
  optionsIn,
  type SetupPart,
  type Visit,
  writtenIn,
} from './setup-part.ts';

/** Who shares which leads. */
export const POOLS: SetupPart = {
  screens: {
    pools: async (visit, _about, said) => poolsScreen(loadSetupPools(visit.core), said),
    pool: async (visit, about, said) => {
      const people = loadSetupPeople(visit.core);
      const groups = await listUserGroups(visit.client);
      if (about === '') return poolScreen({ pool: null, people, groups, about }, said);
      const pool = loadSetupPools(visit.core).find(({ id, isFiles }) => id === about && !isFiles);
      if (!pool) return overview(visit, { line: ['This pool is not there any more.'], undo: null });
      const stamp = stampOf(poolWithRoutes(visit.core.layers().edits, about));
      return poolScreen({ pool, people, groups, about: named(about, stamp) }, said);
    },
  },
  deeds: {
    'remove-pool': async (visit, about) => {
      const saved = await changeAs(visit.core, visit.slackUserId, {
        what: 'pools (−1)',
        edit: (edits) => removePool(edits, about),
      });
      return overview(visit, saidOf(saved, ['the pool is deleted.']));
    },
  },
  forms: { [setupForms.pool]: submitPool },
};

async function submitPool(visit: Visit, view: ViewOutput): Promise<Answer> {
  const { settings } = visit.core.inForce();
  const { what, about: stamp } = readNamed(view.private_metadata);
  const id = what || null;
  const name = writtenIn(view, setupFields.name);
  const leg = LEGS.find((known) => known === chosenIn(view, setupFields.leg)) ?? LEGS[0];
  const read = readTakes(view);
  if (!read.ok) return { errors: { [setupFields.countries]: read.problem } };
  if (name === '') return { errors: { [setupFields.name]: 'Give it a name.' } };
  const all = read.takes?.type === 'everything' ? takesAllAlready(settings, leg, id) : null;
  if (all !== null) {
    const problem = `“${all}” takes everything already, and only one can. Choose countries for one of them.`;
    return { errors: { [setupFields.takes]: problem } };
  }
  const place = conversationIn(view, setupFields.place);
  const problem = place === null ? null : await channelProblem(visit.client, place);
  if (problem) return { errors: { [setupFields.place]: problem } };
  const members = optionsIn(view, setupFields.members);
  const userGroup = groupIn(view);
  if (members.length === 0 && userGroup === null) {
    return { errors: { [setupFields.members]: 'Choose somebody, or a user group.' } };
  }
  const unread = userGroup === null ? null : await takeUserGroup(visit.core, visit.client, userGroup);
  if (unread) return { errors: { [setupFields.group]: unread } };
  return save(visit, setupFields.members, {
    what: `pools (${id === null ? '+1' : 'changed 1'})`,
    done: ['the pool ', stranger(name, shown.name), '.'],
    from:
      id === null
        ? null
        : {
            stamp,
            part: (edits) => poolWithRoutes(edits, id),
            words: 'This pool was changed meanwhile. Open it again.',
          },
    edit: (edits, work) =>
      savePool(edits, work.settings, {
        id,
        name,
        leg,
        members,
        userGroup,
        deliverTo: place ?? 'dm',
        takes: read.takes,
      }),
  });
}

function groupIn(view: ViewOutput): string | null {
  const chosen = chosenIn(view, setupFields.group);
  return chosen === '' || chosen === NO_GROUP ? null : chosen;
}

function readTakes(view: ViewOutput): { ok: true; takes: Takes | null } | { ok: false; problem: string } {
  // Where routes of the file lead into it, nothing is asked.
  if (!fieldOf(view, setupFields.takes)) return { ok: true, takes: null };
  const chosen = chosenIn(view, setupFields.takes);
  if (chosen === 'everything') return { ok: true, takes: { type: 'everything' } };
  if (chosen !== 'countries') return { ok: true, takes: { type: 'nothing' } };
  const read = readCountries(writtenIn(view, setupFields.countries));
  if (!read.ok)
    return {
      ok: false,
      problem: `“${read.unknown}” is no country we know; write DE, AT or Germany, Austria.`,
    };
  if (read.countries.length === 0)
    return { ok: false, problem: 'Which countries? Write DE, AT or Germany, Austria.' };
  return { ok: true, takes: { type: 'countries', countries: read.countries } };
}
