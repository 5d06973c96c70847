import type { Limits } from './rate-limits.ts';

export type SandboxSlackOptions = {
  now: () => Date;
  signingSecret: string;
  botToken: string;
  /** Turns Socket Mode on. */
  appToken?: string;
  /** `false` turns all limits off; an object changes single ones; realistic when not said. */
  limits?: false | Partial<Limits>;
  /** What the bot token may do; the scopes of a plain installation when not said. */
  scopes?: readonly string[];
  /** Events the app has subscribed to, besides `app_home_opened`: `user_change`, `channel_archive` … */
  events?: readonly string[];
  /** Commands whose manifest entry says `should_escape`. */
  commandsEscaped?: readonly string[];
  /** How long Slack waits for an answer; 3000 when not said. */
  ackTimeoutMs?: number;
  /** How long a call of the app takes to get here; nothing when not said. */
  latencyMs?: () => number;
};

/** What a plain installation of the app is granted. */
export const plainScopes = [
  'chat:write',
  'commands',
  'im:write',
  'im:history',
  'users:read',
  'users:read.email',
  'channels:read',
  'groups:read',
  'usergroups:read',
] as const;
