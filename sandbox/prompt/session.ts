import type { Settings } from '#domain/settings.ts';
import type { Cast } from '../cast.ts';
import { framed, ink } from '../ink.ts';
import type { Person } from '../slack/person.ts';
import type { SeenMessage } from '../slack/seen-message.ts';
import type { Somebody } from '../somebody.ts';
import type { Stage } from '../stage.ts';
import type { Terminal } from './terminal.ts';

/** One person at the terminal, who can be anybody of the settings. */
export type Session = {
  stage: Stage;
  settings: Settings;
  cast: Cast;
  terminal: Terminal;
  /** Says something that happened, with the time of the demo in front. */
  tell: (lines: string[]) => void;
  /** Whose commands those without a name are. */
  as: string;
  /** Somebody new. */
  invent: () => Somebody;
};

export const personAt = ({ stage }: Session, personId: string): Person =>
  stage.slack.as(stage.slackIdOf(personId));

/** A person of the settings by id or first name. */
export function findPerson({ settings, cast }: Session, word: string): string | null {
  const wanted = word.toLowerCase();
  const found = settings.people.find(
    ({ id }) => id === wanted || cast.firstName(id).toLowerCase() === wanted,
  );
  return found?.id ?? null;
}

/** A message as a person reads it, with its thread. */
export function showMessage(session: Session, personId: string, message: SeenMessage): void {
  const { cast, terminal } = session;
  const person = personAt(session, personId);
  const place = cast.placeOf(message);
  const where = place.type === 'dm' ? 'direct messages' : place.name;
  terminal.print(`  ${ink.person(cast.firstName(personId))}, ${where}`);
  terminal.print(framed(person.read(message), '  '));
  for (const reply of message.replies) terminal.print(framed(person.read(reply), '    '));
}
