import type { KnownBlock, ModalView } from '@slack/types';
import { LEGS, type Leg } from '#domain/settings-shapes.ts';
import type { Takes } from '#domain/setup/pools.ts';
import type { SetupGroup, SetupPerson, SetupPool } from '#src/view/setup-models.ts';
import { option } from '../elements.ts';
import { limits, shown } from '../limits.ts';
import { channel, drawLong, join, type Line, stranger } from '../lines.ts';
import { input, radio } from '../modal-parts.ts';
import { actions, does, goTo, row, type Said, screen, sure } from './screen.ts';
import { NO_GROUP, named, setupFields, setupForms } from './setup-ids.ts';
import { groupsOf } from './team.ts';

const LEG_WORDS: Record<Leg, string> = {
  mql_to_sdr: 'New leads, for SDRs',
  sql_to_ae: 'Qualified leads, for AEs',
  won_to_cs: 'Won customers, for CSMs',
  cs_to_ae: 'Expansions of customers, for AEs',
};

const TAKES_WORDS: Record<Takes['type'], string> = {
  everything: 'Everything no other pool takes',
  countries: 'Leads from certain countries',
  nothing: 'Nothing for now',
};

const MOST_SHOWN = 30;
const LONGEST_NAME = 100;

export function poolsScreen(pools: SetupPool[], said: Said): ModalView {
  const rest = pools.length - MOST_SHOWN;
  return screen({
    said,
    blocks: [
      ...drawLong('about', [
        ['A pool is people who share leads in turn. The first rule that fits a lead chooses its pool.'],
      ]),
      ...pools.slice(0, MOST_SHOWN).flatMap(poolBlocks),
      ...(rest > 0 ? drawLong('rest', [[`… and ${rest} more pools`]]) : []),
      actions('new', [goTo(named('pool', ''), 'New pool', 'Make a new pool')]),
    ],
  });
}

function poolBlocks(pool: SetupPool): KnownBlock[] {
  const members = pool.memberNames.map((name): Line => [stranger(name, shown.name)]);
  const some = members.length <= 8 ? members : [...members.slice(0, 8), [`${members.length - 8} more`]];
  const line = join(
    [
      [stranger(pool.name, shown.name)],
      [LEG_WORDS[pool.leg]],
      [takesWords(pool.takes)],
      pool.deliverTo === 'dm' ? ['cards in direct messages'] : ['cards in ', channel(pool.deliverTo)],
      pool.userGroup === null ? null : ['with user group ', stranger(pool.userGroup, shown.name)],
      join(some, ', '),
    ],
    ' · ',
  );
  if (pool.isFiles)
    return drawLong(`pool/${pool.id}`, [[...line, ' · The settings file says so; change it there.']]);
  return [row(`pool/${pool.id}`, line, goTo(named('pool', pool.id), 'Edit', `Edit the pool ${pool.name}`))];
}

function takesWords(takes: Takes | null): string {
  if (takes === null) return 'by routes of the settings file';
  return takes.type === 'countries'
    ? `from ${takes.countries.join(', ')}`
    : TAKES_WORDS[takes.type].toLowerCase();
}

/** One pool; `pool` is null for a new one. */
export function poolScreen(
  model: { pool: SetupPool | null; people: SetupPerson[]; groups: SetupGroup[]; about: string },
  said: Said,
): ModalView {
  const { pool, people, groups, about } = model;
  if (people.length === 0) {
    return screen({
      said,
      blocks: drawLong('nobody', [['Take in the team first: a pool is made of its people.']]),
    });
  }
  const options = people.map(({ id, name }) => option(name, id));
  const members = options.filter(({ value }) => pool?.memberIds.includes(value ?? ''));
  const legs = LEGS.map((leg) => option(LEG_WORDS[leg], leg));
  const takes = (Object.keys(TAKES_WORDS) as Takes['type'][]).map((type) => option(TAKES_WORDS[type], type));
  const takesNow = pool ? pool.takes : ({ type: 'everything' } as const);
  const hasGroups = groups.length > 0 || (pool !== null && pool.userGroup !== null);
  const leg = legs.find(({ value }) => value === (pool?.leg ?? LEGS[0]));
  const chosen = takes.find(({ value }) => value === takesNow?.type);
  return screen({
    said,
    form: { callback: setupForms.pool, submit: 'Save', about },
    blocks: [
      nameInput(pool),
      input({
        field: setupFields.members,
        label: 'Members',
        hint: 'New ones start level with the others.',
        optional: hasGroups,
        element: {
          type: 'multi_static_select',
          option_groups: groupsOf('Team', options),
          ...(members.length > 0 && { initial_options: members }),
        },
      }),
      ...(hasGroups ? [groupInput(pool, groups)] : []),
      input({
        field: setupFields.leg,
        label: 'What for?',
        hint: null,
        optional: false,
        element: { type: 'static_select', options: legs, ...(leg && { initial_option: leg }) },
      }),
      ...(takesNow === null
        ? drawLong('routes', [
            ['Which leads come here is said by routes of the settings file; change it there.'],
          ])
        : [
            input({
              field: setupFields.takes,
              label: 'Which leads?',
              hint: 'Anything richer – industry, size, territories – is said in the settings file.',
              optional: false,
              element: { ...radio(takes), ...(chosen && { initial_option: chosen }) },
            }),
            input({
              field: setupFields.countries,
              label: 'Countries',
              hint: 'For “certain countries”: DE, AT, Switzerland',
              optional: true,
              element: {
                type: 'plain_text_input',
                ...(takesNow.type === 'countries' && { initial_value: takesNow.countries.join(', ') }),
              },
            }),
          ]),
      input({
        field: setupFields.place,
        label: 'Show cards in a channel',
        hint: 'Leave it empty for direct messages. In a channel everybody sees them; the app has to be in it.',
        optional: true,
        element: {
          type: 'conversations_select',
          filter: { include: ['public', 'private'] },
          ...(pool && pool.deliverTo !== 'dm' && { initial_conversation: pool.deliverTo }),
        },
      }),
      ...(pool ? [actions('delete', [deletion(pool)])] : []),
    ],
  });
}

/** A list once chosen from cannot be emptied again in Slack, so none is a choice of its own. */
function groupInput(pool: SetupPool | null, groups: SetupGroup[]): KnownBlock {
  const none = option('No user group', NO_GROUP);
  const known = groups.map(({ id, handle, size }) => option(`@${handle} (${size})`, id));
  const own = pool?.userGroup ?? null;
  // The one it has is a choice even while Slack does not list it.
  const unlisted =
    own === null || groups.some(({ id }) => id === own) ? [] : [option(`User group ${own}`, own)];
  const options = [none, ...unlisted, ...known].slice(0, limits.selectOptions);
  const chosen = options.find(({ value }) => value === own) ?? none;
  return input({
    field: setupFields.group,
    label: 'And everybody in a user group',
    hint: 'As far as they are in the team. Who joins or leaves it in Slack does so here, within five minutes.',
    optional: false,
    element: { type: 'static_select', options, initial_option: chosen },
  });
}

const nameInput = (pool: SetupPool | null): KnownBlock =>
  input({
    field: setupFields.name,
    label: 'Name',
    hint: 'As cards and reports show it: SDRs in Europe',
    optional: false,
    element: {
      type: 'plain_text_input',
      max_length: LONGEST_NAME,
      ...(pool && { initial_value: pool.name.slice(0, LONGEST_NAME) }),
    },
  });

const deletion = ({ id, name }: SetupPool) =>
  sure(does(named('remove-pool', id), 'Delete this pool', `Delete the pool ${name}`), {
    title: 'Delete this pool?',
    text: 'Leads it would have had go by the other routes, or wait. What happened in it stays in the history.',
    yes: 'Delete',
  });
