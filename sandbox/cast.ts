import type { Role, Settings } from '#domain/settings.ts';
import { nameOf } from '#domain/team.ts';
import type { SeenMessage } from './slack/seen-message.ts';
import { channelNames, type Stage } from './stage.ts';

/** `readerId`: who a channel's messages are for; null where nobody in particular. */
export type Place =
  | { type: 'dm'; personId: string }
  | { type: 'channel'; name: string; readerId: string | null };

/** Who and where, behind the ids of the stand-in Slack. */
export type Cast = {
  /** The name a colleague would use. */
  firstName: (personId: string) => string;
  personOf: (slackId: string) => string | null;
  placeOf: (message: SeenMessage) => Place;
  /** A message as whoever it is for reads it. */
  read: (message: SeenMessage) => string;
};

export function createCast(stage: Stage, settings: Settings): Cast {
  const personBySlackId = new Map(settings.people.map(({ id }) => [stage.slackIdOf(id), id]));
  const names = channelNames(settings);
  const personByDm = new Map<string, string>();
  const firstWith = (role: Role) => settings.people.find(({ roles }) => roles.includes(role))?.id ?? null;
  const readers = new Map([
    [settings.channels.feedback, firstWith('marketer')],
    [settings.channels.ops, firstWith('ops')],
  ]);

  function findDm(channel: string): string | undefined {
    for (const { id } of settings.people) {
      const [first] = stage.slack.as(stage.slackIdOf(id)).dm();
      if (first) personByDm.set(first.channel, id);
    }
    return personByDm.get(channel);
  }

  function placeOf({ channel }: SeenMessage): Place {
    const personId = names.has(channel) ? undefined : (personByDm.get(channel) ?? findDm(channel));
    if (personId !== undefined) return { type: 'dm', personId };
    return {
      type: 'channel',
      name: `#${names.get(channel) ?? channel}`,
      readerId: readers.get(channel) ?? null,
    };
  }

  return {
    firstName: (personId) => nameOf(settings, personId).split(' ')[0] ?? personId,
    personOf: (slackId) => personBySlackId.get(slackId) ?? null,
    placeOf,
    read: (message) => {
      const place = placeOf(message);
      const readerId = place.type === 'dm' ? place.personId : place.readerId;
      if (readerId !== null) return stage.slack.as(stage.slackIdOf(readerId)).read(message);
      return stage.slack.renderText(message, { tz: settings.workspace.time_zone });
    },
  };
}
