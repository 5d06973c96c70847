import type { Json } from './json.ts';
import { type Link, linksIn } from './links.ts';
import { notifiedBy } from './mentions.ts';
import type { Messages, SharedFile, StoredMessage } from './messages.ts';
import type { Workspace } from './workspace.ts';

/**
 * A message as somebody saw it at one moment, to be read only. Later changes do not reach it: keep it to press on a
 * stale card.
 */
export type SeenMessage = {
  channel: string;
  ts: string;
  threadTs?: string;
  user: string;
  text: string;
  blocks: Json[];
  files: SharedFile[];
  metadata?: Json;
  edited: boolean;
  ephemeral: boolean;
  /** The people its mentions page. */
  notifies: string[];
  links: Link[];
  replies: SeenMessage[];
};

export type Shown = { messages: Messages; workspace: Workspace };

type OwnPart = Omit<SeenMessage, 'replies'>;

// Pages of messages are looked at again and again, so each version of a message is worked out once: a change always
// brings new blocks or a new text.
const lastSeen = new WeakMap<
  StoredMessage,
  { blocks: Json[]; text: string; metadata?: Json; own: OwnPart }
>();

export function see(message: StoredMessage, shown: Shown, viewer: string | undefined): SeenMessage {
  const replies = message.threadTs === undefined ? shown.messages.repliesTo(message) : [];
  return {
    ...ownPart(message, shown.workspace),
    replies: replies.filter((reply) => isVisible(reply, viewer)).map((reply) => see(reply, shown, viewer)),
  };
}

function ownPart(message: StoredMessage, workspace: Workspace): OwnPart {
  const { blocks, text, metadata } = message;
  const known = lastSeen.get(message);
  if (known && known.blocks === blocks && known.text === text && known.metadata === metadata)
    return known.own;
  const own: OwnPart = {
    channel: message.channel,
    ts: message.ts,
    ...(message.threadTs === undefined ? {} : { threadTs: message.threadTs }),
    user: message.user,
    text,
    blocks,
    files: message.files,
    ...(metadata ? { metadata } : {}),
    edited: message.editedTs !== undefined,
    ephemeral: message.ephemeralTo !== undefined,
    notifies: notifiedBy(message, workspace),
    links: linksIn(message),
  };
  lastSeen.set(message, { blocks, text, metadata, own });
  return own;
}

/** What one person sees in one conversation, newest last, replies under their message. */
export function seenIn(channel: string, shown: Shown, viewer: string): SeenMessage[] {
  return shown.messages
    .list(channel)
    .filter((message) => isVisible(message, viewer))
    .filter((message) => message.threadTs === undefined || message.isBroadcast)
    .map((message) => see(message, shown, viewer));
}

function isVisible(message: StoredMessage, viewer: string | undefined): boolean {
  return message.ephemeralTo === undefined || message.ephemeralTo === viewer;
}
