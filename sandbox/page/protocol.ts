import type { Json } from '../slack/json.ts';

/**
 * What the page and its server say to each other. The page asks `GET /api/screen?as=<person>` for everything that
 * person sees, and hears on `GET /api/changes` that it should ask again: server-sent events of the type `changed`
 * (`source.addEventListener('changed', …)`), at most ten a second, the first as soon as it listens.
 * Everything it does is a `POST /api/do` with one `Deed`, answered by an `Outcome`.
 */

/** Everybody whose part can be taken. */
export type Role = { personId: string; slackId: string; name: string; words: string };

export type Message = {
  /** The conversation's Slack id, and what the message is called in it. */
  channel: string;
  ts: string;
  /** Slack id of whoever wrote it. */
  by: string;
  at: string;
  blocks: Json[];
  text: string;
  isOnlyForYou: boolean;
  isEdited: boolean;
  replies: Message[];
  /** What this person chose in its menus, by block id and action id. */
  state: Json;
};

export type Conversation = {
  id: string;
  kind: 'dm' | 'channel';
  name: string;
  /** Messages since this person last looked. */
  unread: number;
  messages: Message[];
};

export type View = {
  id: string;
  type: 'modal' | 'home';
  title: string;
  submit: string | null;
  close: string | null;
  blocks: Json[];
  /** `state.values` as Slack has it: block id, action id, value. */
  values: Json;
  /** What Slack or the app said about fields of the last submission, by block id. */
  errors: Record<string, string>;
  /** How many views lie below it. */
  depth: number;
};

/** `tool`: its name, where it is a delivery as a tool of the field sends it. */
export type Example = { id: string; source: string; about: string; tool: string | null };
export type SlashCommand = { command: string; description: string; usageHint: string };
/** How Slack behaves towards the app: as usual, answering 429, failing, or answering nobody. */
export const WEATHERS = ['fine', 'busy', 'failing'] as const;
export type Weather = (typeof WEATHERS)[number];

/** What another tool knows: its records, with the fields that show how a lead stands, and what was left in their history. */
export type ToldTool = {
  tool: string;
  records: { title: string; values: Record<string, string>; entries: string[] }[];
};

/** Names that stand in texts as ids. */
export type Names = {
  people: Record<string, string>;
  channels: Record<string, string>;
  groups: Record<string, string>;
};

export type Screen = {
  as: string;
  /** Their zone: instants are shown in it. */
  timeZone: string;
  now: string;
  app: { slackId: string; name: string };
  roles: Role[];
  names: Names;
  conversations: Conversation[];
  home: View | null;
  modal: View | null;
  commands: SlashCommand[];
  examples: Example[];
  weather: Weather;
  /** What waits to be shown in Slack, and what came in: one line each, newest last. */
  log: { at: string; words: string }[];
  /** Messages that could not be brought to Slack yet. */
  held: number;
  /** What the tools know that are told of outcomes, the newest first. */
  told: ToldTool[];
};

export type Given = string | number | string[] | null;

export type Deed =
  | {
      type: 'press';
      as: string;
      channel: string;
      ts: string;
      blockId: string;
      actionId: string;
      value: Given;
    }
  | { type: 'press_home'; as: string; blockId: string; actionId: string; value: Given }
  | { type: 'press_modal'; as: string; blockId: string; actionId: string; value: Given }
  /** Types into the modal without sending it, so that a redraw keeps it. */
  | { type: 'fill'; as: string; blockId: string; value: Given }
  | { type: 'submit'; as: string; answers: Record<string, Given> }
  | { type: 'close'; as: string }
  | { type: 'slash'; as: string; channel: string; line: string }
  | { type: 'say'; as: string; channel: string; text: string; thread: string | null }
  | { type: 'open_home'; as: string }
  | { type: 'read'; as: string; channel: string }
  | { type: 'send_example'; id: string }
  | { type: 'send_many'; count: number }
  | { type: 'forward'; minutes: number }
  | { type: 'next_morning' }
  | { type: 'weather'; is: Weather };

/** `problem` is what Slack's own client would say: "the app did not answer in time". */
export type Outcome = { ok: true } | { ok: false; problem: string };
