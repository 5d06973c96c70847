import { App, HTTPReceiver, LogLevel } from '@slack/bolt';
import { WebClient } from '@slack/web-api';
import { onTestFinished } from 'vitest';
import { createSandboxSlack, type SandboxSlack } from '#sandbox/slack/create-sandbox-slack.ts';
import type { SandboxSlackOptions } from '#sandbox/slack/options.ts';

const signingSecret = 'a-signing-secret';
export const botToken = 'xoxb-sandbox';
export const appToken = 'xapp-sandbox';

/** A clock that a test sets: Monday 23 November 2026, 09:00 UTC, until moved. */
function settableClock() {
  let at = new Date('2026-11-23T09:00:00Z').getTime();
  return {
    now: () => new Date(at),
    forward(ms: number): void {
      at += ms;
    },
  };
}

type Clock = ReturnType<typeof settableClock>;

export type Team = { slack: SandboxSlack; clock: Clock; client: WebClient };

/** A listening workspace with Ana (Berlin) and Ben (New York) in #sales, where the bot is too. */
export async function startSlack(options: Partial<SandboxSlackOptions> = {}): Promise<Team> {
  const clock = settableClock();
  const slack = createSandboxSlack({ now: clock.now, signingSecret, botToken, appToken, ...options });
  await slack.listen();
  onTestFinished(() => slack.close());
  slack.addUser({
    id: 'U0ANA',
    name: 'ana',
    realName: 'Ana Ruiz',
    email: 'ana@acme.com',
    tz: 'Europe/Berlin',
  });
  slack.addUser({
    id: 'U0BEN',
    name: 'ben',
    realName: 'Ben Cole',
    email: 'ben@acme.com',
    tz: 'America/New_York',
  });
  slack.addChannel({ id: 'C0SALES', name: 'sales', members: ['U0ANA', 'U0BEN'], botIsMember: true });
  return { slack, clock, client: clientOf(slack) };
}

/** A client that neither repeats nor waits, as our outgoing one. */
export function clientOf(slack: SandboxSlack, token = botToken): WebClient {
  return new WebClient(token, {
    slackApiUrl: slack.url,
    retryConfig: { retries: 0 },
    rejectRateLimitedCalls: true,
    logLevel: LogLevel.ERROR,
    logger: silent,
  });
}

/** A real Bolt app behind a real HTTPReceiver, connected to the workspace. */
export async function startBolt(slack: SandboxSlack, attach: (app: App) => void): Promise<void> {
  const receiver = new HTTPReceiver({ signingSecret, logger: silent });
  const app = new App({
    receiver,
    token: botToken,
    convoStore: false,
    clientOptions: { slackApiUrl: slack.url },
    logger: silent,
  });
  attach(app);
  const server = await receiver.start(0);
  onTestFinished(() => {
    server.close();
  });
  const address = server.address();
  const port = typeof address === 'object' && address ? address.port : 0;
  await slack.connect({ eventsUrl: `http://127.0.0.1:${port}/slack/events` });
}

/** What a call was refused with, or `ok`. */
export async function outcome(call: Promise<unknown>): Promise<unknown> {
  try {
    await call;
    return 'ok';
  } catch (error) {
    if (typeof error === 'object' && error !== null && 'data' in error) {
      const { data } = error;
      if (typeof data === 'object' && data !== null && 'error' in data) return data.error;
    }
    return error instanceof Error ? error.constructor.name : String(error);
  }
}

/** The one item of a list. */
export function only<Item>(items: Item[]): Item {
  const [item] = items;
  if (item === undefined || items.length > 1) throw new Error(`expected one, there are ${items.length}`);
  return item;
}

export const silent = {
  debug: () => {},
  info: () => {},
  warn: () => {},
  error: () => {},
  setLevel: () => {},
  getLevel: () => LogLevel.ERROR,
  setName: () => {},
};

export function plain(text: string) {
  return { type: 'plain_text' as const, text };
}

export function mrkdwn(text: string) {
  return { type: 'mrkdwn' as const, text };
}

export const card = [
  { type: 'section', block_id: 'about', text: mrkdwn('*Globex* wants a demo') },
  {
    type: 'actions',
    block_id: 'answer',
    elements: [
      { type: 'button', action_id: 'accept', text: plain('Accept'), value: 'h1', style: 'primary' as const },
      { type: 'button', action_id: 'reject', text: plain('Reject'), value: 'h1' },
    ],
  },
];

export const reasonModal = {
  type: 'modal' as const,
  callback_id: 'reject',
  private_metadata: 'h1',
  title: plain('Reject lead'),
  submit: plain('Reject'),
  blocks: [
    {
      type: 'input',
      block_id: 'reason',
      label: plain('Reason'),
      element: {
        type: 'static_select',
        action_id: 'reason',
        options: [
          { text: plain('Too small'), value: 'too_small' },
          { text: plain('Spam'), value: 'spam' },
        ],
      },
    },
    {
      type: 'input',
      block_id: 'note',
      optional: true,
      label: plain('Note'),
      element: { type: 'plain_text_input', action_id: 'note', max_length: 20 },
    },
  ],
};
