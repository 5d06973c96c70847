import type { KnownBlock, ModalView } from '@slack/types';
import type { SetupOverview } from '#src/view/setup-models.ts';
import { channel, drawLong } from '../lines.ts';
import { input } from '../modal-parts.ts';
import { type Said, screen } from './screen.ts';
import { setupFields, setupForms } from './setup-ids.ts';

type Use = SetupOverview['channels'][number];

const USES: Record<Use['use'], { label: string; hint: string }> = {
  ops: {
    label: 'Ops channel',
    hint: 'Here come failures, leads nobody can take, people Slack does not know, and every change made in setup. Private is usual.',
  },
  feedback: {
    label: 'Feedback channel',
    hint: 'Here come rejections with their reasons, by source, for marketing: company, campaign and note, no phone and no e-mail address.',
  },
};

/** Where ops and marketing are told. */
export function channelsScreen(
  { channels, about }: { channels: Use[]; about: string },
  said: Said,
): ModalView {
  const files = channels.filter(({ isFiles }) => isFiles);
  return screen({
    said,
    form: { callback: setupForms.channels, submit: 'Save', about },
    blocks: [
      ...drawLong('about', [['The app has to be in a channel to post there: /invite @Handoff']]),
      ...channels.filter(({ isFiles }) => !isFiles).map(picker),
      ...files.flatMap(({ use, id }) =>
        drawLong(`files/${use}`, [
          [`${USES[use].label}: `, channel(id ?? ''), '. The settings file says so; change it there.'],
        ]),
      ),
    ],
  });
}

const picker = ({ use, id }: Use): KnownBlock =>
  input({
    field: setupFields[use],
    ...USES[use],
    optional: true,
    element: {
      type: 'conversations_select',
      filter: { include: ['public', 'private'], exclude_external_shared_channels: true },
      ...(id !== null && { initial_conversation: id }),
    },
  });
