import { App, type CodedError, HTTPReceiver, SocketModeReceiver } from '@slack/bolt';
import type { Logger } from 'pino';
import { parseValue } from '#blocks/ids.ts';
import { ConfigError } from '#src/config/config-error.ts';
import type { SlackEnvironment } from '#src/config/environment.ts';
import { TooLate } from '#src/core/deadline.ts';
import { interactiveOptions, slackLogger, socketOptions } from './client.ts';
import { readFault } from './errors.ts';
import { receiveFor, type SlackRoute } from './receive.ts';

// A line that was cut without a word is given up after so long without an answer to a ping, and opened anew after as
// long again: some seven seconds in all. The client's own five make it thirteen, in which presses reach nobody.
const SILENCE_MS = 3_000;

/** Slack's side of presses and commands: Bolt, and the receiver of HTTP; in Socket Mode that is null. */
export type Bolt = { bolt: App; http: SlackRoute | null };

/**
 * Makes Bolt and starts nothing. Whoever pressed is told when something fails. `now` is the clock on the wall, with which
 * Bolt compares signatures as well.
 */
export function createBolt(slack: SlackEnvironment, now: () => Date, log: Logger): Bolt {
  const logger = slackLogger(log);
  const http =
    slack.mode === 'http'
      ? new HTTPReceiver({ signingSecret: slack.signingSecret, endpoints: '/slack/events', logger })
      : null;
  const socket =
    slack.mode === 'socket'
      ? new SocketModeReceiver({
          appToken: slack.appToken,
          logger,
          clientPingTimeout: SILENCE_MS,
          installerOptions: { clientOptions: socketOptions(slack.apiUrl, log) },
        })
      : null;
  const bolt = new App({
    // One workspace: whoever Slack speaks for, it is this bot, and no call is needed to know that.
    authorize: async () => ({ botToken: slack.botToken }),
    receiver: http ?? socket ?? undefined,
    clientOptions: interactiveOptions(slack.apiUrl, log),
    logger,
    convoStore: false,
    deferInitialization: true,
    extendedErrorHandler: true,
  });
  bolt.error(async ({ error, body }: { error: CodedError; body: object }) => {
    const handoff = handoffIn(body);
    if (error.original instanceof TooLate) log.warn({ handoff }, 'a press could not be answered in time');
    else log.error({ err: error.original ?? error, code: error.code, handoff }, 'a press failed');
    await apologise('response_url' in body ? body.response_url : null);
  });
  const route =
    slack.mode === 'http' && http ? receiveFor(http, { signingSecret: slack.signingSecret, now }, log) : null;
  return { bolt, http: route };
}

/** The handoff that a press or a form was about. What other values carry, such as the words of a search, belongs in no log. */
function handoffIn(body: object): string | undefined {
  // Slack signed it; of what it is not, nothing is there.
  const { actions = [], view } = body as { actions?: Carrying[]; view?: { private_metadata?: string } };
  const [action] = actions;
  const carried = action?.value ?? action?.selected_option?.value ?? view?.private_metadata;
  const id = parseValue(carried)?.handoffId ?? '';
  return IS_ID.test(id) ? id : undefined;
}

type Carrying = { value?: string; selected_option?: { value?: string } | null };
const IS_ID = /^[0-9a-z]{14}$/;

/** Lets presses come in. In HTTP mode the receiver has no server of its own to start. */
export async function startBolt({ bolt, http }: Bolt): Promise<void> {
  await bolt.init();
  if (!http) await bolt.start().catch(blameAppToken);
}

/** A socket that Slack does not open for this token is the operator's to mend; what passes is tried again by Bolt. */
function blameAppToken(error: unknown): never {
  const fault = readFault(error);
  if (fault.type !== 'not_allowed') throw error;
  const problem = `Slack refuses it (${fault.code}); your app's page on api.slack.com → Basic Information → App-Level Tokens, with the scope connections:write`;
  throw new ConfigError([
    { where: 'environment', problems: [{ path: 'SLACK_APP_TOKEN', line: null, problem }] },
  ]);
}

/** Whoever pressed hears that something went wrong, if Slack can still be reached. */
async function apologise(responseUrl: unknown): Promise<void> {
  if (typeof responseUrl !== 'string') return;
  const text =
    'That did not work just now. Nothing is lost: look at the card again, and press once more if it is unchanged.';
  await fetch(responseUrl, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ response_type: 'ephemeral', replace_original: false, text }),
    signal: AbortSignal.timeout(2_000),
  }).catch(() => {});
}
