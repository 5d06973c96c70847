import type { StoredMessage } from './messages.ts';
import { type Token, tokenize } from './mrkdwn.ts';
import { markupIn, type RichElement, richElementsIn } from './rendered-text.ts';
import type { Workspace } from './workspace.ts';

type Mention = Extract<Token, { type: 'user' | 'group' | 'broadcast' }>;

/**
 * Whom the words of a message call by mention, wherever Slack parses them: the top-level text (also when blocks hide
 * it), mrkdwn and rich text. It is read from what the message says now, so a mention that an update brought in counts.
 */
export function notifiedBy(message: StoredMessage, workspace: Workspace): string[] {
  const called = mentionsIn(message).flatMap((mention) => calledBy(mention, message, workspace));
  const people = new Set(called.filter((id) => id !== message.user && id !== workspace.app.botUserId));
  return [...people].filter((id) => {
    if (message.ephemeralTo && message.ephemeralTo !== id) return false;
    return workspace.users.get(id)?.deleted === false;
  });
}

function mentionsIn(message: StoredMessage): Mention[] {
  const texts = [message.text, ...markupIn(message.blocks).map((markup) => markup.text)];
  const typed = texts.flatMap(tokenize).filter(isMention);
  const rich = richElementsIn(message.blocks).flatMap(mentionOf);
  return [...typed, ...rich, ...(message.linksNames ? namedIn(message.text) : [])];
}

function isMention(token: Token): token is Mention {
  return token.type === 'user' || token.type === 'group' || token.type === 'broadcast';
}

function mentionOf(element: RichElement): Mention[] {
  if (element.type === 'user') return [{ type: 'user', id: String(element.user_id) }];
  if (element.type === 'usergroup') return [{ type: 'group', id: String(element.usergroup_id) }];
  if (element.type === 'broadcast') return broadcast(String(element.range));
  return [];
}

// Bare @channel only pages when the caller asked for names to be linked.
function namedIn(text: string): Mention[] {
  return [...text.matchAll(/@(channel|here|everyone)\b/g)].flatMap((match) => broadcast(match[1] ?? ''));
}

function broadcast(range: string): Mention[] {
  return range === 'channel' || range === 'here' || range === 'everyone'
    ? [{ type: 'broadcast', range }]
    : [];
}

function calledBy(mention: Mention, message: StoredMessage, workspace: Workspace): string[] {
  if (mention.type === 'user') return [mention.id];
  if (mention.type === 'group') return workspace.groups.get(mention.id)?.users ?? [];
  if (mention.range === 'everyone') return [...workspace.users.keys()];
  return workspace.conversations.get(message.channel)?.members ?? [];
}
