import type { Ids } from './ids.ts';
import type { Json } from './json.ts';

export type SharedFile = { id: string; name: string; title: string; bytes: Uint8Array };

export type StoredMessage = {
  channel: string;
  ts: string;
  threadTs?: string;
  user: string;
  text: string;
  blocks: Json[];
  attachments: Json[];
  files: SharedFile[];
  metadata?: Json;
  editedTs?: string;
  /** Only this person sees it, it is in no history, and it is gone when they reload. */
  ephemeralTo?: string;
  isTombstone: boolean;
  isBroadcast: boolean;
  linksNames: boolean;
};

export type Draft = Omit<StoredMessage, 'ts' | 'editedTs' | 'isTombstone'>;

export type Messages = ReturnType<typeof createMessages>;

/** Every message of the workspace, in the order it was sent. */
export function createMessages(ids: Ids) {
  const byChannel = new Map<string, Map<string, StoredMessage>>();
  const threads = new Map<string, StoredMessage[]>();

  function inChannel(channel: string): Map<string, StoredMessage> {
    const known = byChannel.get(channel);
    if (known) return known;
    const fresh = new Map<string, StoredMessage>();
    byChannel.set(channel, fresh);
    return fresh;
  }

  function threadOf(channel: string, rootTs: string): StoredMessage[] {
    const key = `${channel} ${rootTs}`;
    const known = threads.get(key);
    if (known) return known;
    const fresh: StoredMessage[] = [];
    threads.set(key, fresh);
    return fresh;
  }

  function erase(message: StoredMessage): void {
    inChannel(message.channel).delete(message.ts);
    if (!message.threadTs) return;
    const thread = threadOf(message.channel, message.threadTs);
    thread.splice(thread.indexOf(message), 1);
  }

  function find(channel: string, ts: string): StoredMessage | undefined {
    return byChannel.get(channel)?.get(ts);
  }

  return {
    find,

    add(draft: Draft): StoredMessage {
      const message: StoredMessage = { ...structuredClone(draft), ts: ids.ts(), isTombstone: false };
      inChannel(message.channel).set(message.ts, message);
      if (message.threadTs) threadOf(message.channel, message.threadTs).push(message);
      return message;
    },

    /** A message as the Web API knows it: ephemeral and deleted ones are not there. */
    findPosted(channel: string, ts: string): StoredMessage | undefined {
      const message = find(channel, ts);
      return message?.ephemeralTo || message?.isTombstone ? undefined : message;
    },

    list(channel: string): StoredMessage[] {
      return [...(byChannel.get(channel)?.values() ?? [])];
    },

    /** Everything said in its thread, what only one person sees included. */
    repliesTo(root: StoredMessage): StoredMessage[] {
      return [...threadOf(root.channel, root.ts)];
    },

    /** A deleted message that has replies stays as a tombstone, so that its thread can be read. */
    remove(message: StoredMessage): void {
      if (threadOf(message.channel, message.ts).every((one) => one.ephemeralTo)) {
        erase(message);
        return;
      }
      const stone = {
        text: 'This message was deleted.',
        blocks: [],
        attachments: [],
        files: [],
        isTombstone: true,
      };
      Object.assign(message, stone, { metadata: undefined });
    },

    forgetEphemerals(userId: string): void {
      for (const all of byChannel.values()) {
        for (const message of all.values()) if (message.ephemeralTo === userId) erase(message);
      }
    },
  };
}
