import type { ActionsBlock, Button, KnownBlock } from '@slack/types';
import type { DigestKind } from '#domain/digest-readers.ts';
import type { DigestSwitch } from '#src/view/home-models.ts';
import { button } from './elements.ts';
import { type Ephemeral, ephemeral } from './explain.ts';
import { ids } from './ids.ts';
import { bold, draw, type Line } from './lines.ts';

/** Muting digests, and having them again. */

const NAMES: Record<DigestKind, string> = {
  managers: 'your team’s day',
  marketers: 'marketing’s week',
  reps: 'your morning',
};

const RHYTHMS: Record<DigestKind, string> = {
  managers: 'each working day',
  marketers: 'once a week, on your first working day of it',
  reps: 'each working day on which there is something to do',
};

/** The button under a digest that keeps the next ones away. */
export const muteButton = (kind: DigestKind): Button =>
  button({
    id: ids.muteDigest,
    text: 'Mute',
    spoken: `Mute this digest: no more of ${NAMES[kind]}`,
    value: kind,
    style: 'plain',
  });

export const muteActions = (kind: DigestKind): ActionsBlock => below('digest/actions', muteButton(kind));

/** Each in a block of its own: the same action may stand in a block once. */
const below = (blockId: string, element: Button): ActionsBlock => ({
  type: 'actions',
  block_id: blockId,
  elements: [element],
});

/** The answer to `/handoff digests`: when each comes, with the button that changes it. */
export function digestSwitches(switches: DigestSwitch[]): Ephemeral {
  if (switches.length === 0)
    return ephemeral(['You get no digest. Reps, managers and marketers do; ops set who is what.']);
  const answer = ephemeral(
    [bold('Your digests'), ', in your own zone and hours'],
    ...switches.map(switchLine),
  );
  const buttons = switches.map(({ kind, isMuted }) =>
    below(`digests/${kind}`, isMuted ? unmuteButton(kind) : named(kind)),
  );
  return { ...answer, blocks: [...answer.blocks, ...buttons] };
}

function switchLine({ kind, at, isMuted }: DigestSwitch): Line {
  const name: Line = ['• ', bold(capital(NAMES[kind])), ': '];
  if (at === 'off') return [...name, 'the settings turn it off for everybody.'];
  const time = at === 'opening' ? 'as your work opens' : `at ${at}`;
  const muted = isMuted ? ['. ', bold('Muted'), ': you are not sent it.'] : ['.'];
  return [...name, `${RHYTHMS[kind]}, ${time}`, ...muted];
}

const named = (kind: DigestKind): Button =>
  button({
    id: ids.muteDigest,
    text: `Mute ${NAMES[kind]}`,
    spoken: `Mute ${NAMES[kind]}`,
    value: kind,
    style: 'plain',
  });

const unmuteButton = (kind: DigestKind): Button =>
  button({
    id: ids.unmuteDigest,
    text: `Unmute ${NAMES[kind]}`,
    spoken: `Unmute ${NAMES[kind]}: send it to me again`,
    value: kind,
    style: 'plain',
  });

/** On a Home: what is muted, or nothing. */
export function mutedPart(muted: readonly DigestKind[]): KnownBlock[] {
  if (muted.length === 0) return [];
  const names = muted.map((kind) => NAMES[kind]).join(', ');
  return [
    draw('home/muted', [[bold('Muted digests'), `: ${names}.`]]),
    ...muted.map((kind) => below(`home/muted/${kind}`, unmuteButton(kind))),
  ];
}

export const mutedAnswer = (kind: DigestKind): Line => [
  `Muted: you are not sent ${NAMES[kind]} any more. Unmute it on your Home, or by /handoff digests.`,
];
export const unmutedAnswer = (kind: DigestKind): Line => [
  `You are sent ${NAMES[kind]} again, ${RHYTHMS[kind]}. /handoff digests says when.`,
];
export const NOT_YOUR_DIGEST: Line = [
  'That digest is not one of yours, so there is nothing to mute. /handoff digests lists yours.',
];

const capital = (words: string): string => words.charAt(0).toUpperCase() + words.slice(1);
