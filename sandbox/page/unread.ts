import type { SeenMessage } from '../slack/seen-message.ts';

/** What each person has read: up to which message of each conversation. People by their Slack id. */
export type Unread = {
  count: (userId: string, channel: string, messages: readonly SeenMessage[]) => number;
  read: (userId: string, channel: string, messages: readonly SeenMessage[]) => void;
};

export function createUnread(): Unread {
  const readUpTo = new Map<string, string>();
  const keyOf = (userId: string, channel: string) => `${userId} ${channel}`;
  return {
    count: (userId, channel, messages) => {
      const last = readUpTo.get(keyOf(userId, channel)) ?? '';
      return withReplies(messages).filter(({ ts, user }) => ts > last && user !== userId).length;
    },
    read: (userId, channel, messages) => {
      const newest = withReplies(messages).reduce((latest, { ts }) => (ts > latest ? ts : latest), '');
      readUpTo.set(keyOf(userId, channel), newest);
    },
  };
}

const withReplies = (messages: readonly SeenMessage[]): SeenMessage[] =>
  messages.flatMap((message) => [message, ...message.replies]);
