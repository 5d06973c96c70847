import type { WebClient } from '@slack/web-api';
import type { Logger } from 'pino';
import type { Db } from '#db/db.ts';
import { type PersonRow, readPerson } from '#db/people.ts';
import type { Metrics } from '#src/process/metrics.ts';
import type { Pace } from './pace.ts';

/** What it takes to write to Slack outside of an answer to a person. */
export type SlackSide = { client: WebClient; pace: Pace; metrics: Metrics; log: Logger };

/** The same for one message, with what is known of people: read once each. */
export type MessageSide = SlackSide & { people: People };
export type People = {
  read: (id: string) => Promise<PersonRow | null>;
  /** Somebody was read with something else. */
  note: (person: PersonRow | null) => void;
};

export function readOnce(db: Db): People {
  const people = new Map<string, Promise<PersonRow | null>>();
  return {
    read: (id) => {
      const known = people.get(id) ?? readPerson(db, id);
      people.set(id, known);
      return known;
    },
    note: (person) => {
      if (person) people.set(person.id, Promise.resolve(person));
    },
  };
}
