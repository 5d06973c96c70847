import type { Cast } from '../cast.ts';
import { isCard } from '../narrator.ts';
import type { SeenMessage } from '../slack/seen-message.ts';
import type { Stage } from '../stage.ts';

/** Something on somebody's screen: whose and what it is, and its text as they read it. */
export type Sight = { what: string; text: string };

type Unread =
  | { type: 'posted' | 'updated'; message: SeenMessage }
  | { type: 'whispered'; userId: string; message: SeenMessage }
  | { type: 'submitted'; userId: string; text: string };

/** Collects what appears on people's screens. Of a message that changed several times, how it stands in the end. */
export function collectSights(stage: Stage, cast: Cast): () => Sight[] {
  const unread = new Map<string, Unread>();
  let count = 0;
  stage.slack.onEvent((happening) => {
    count += 1;
    switch (happening.type) {
      case 'message_posted':
        unread.set(keyOf(happening.message), { type: 'posted', message: happening.message });
        return;
      case 'message_updated': {
        const key = keyOf(happening.message);
        const type = unread.get(key)?.type === 'posted' ? 'posted' : 'updated';
        unread.set(key, { type, message: happening.message });
        return;
      }
      case 'ephemeral_shown':
        unread.set(String(count), { ...happening, type: 'whispered' });
        return;
      case 'submitted': {
        const text = stage.slack.as(happening.userId).read(happening.view);
        unread.set(String(count), { type: 'submitted', userId: happening.userId, text });
        return;
      }
      default:
        return;
    }
  });

  function sightOf(one: Unread): Sight {
    if (one.type === 'submitted') return { what: `${firstName(one.userId)} fills this in`, text: one.text };
    if (one.type === 'whispered') {
      const text = stage.slack.as(one.userId).read(one.message);
      return { what: `${firstName(one.userId)} reads, and nobody else`, text };
    }
    return { what: whatIsIt(one.message, one.type === 'posted'), text: cast.read(one.message) };
  }

  function firstName(slackId: string): string {
    return cast.firstName(cast.personOf(slackId) ?? slackId);
  }

  function whatIsIt(message: SeenMessage, isNew: boolean): string {
    const place = cast.placeOf(message);
    if (place.type === 'channel') {
      const reader = place.readerId === null ? 'Everybody' : cast.firstName(place.readerId);
      return isNew
        ? `${reader} reads in ${place.name}`
        : `${reader} finds in ${place.name}, instead of what stood there`;
    }
    const name = cast.firstName(place.personId);
    if (message.threadTs !== undefined) return `${name} reads in the thread of the card`;
    const thing = isCard(message) ? 'card' : 'message';
    return isNew ? `${name} gets a ${thing}` : `${name}’s ${thing} now reads`;
  }

  return () => {
    const sights = [...unread.values()].map(sightOf);
    unread.clear();
    return sights;
  };
}

const keyOf = (message: SeenMessage): string => `${message.channel}/${message.ts}`;
