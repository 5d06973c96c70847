import { setTimeout as pause } from 'node:timers/promises';
import { expect } from 'vitest';
import { openThrowaway } from '#db/open-database.ts';
import { follow } from '#sandbox/follow.ts';
import { STATEMENT_SECONDS } from '#sandbox/on-throwaway.ts';
import { freePort, MONDAY, openDemo } from '#sandbox/open-demo.ts';
import { openPage } from '#sandbox/page/open-page.ts';
import type { Deed, Message, Outcome, Screen } from '#sandbox/page/protocol.ts';
import { createStory } from '#sandbox/page/story.ts';
import { createRunningClock } from '#sandbox/running-clock.ts';
import { elementsIn } from '#sandbox/slack/elements.ts';
import { textOf } from '#sandbox/slack/json.ts';
import { inventSomebody } from '#sandbox/somebody.ts';

export type DemoPage = {
  address: string;
  /** What the app logged as an error. */
  errors: string[];
  stop: () => Promise<void>;
};

/** The demo and its page as `npm run demo` opens them, without a terminal and without example leads. */
export async function startPage({ isNew }: { isNew: boolean }): Promise<DemoPage> {
  const clock = createRunningClock(MONDAY);
  const errors: string[] = [];
  const onError = (line: string) => errors.push(line);
  const demo = await openDemo({
    database: await openThrowaway({
      statementSeconds: STATEMENT_SECONDS,
      environment: process.env,
      onTrouble: (error) => onError(error.message),
    }),
    clock,
    port: await freePort(0),
    ticksByCron: true,
    isNew,
    onError,
  });
  const { stage, settings } = demo;
  const story = createStory(clock.now);
  let invented = 0;
  const invent = () => inventSomebody(invented++);
  const page = await openPage({ demo, story, tell: story.add, invent, port: 0 });
  const following = follow({ stage, settings, tell: story.add });
  return {
    address: page.address,
    errors,
    stop: async () => {
      await page.stop();
      await following.stop();
      await stage.stop();
    },
  };
}

// The next morning is far, and the machine may have more to do.
const PATIENCE_MS = 45_000;

/** What the page's own script asks of its server. */
export function visit({ address }: DemoPage) {
  const screen = async (as: string): Promise<Screen> => {
    const response = await fetch(`${address}/api/screen?as=${as}`);
    // The server's own type, which the page relies on as well.
    return (await response.json()) as Screen;
  };

  const post = (body: string, headers: Record<string, string> = {}): Promise<Response> =>
    fetch(`${address}/api/do`, { method: 'POST', headers, body });

  const act = async (deed: Deed): Promise<Outcome> => {
    const response = await post(JSON.stringify(deed));
    return (await response.json()) as Outcome;
  };

  /** Looks until `find` finds something on this person's screen. */
  async function until<Found>(
    as: string,
    find: (screen: Screen) => Found | undefined | null | false,
  ): Promise<Found> {
    const end = performance.now() + PATIENCE_MS;
    for (;;) {
      const now = await screen(as);
      const found = find(now);
      if (found) return found;
      if (performance.now() > end)
        throw new Error(`${as} never saw it: ${find}\n${JSON.stringify(now.log, null, 1)}`);
      await pause(50);
    }
  }

  const press = (
    as: string,
    { channel, ts, blocks }: Message,
    action: string,
    value: string | null = null,
  ) => {
    const placed = elementsIn(blocks).find(({ element }) => element.action_id === action);
    if (!placed) throw new Error(`${as} sees no ${action}`);
    return act({ type: 'press', as, channel, ts, blockId: placed.blockId, actionId: action, value });
  };
  return { screen, post, act, until, press };
}

/** Sends an example, and answers what the log says became of it. */
export async function sendAndHear(demo: DemoPage, id: string, words: string): Promise<string> {
  const { act, screen, until } = visit(demo);
  const before = (await screen('ana')).log.length;
  expect(await act({ type: 'send_example', id })).toEqual({ ok: true });
  return until('ana', ({ log }) => log.slice(before).find((line) => line.words.includes(words))?.words);
}

export const messagesOf = (screen: Screen): Message[] =>
  screen.conversations.flatMap(({ messages }) => messages);

/** The newest card on a screen that mentions these words. */
export const cardWith = (screen: Screen, words: string): Message | undefined =>
  messagesOf(screen).findLast(
    ({ blocks }) => textOf(blocks[0]?.block_id).startsWith('card/') && JSON.stringify(blocks).includes(words),
  );
