import { parseValue } from '#blocks/ids.ts';
import type { Settings } from '#domain/settings.ts';
import { SOURCE_SECRET } from '#sandbox/signed-delivery.ts';
import { createSandboxSlack, type SandboxSlack } from '#sandbox/slack/create-sandbox-slack.ts';
import type { SeenMessage } from '#sandbox/slack/seen-message.ts';
import { peopleWorkspace } from '#sandbox/stage.ts';
import { SECRET_ENV } from './settings.ts';

const SIGNING_SECRET = 'bench-signing-secret';
const BOT_TOKEN = 'xoxb-bench';

export type SlackSide = {
  slack: SandboxSlack;
  /** What tells the app to use it. */
  env: Record<string, string>;
  /** Their Slack ids. */
  users: string[];
  /** Whose direct messages these are. */
  readerOf: (channel: string) => string | null;
  /** Everything that stands in everybody's direct messages now. */
  everyDm: () => SeenMessage[];
};

/** A Slack in this process with the settings' people, whose limits never bind. */
export async function openSlack(settings: Settings, latencyMs: () => number): Promise<SlackSide> {
  const slack = createSandboxSlack({
    now: () => new Date(),
    signingSecret: SIGNING_SECRET,
    botToken: BOT_TOKEN,
    limits: false,
    latencyMs,
  });
  const users = [...peopleWorkspace(slack, settings).values()];
  const apiUrl = await slack.listen();
  const readers = new Map<string, string>();
  return {
    slack,
    env: {
      SLACK_BOT_TOKEN: BOT_TOKEN,
      SLACK_SIGNING_SECRET: SIGNING_SECRET,
      SLACK_API_URL: apiUrl,
      [SECRET_ENV]: SOURCE_SECRET,
    },
    users,
    readerOf: (channel) => {
      const known = readers.get(channel);
      if (known) return known;
      const found = users.find((user) => slack.as(user).dm()[0]?.channel === channel) ?? null;
      if (found) readers.set(channel, found);
      return found;
    },
    everyDm: () => users.flatMap((user) => slack.as(user).dm()),
  };
}

/** What stands in a message's metadata, by which the app finds it again. */
export function markerOf({ metadata }: SeenMessage): string | null {
  const payload: unknown = metadata?.event_payload;
  return typeof payload === 'object' && payload !== null && 'marker' in payload
    ? String(payload.marker)
    : null;
}

/** The handoff a card shows; null when it is no card. */
export function handoffOf({ blocks }: SeenMessage): string | null {
  const id = blocks.map((block) => String(block.block_id)).find((name) => name.startsWith('card/'));
  return parseValue(id?.slice('card/'.length))?.handoffId ?? null;
}
