import type { ViewOutput } from '@slack/bolt';
import { channelsScreen } from '#blocks/setup/channels.ts';
import { setupFields, setupForms } from '#blocks/setup/setup-ids.ts';
import type { Edits } from '#domain/settings.ts';
import { readChannel } from '#src/slack/roster.ts';
import { loadSetup } from '#src/view/setup.ts';
import { overview, save, stampOf } from './saving.ts';
import { type Answer, conversationIn, type SetupPart, type Visit } from './setup-part.ts';

/** Where ops and marketing are told. */
export const CHANNELS: SetupPart = {
  screens: {
    channels: async (visit, _about, said) => {
      const { channels } = await loadSetup(visit.core);
      return channelsScreen({ channels, about: stampOf(channelsIn(visit.core.layers().edits)) }, said);
    },
  },
  deeds: {},
  forms: { [setupForms.channels]: saveChannels },
};

const channelsIn = ({ channels }: Edits) => channels ?? {};

/** Why the app cannot post there; null when it can, or when nobody may look: its first message there tells. */
export async function channelProblem(client: Visit['client'], id: string): Promise<string | null> {
  const channel = await readChannel(client, id);
  if (channel === 'may not look') return null;
  if (channel === null) return 'The app does not see this channel. Invite it there: /invite @Handoff';
  if (channel.isArchived) return `#${channel.name} is archived.`;
  return channel.isMember ? null : `The app is not in #${channel.name}. Invite it there: /invite @Handoff`;
}

async function saveChannels(visit: Visit, view: ViewOutput): Promise<Answer> {
  const chosen: NonNullable<Edits['channels']> = {};
  for (const use of ['ops', 'feedback'] as const) {
    const id = conversationIn(view, setupFields[use]);
    if (id === null) continue;
    const problem = await channelProblem(visit.client, id);
    if (problem) return { errors: { [setupFields[use]]: problem } };
    chosen[use] = id;
  }
  const [first] = Object.keys(chosen);
  if (!first)
    return {
      view: await overview(visit, { line: ['No channel was chosen; nothing was changed.'], undo: null }),
    };
  return save(visit, first, {
    what: `channels (${Object.keys(chosen).join(', ')})`,
    done: [`${Object.keys(chosen).join(' and ')} channel.`],
    from: {
      stamp: view.private_metadata,
      part: channelsIn,
      words: 'The channels were changed meanwhile. Open them again.',
    },
    edit: (edits) => ({ ...edits, channels: { ...edits.channels, ...chosen } }),
  });
}
