import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import type { Settings } from '#domain/settings.ts';
import type { Demo } from '../open-demo.ts';
import type { Person } from '../slack/person.ts';
import type { Somebody } from '../somebody.ts';
import { createChanges } from './changes.ts';
import { doDeed, type Hands } from './deeds.ts';
import { createFieldErrors } from './field-errors.ts';
import { countHeld, watchHeld } from './held.ts';
import { readManifest } from './manifest.ts';
import { createMover } from './mover.ts';
import { readDeed } from './read-deed.ts';
import { rolesOf, screenOf } from './screen.ts';
import { createSenders } from './senders.ts';
import { createPageServer, type PageRoutes } from './server.ts';
import type { Story } from './story.ts';
import { createUnread } from './unread.ts';
import { createWeather } from './weather.ts';

export type Page = { address: string; stop: () => Promise<void> };

/** The page on a stage: anybody's screen, and everything they can do. `tell` says what happens to whoever listens. */
export async function openPage(options: {
  demo: Demo;
  story: Story;
  tell: (lines: string[]) => void;
  invent: () => Somebody;
  port: number;
}): Promise<Page> {
  const { demo, story, tell, invent, port } = options;
  const { stage, settings, tools, told, isNew } = demo;
  const { name, commands } = readManifest();
  const changes = createChanges();
  const roles = rolesOf(settings, stage.slackIdOf, isNew ? 'ops' : 'sdr');
  const hands: Hands = {
    personOf: (personId) => stage.slack.as(stage.slackIdOf(personId)),
    commands,
    senders: createSenders({ stage, sources: isNew ? [] : settings.sources, tools, invent, tell }),
    mover: createMover({ stage, settings, tell, onStep: changes.tell }),
    weather: createWeather(stage.slack, tell),
    unread: createUnread(),
    errors: createFieldErrors(),
  };
  const { db } = stage.app.core;

  const routes: PageRoutes = {
    screen: async (wanted) => {
      const { personId, slackId } = roles.find((one) => one.personId === wanted) ?? firstOf(roles);
      const person: Person = stage.slack.as(slackId);
      const { unread, errors, weather, senders } = hands;
      const seen = { unread, errors, timeZone: zoneOf(settings, personId) };
      return screenOf(personId, person, seen, {
        now: stage.clock.now().toISOString(),
        app: { slackId: stage.slack.app.botUserId, name },
        roles,
        names: stage.slack.names(),
        commands,
        examples: senders.examples,
        weather: weather.is(),
        log: story.lines(),
        held: await countHeld(db),
        told: told?.seen() ?? [],
      });
    },
    listen: changes.addListener,
    deed: async (body) => {
      const reading = readDeed(body);
      if (!reading.ok) return { status: 400, outcome: reading };
      const { deed } = reading;
      if ('as' in deed && !roles.some(({ personId }) => personId === deed.as)) {
        return { status: 400, outcome: { ok: false, problem: `as: there is nobody called “${deed.as}”` } };
      }
      const problem = await doDeed(hands, deed).catch(wordsOf);
      // What somebody types is theirs, and on their screen already.
      if (deed.type !== 'fill') changes.tell();
      return { status: 200, outcome: problem === null ? { ok: true } : { ok: false, problem } };
    },
  };

  const stopListening = stage.slack.onEvent(changes.tell);
  story.onLine(changes.tell);
  told?.onChange(changes.tell);
  let wasHeldUp = false;
  const held = watchHeld(db, (waiting) => {
    wasHeldUp ||= hands.weather.is() !== 'fine';
    if (waiting === 0 && wasHeldUp) {
      wasHeldUp = false;
      tell(['Everything that waited is in Slack now']);
    }
    changes.tell();
  });
  const server = createPageServer(routes);
  server.listen(port, '127.0.0.1');
  await once(server, 'listening');
  // A server that listens on a port has an address with a port.
  const address = server.address() as AddressInfo;
  return {
    address: `http://127.0.0.1:${address.port}`,
    stop: async () => {
      stopListening();
      changes.close();
      server.close();
      server.closeAllConnections();
      await hands.mover.stop();
      await held.stop();
    },
  };
}

/** A person at a stand-in Slack throws what its client would not offer: a page may still show what is gone. */
const wordsOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

const firstOf = <Item>(items: readonly Item[]): Item => {
  const [first] = items;
  if (first === undefined) throw new Error('the settings have no people');
  return first;
};

const zoneOf = (settings: Settings, personId: string): string =>
  settings.people.find(({ id }) => id === personId)?.time_zone ?? settings.workspace.time_zone;
