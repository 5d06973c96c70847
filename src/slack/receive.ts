import type { IncomingMessage, ServerResponse } from 'node:http';
import { HTTPModuleFunctions, type HTTPReceiver } from '@slack/bolt';
import type { Logger } from 'pino';
import { isAhead, isSlackRequest } from './request-shape.ts';

/** Takes one request from Slack, and answers it whatever is in it. */
export type SlackRoute = (request: IncomingMessage, response: ServerResponse) => Promise<void>;

const { parseAndVerifyHTTPRequest, parseHTTPRequestBody, isRawBodyError, defaultBodyLimit } =
  HTTPModuleFunctions;

/**
 * What stands before Bolt. Its receiver takes what is rightly signed for what Slack would send: a body without the
 * shape of one ends the process. It also takes a signature of any day to come. Who is not Slack learns nothing about
 * shapes: the signature is looked at first.
 */
export function receiveFor(
  http: HTTPReceiver,
  { signingSecret, now }: { signingSecret: string; now: () => Date },
  log: Logger,
): SlackRoute {
  const options = { enabled: true, signingSecret, bodyLimit: defaultBodyLimit };
  return async (request, response) => {
    const verified = await parseAndVerifyHTTPRequest(options, request).catch((error: unknown) => {
      const isTooLarge = isRawBodyError(error) && error.statusCode === TOO_LARGE;
      return isTooLarge ? TOO_LARGE : UNSIGNED;
    });
    if (typeof verified === 'number') return refuse(response, verified, log);
    if (isAhead(Number(request.headers['x-slack-request-timestamp'] ?? 0), now())) {
      return refuse(response, UNSIGNED, log);
    }
    if (!isSlackRequest(bodyOf(verified))) return refuse(response, MALFORMED, log);
    http.requestListener(verified, response);
  };
}

type Verified = Awaited<ReturnType<typeof parseAndVerifyHTTPRequest>>;

function bodyOf(verified: Verified): unknown {
  try {
    return parseHTTPRequestBody(verified);
  } catch {
    return null;
  }
}

const MALFORMED = 400;
const UNSIGNED = 401;
const TOO_LARGE = 413;
const WORDS: Record<number, string> = {
  [MALFORMED]: 'this is nothing that Slack sends: no event, press, submission or command',
  [UNSIGNED]: 'not signed with the signing secret of this app, or not within the last five minutes',
  [TOO_LARGE]: 'the body is larger than anything that Slack sends',
};

function refuse(response: ServerResponse, status: number, log: Logger): void {
  const error = WORDS[status] ?? '';
  log.warn({ status, error }, 'a request to /slack/events was refused');
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify({ error }));
}
