import { randomUUID } from 'node:crypto';
import type { Settings } from '#domain/settings.ts';
import { SYSTEMS } from '#domain/systems.ts';
import { sourceName } from '#domain/team.ts';
import { signedAs } from '../sign-as.ts';
import { SOURCE_SECRET } from '../signed-delivery.ts';
import type { Somebody } from '../somebody.ts';
import type { Stage } from '../stage.ts';
import type { FieldTool } from '../tools/field-tools.ts';
import { leadSaid } from '../tools/lead-said.ts';
import { postAsTool } from '../tools/post-as-tool.ts';
import { EXAMPLES, ONE_OF_MANY, type PageExample } from './examples.ts';
import type { Example } from './protocol.ts';
import { TOOL_EXAMPLES } from './tool-examples.ts';

export type Senders = {
  examples: Example[];
  /** Answers what was wrong, null when it was taken in. */
  send: (id: string) => Promise<string | null>;
  sendMany: (count: number) => Promise<string | null>;
};

/** An example, and what sends it. */
type Sender = { example: Example; post: () => Promise<string | null> };

/** Sends deliveries through the webhook route, as the tools of the settings' sources would. */
export function createSenders(options: {
  stage: Stage;
  sources: Settings['sources'];
  tools: readonly FieldTool[];
  invent: () => Somebody;
  tell: (lines: string[]) => void;
}): Senders {
  const { stage, sources, tools, invent, tell } = options;
  let last: Somebody | null = null;
  let sentByTools = 0;

  const nameOf = (sourceId: string) => sourceName({ sources }, sourceId);
  const addressOf = (sourceId: string) => `${stage.address}/webhooks/${sourceId}`;

  async function post(example: PageExample): Promise<string | null> {
    const source = sources.find(({ id }) => id === example.sourceId);
    if (!source) return `the settings have no source “${example.sourceId}”`;
    const who = example.who === 'the_last' && last ? last : invent();
    last = who;
    const now = stage.clock.now();
    const body = JSON.stringify(example.body(who, now));
    if (example.asks) return ask(source, body);
    const response = await fetch(addressOf(source.id), signedAs(source, body, randomUUID(), now));
    return problemOf(response.status, await response.text());
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

  async function postOf({ tool, source }: FieldTool): Promise<string | null> {
    last = invent();
    sentByTools += 1;
    const at = stage.clock.now();
    const url = addressOf(source.id);
    const body = tool.says(leadSaid(tool, last, sentByTools, at));
    const { status, text } = await postAsTool(url, tool.sends(body, { at, secret: SOURCE_SECRET, url }));
    return problemOf(status, text);
  }

  const senders: Sender[] = [
    ...EXAMPLES.filter(({ sourceId }) => sources.some(({ id }) => id === sourceId)).map((one) => ({
      example: { id: one.id, source: nameOf(one.sourceId), about: one.about, tool: null },
      post: () => post(one),
    })),
    ...tools.map((one) => ({
      example: {
        ...{ id: `tool/${one.tool.format}`, source: one.source.name },
        ...{ about: TOOL_EXAMPLES[one.tool.format], tool: SYSTEMS[one.tool.format] },
      },
      post: () => postOf(one),
    })),
  ];

  return {
    examples: senders.map(({ example }) => example),
    send: async (id) => {
      const sender = senders.find(({ example }) => example.id === id);
      if (!sender) return `there is no example “${id}”`;
      tell([`${sender.example.source} sends: ${sender.example.about}`]);
      return sender.post();
    },
    sendMany: async (count) => {
      tell([`${nameOf(ONE_OF_MANY.sourceId)} sends ${count} demo requests at once`]);
      const problems = await Promise.all(Array.from({ length: count }, () => post(ONE_OF_MANY)));
      return problems.find((problem) => problem !== null) ?? null;
    },
  };
}

const problemOf = (status: number, text: string): string | null =>
  status === 200 ? null : `the webhook answered ${status}: ${text}`;
