import { randomUUID } from 'node:crypto';
import type { Settings } from '#domain/settings.ts';
import { sourceName } from '#domain/team.ts';
import { signedAs } from '../sign-as.ts';
import type { Somebody } from '../somebody.ts';
import type { Stage } from '../stage.ts';
import { EXAMPLES, ONE_OF_MANY, type PageExample } from './examples.ts';
import type { Example } from './protocol.ts';

export type Senders = {
  examples: Example[];
  /** Answers what was wrong, null when it was taken in. */
  send: (id: string) => Promise<string | null>;
  sendMany: (count: number) => Promise<string | null>;
};

/** Sends deliveries through the webhook route, as the tools of the settings' sources would. */
export function createSenders(options: {
  stage: Stage;
  sources: Settings['sources'];
  invent: () => Somebody;
  tell: (lines: string[]) => void;
}): Senders {
  const { stage, sources, invent, tell } = options;
  const known = EXAMPLES.filter(({ sourceId }) => sources.some(({ id }) => id === sourceId));
  let last: Somebody | null = null;

  async function post(example: PageExample): Promise<string | null> {
    const source = sources.find(({ id }) => id === example.sourceId);
    if (!source) return `the settings have no source “${example.sourceId}”`;
    const who = example.who === 'the_last' && last ? last : invent();
    last = who;
    const now = stage.clock.now();
    const body = JSON.stringify(example.body(who, now));
    if (example.asks) return ask(source, body);
    const request = signedAs(source, body, randomUUID(), now);
    const response = await fetch(`${stage.address}/webhooks/${source.id}`, request);
    const said = await response.text();
    return response.ok ? null : `the webhook answered ${response.status}: ${said}`;
  }

  /** As a visitor's browser does for the page. */
  async function ask({ id, qualify }: Settings['sources'][number], body: string): Promise<string | null> {
    const headers = { 'content-type': 'application/json', origin: qualify?.origins[0] ?? '' };
    const response = await fetch(`${stage.address}/qualify/${id}`, { method: 'POST', headers, body });
    const said = await response.text();
    if (!response.ok) return `the page was answered ${response.status}: ${said}`;
    tell([`the page is answered ${said}`]);
    return null;
  }

  return {
    examples: known.map(({ id, sourceId, about }) => ({
      id,
      source: sourceName({ sources }, sourceId),
      about,
    })),
    send: async (id) => {
      const example = known.find((one) => one.id === id);
      if (!example) return `there is no example “${id}”`;
      tell([`${sourceName({ sources }, example.sourceId)} sends: ${example.about}`]);
      return post(example);
    },
    sendMany: async (count) => {
      tell([`${sourceName({ sources }, ONE_OF_MANY.sourceId)} sends ${count} demo requests at once`]);
      const problems = await Promise.all(Array.from({ length: count }, () => post(ONE_OF_MANY)));
      return problems.find((problem) => problem !== null) ?? null;
    },
  };
}
