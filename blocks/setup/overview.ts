import type { KnownBlock, ModalView } from '@slack/types';
import type { Mode, Role } from '#domain/settings.ts';
import type { LastDelivery, Layered, SetupOverview, SetupStep } from '#src/view/setup-models.ts';
import { count } from '../labels.ts';
import { shown } from '../limits.ts';
import { ago, bold, channel, drawLong, join, type Line, type Piece, stranger } from '../lines.ts';
import { notice } from '../modal-parts.ts';
import { goTo, row, type Said, screen, TITLE } from './screen.ts';

/** What each role is called, one and several. */
export const ROLE_WORDS: Record<Role, { one: string; many: string }> = {
  sdr: { one: 'SDR', many: 'SDRs' },
  ae: { one: 'AE', many: 'AEs' },
  csm: { one: 'CSM', many: 'CSMs' },
  manager: { one: 'manager', many: 'managers' },
  marketer: { one: 'marketer', many: 'marketers' },
  ops: { one: 'ops', many: 'ops' },
};

export const MODE_WORDS: Record<Mode, { name: string; means: string }> = {
  live: { name: 'Live', means: 'leads go to people, clocks run, managers hear of what is late' },
  shadow: {
    name: 'Shadow',
    means:
      'nobody but ops is messaged: each lead is decided on and measured, and ops see what would have happened',
  },
};

const FILES = 'The settings file says so; change it there.';

type Step = { title: string; isDone: boolean; says: Line; button: string | null };

/** The checklist: what is set up, what is missing, where it is said, and the way to each part. */
export function overviewScreen(model: SetupOverview, said: Said): ModalView {
  const steps: Record<SetupStep, Step> = {
    team: teamStep(model),
    managers: managersStep(model),
    pools: poolsStep(model),
    channels: channelsStep(model),
    test: {
      title: 'Test lead',
      isDone: false,
      says: ['a real card in your direct messages; it counts nowhere and takes nobody’s turn'],
      button: 'Send me a test lead',
    },
    sources: sourcesStep(model),
    mode: {
      title: 'Mode',
      isDone: true,
      says: [
        `${MODE_WORDS[model.mode.mode].name}: ${MODE_WORDS[model.mode.mode].means}. `,
        ...fileNote(model.mode.isFiles),
      ],
      button: model.mode.isFiles ? null : 'Change',
    },
  };
  const rows = Object.entries(steps).map(([step, { title, isDone, says, button }], index): KnownBlock[] => {
    const mark = step === 'test' ? '' : isDone ? '✓ done: ' : '○ to do: ';
    const line: Line = [`${index + 1}. ${title} – ${mark}`, ...says];
    if (button === null) return drawLong(step, [line]);
    return [row(step, line, goTo(step, button, `${title}: ${button}`))];
  });
  return screen({ said, isOverview: true, blocks: rows.flat() });
}

/** For somebody who may not set up: whom to ask. */
export function noAccessScreen(ask: readonly string[]): ModalView {
  const names = ask.flatMap(
    (name, index): Line => [...(index === 0 ? [] : [', ']), stranger(name, shown.name)],
  );
  const whom: Line =
    ask.length > 0
      ? ['Ask one of them: ', ...names, '.']
      : ['Nobody has that role yet: an admin or the owner of this workspace can begin with /handoff setup.'];
  return notice(TITLE, drawLong('no-access', [[bold('Only ops can set up Handoff.')], whom]));
}

function teamStep({ team }: SetupOverview): Step {
  const roles = team.byRole.map(({ role, count: many }) =>
    count(many, ROLE_WORDS[role].one, ROLE_WORDS[role].many),
  );
  const lost =
    team.unreachable > 0 ? ` ${count(team.unreachable, 'person is', 'people are')} not found in Slack.` : '';
  const hasReps = team.byRole.some(({ role }) => ['sdr', 'ae', 'csm'].includes(role));
  return {
    title: 'Team',
    isDone: hasReps,
    says:
      hasReps || roles.length > 0
        ? [`${roles.join(', ')}. ${layers(team)}${lost}`]
        : ['take it from a channel or a user group'],
    button: 'Team',
  };
}

function managersStep({ managers }: SetupOverview): Step {
  const { reps, without } = managers;
  const says =
    reps === 0
      ? 'after the team'
      : without === 0
        ? 'everybody has one'
        : `${without} of ${count(reps, 'rep has', 'reps have')} none; what they miss is told to ops`;
  return {
    title: 'Managers',
    isDone: reps > 0 && without === 0,
    says: [says],
    button: reps === 0 ? null : 'Managers',
  };
}

function poolsStep({ pools }: SetupOverview): Step {
  const total = pools.inFile + pools.inSlack;
  const idle = pools.withoutRoute > 0 ? ` Nothing leads into ${pools.withoutRoute} of them.` : '';
  return {
    title: 'Pools',
    isDone: total > 0 && pools.withoutRoute === 0,
    says:
      total === 0
        ? ['who shares which leads in turn']
        : [`${count(total, 'pool', 'pools')}. ${layers(pools)}${idle}`],
    button: 'Pools',
  };
}

function channelsStep({ channels }: SetupOverview): Step {
  const isAllFiles = channels.every(({ isFiles }) => isFiles);
  const places = channels.map(({ use, id, isFiles }): Line => {
    if (id === null) return [`no ${use} channel`];
    return [`${use} in `, channel(id), isFiles && !isAllFiles ? ' (settings file)' : ''];
  });
  return {
    title: 'Channels',
    isDone: channels.every(({ id }) => id !== null),
    says: [...join(places, ', '), '. ', ...fileNote(isAllFiles)],
    button: isAllFiles ? null : 'Channels',
  };
}

function sourcesStep({ sources }: SetupOverview): Step {
  const total = sources.inFile + sources.inSlack;
  const last: Line = lastSeen(sources.lastDelivery);
  return {
    title: 'Sources',
    isDone: sources.lastDelivery !== null,
    says:
      total === 0
        ? ['where leads come from']
        : [`${count(total, 'source', 'sources')}. ${layers(sources)} `, ...last],
    button: total === 0 ? 'Connect one' : 'Sources',
  };
}

const TO_THE_SECOND = 120;

/** To the second while somebody waits for it; older than that, as Slack says it. */
export const sinceThen = ({ at, secondsAgo }: Pick<LastDelivery, 'at' | 'secondsAgo'>): Piece =>
  secondsAgo < TO_THE_SECOND ? `${secondsAgo} s ago` : ago(at);

export const lastSeen = (last: Pick<LastDelivery, 'at' | 'secondsAgo'> | null): Line =>
  last === null ? ['nothing came yet'] : ['last delivery ', sinceThen(last)];

const fileNote = (isFiles: boolean): Line => (isFiles ? [FILES] : []);

function layers({ inFile, inSlack }: Layered): string {
  if (inFile === 0) return '';
  if (inSlack === 0) return `${FILES} More can be added here.`;
  return `${inFile} in the settings file (change them there), ${inSlack} added in Slack.`;
}
