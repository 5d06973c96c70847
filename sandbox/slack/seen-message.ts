import type { Json } from './json.ts';
import { type Link, linksIn } from './links.ts';
import { notifiedBy } from './mentions.ts';
import type { Messages, SharedFile, StoredMessage } from './messages.ts';
import type { Workspace } from './workspace.ts';

/** A message as somebody saw it at one moment. It is a copy: keep it to press on a stale card later. */
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

export function see(message: StoredMessage, shown: Shown, viewer: string | undefined): SeenMessage {
  const replies = message.threadTs === undefined ? shown.messages.repliesTo(message) : [];
  return {
    channel: message.channel,
    ts: message.ts,
    ...(message.threadTs === undefined ? {} : { threadTs: message.threadTs }),
    user: message.user,
    text: message.text,
    blocks: structuredClone(message.blocks),
    files: message.files,
    ...(message.metadata ? { metadata: structuredClone(message.metadata) } : {}),
    edited: message.editedTs !== undefined,
    ephemeral: message.ephemeralTo !== undefined,
    notifies: notifiedBy(message, shown.workspace),
    links: linksIn(message),
    replies: replies.filter((reply) => isVisible(reply, viewer)).map((reply) => see(reply, shown, viewer)),
  };
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
