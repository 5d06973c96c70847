import { createHash } from 'node:crypto';
import type { WebClient } from '@slack/web-api';
import type { Logger } from 'pino';
import type { Settings } from '#domain/settings.ts';
import { type Core, transact } from '#src/core/core.ts';
import { inChannel, inDmOf, opsKey } from '#src/core/message-keys.ts';
import { want } from '#src/core/want.ts';
import { readFault, type SlackFault } from './errors.ts';
import { SCOPES, SCOPES_OF_SETTINGS, scopesAskedBy } from './scopes.ts';

/** Something about the app in Slack that somebody has to mend. `channel` is the one it is about. */
export type Flaw = { what: string; mend: string; channel?: string };

const REINSTALL = 'Add it in the app’s page under OAuth & Permissions, then reinstall the app.';
const DEAD_TOKEN =
  'Leads are taken in and wait. Copy the Bot User OAuth Token from the app’s page → OAuth & Permissions into SLACK_BOT_TOKEN, and start again.';

/**
 * Looks whether Slack lets the app do its work: the token, its scopes, and the channels of the settings. (Whether
 * the people are there is the directory's to say.) Says what is wrong in the log and to ops.
 */
export async function checkInstallation(core: Core, client: WebClient, log: Logger): Promise<void> {
  const { settings } = core.inForce();
  const flaws = await findFlaws(client, settings);
  for (const { what, mend } of flaws) log.error({ what, mend }, 'the app’s place in Slack needs mending');
  if (flaws.length > 0) await tellFlaws(core, settings, flaws);
}

export async function findFlaws(client: WebClient, settings: Settings): Promise<Flaw[]> {
  const asked = await tried(client.auth.test());
  if ('fault' in asked) return asked.fault.type === 'not_allowed' ? [deadToken(asked.fault.code)] : [];
  const granted = asked.answer.response_metadata?.scopes ?? [];
  const channels = channelsOf(settings).map(([id, use]) => lookAt(client, id, use));
  return [
    ...missingScopes(granted, settings),
    ...(await Promise.all(channels)).filter((flaw) => flaw !== null),
  ];
}

async function lookAt(client: WebClient, channel: string, use: string): Promise<Flaw | null> {
  const looked = await tried(client.conversations.info({ channel }));
  const wrong = 'fault' in looked ? lookFailed(looked.fault) : whatIsWrong(looked.answer.channel ?? {});
  return wrong && { what: `${use} (${channel}): ${wrong.what}`, mend: wrong.mend, channel };
}

const deadToken = (code: string): Flaw => ({
  what: `Slack refuses the bot token (${code}).`,
  mend: DEAD_TOKEN,
});

function missingScopes(granted: readonly string[], settings: Settings): Flaw[] {
  // Without the list nothing can be said; Slack sends it with every answer.
  if (granted.length === 0) return [];
  return [...Object.keys(SCOPES), ...scopesAskedBy(settings)]
    .filter((scope) => !granted.includes(scope))
    .map(withoutScope);
}

/** What is lost without a scope, and which setting asks for it. */
export function withoutScope(scope: string): Flaw {
  const asked = SCOPES_OF_SETTINGS[scope];
  const what = asked
    ? `The scope ${scope} is missing, which ${asked.setting} asks for: ${asked.loss}.`
    : `The scope ${scope} is missing: ${SCOPES[scope]?.loss ?? 'the app cannot work without it'}.`;
  return { what, mend: REINSTALL };
}

/** Every channel that the settings name, and what for. */
function channelsOf({ channels, pools }: Settings): [id: string, use: string][] {
  const named: [string | undefined, string][] = [
    [channels.ops, 'The channel for ops'],
    [channels.feedback, 'The channel for rejections'],
    ...pools.map(({ deliver_to: place, name }): [string | undefined, string] => [
      place === 'dm' ? undefined : place,
      `The channel of pool ${name}`,
    ]),
  ];
  return named.flatMap(([id, use]): [string, string][] => (id === undefined ? [] : [[id, use]]));
}

type Wrong = { what: string; mend: string };

function whatIsWrong(channel: { is_archived?: boolean; is_member?: boolean }): Wrong | null {
  if (channel.is_archived) {
    return { what: 'it is archived.', mend: 'Unarchive it, or name another channel in the settings.' };
  }
  if (channel.is_member === false) {
    return { what: 'the app is not in it.', mend: 'Write /invite @Handoff in that channel.' };
  }
  return null;
}

// Slack answers the same for a channel that is not there and for a private one without the app.
function lookFailed({ type }: SlackFault): Wrong | null {
  if (type !== 'place_gone') return null;
  return {
    what: 'there is no such channel, or it is private and the app is not in it.',
    mend: 'Write /invite @Handoff in that channel, or put its id right in the settings.',
  };
}

async function tried<Answer>(call: Promise<Answer>): Promise<{ answer: Answer } | { fault: SlackFault }> {
  try {
    return { answer: await call };
  } catch (error) {
    return { fault: readFault(error) };
  }
}

/** Once for the same flaws in a day. In the channel for ops; in ops' own direct messages where that channel is what has to be mended. */
export async function tellFlaws(core: Core, settings: Settings, flaws: readonly Flaw[]): Promise<void> {
  const { ops } = settings.channels;
  const isUsable = ops !== undefined && !flaws.some(({ channel }) => channel === ops);
  const opsPeople = settings.people.filter(({ roles }) => roles.includes('ops'));
  const places = isUsable ? [inChannel(ops)] : opsPeople.map(({ id }) => inDmOf(id));
  const lines = JSON.stringify(flaws.map(({ what, mend }) => `${what} ${mend}`));
  const about = createHash('sha256').update(lines).digest('hex').slice(0, 12);
  const day = core.now().toISOString().slice(0, 10);
  await transact(core, async (work) => {
    for (const place of places) {
      want(work, {
        key: opsKey(`installation:${about}:${place}`, day),
        kind: 'ops',
        handoffId: null,
        place,
        parentKey: null,
        detail: { about: 'installation', lines },
      });
    }
  });
}
