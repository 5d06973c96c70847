import { LogLevel, WebClient, type WebClientOptions } from '@slack/web-api';
import type { Logger } from 'pino';
import { fetchFrom } from './fetch-slack.ts';

const OUTGOING_TIMEOUT_MS = 10_000;
const INTERACTIVE_TIMEOUT_MS = 2_000;
const LONGEST_PAUSE_MS = 10_000;

/**
 * For the reconciler and the directory. It never repeats a call by itself: a post may have arrived although no
 * answer did, and one 429 would pause every other call of the client.
 */
export function outgoingClient(token: string, apiUrl: string, log: Logger): WebClient {
  return new WebClient(token, {
    ...reaching(apiUrl, log),
    timeout: OUTGOING_TIMEOUT_MS,
    retryConfig: { retries: 0 },
    rejectRateLimitedCalls: true,
  });
}

/** For answers to people who are waiting: a separate client, so that no queue of ours stands before them. */
export function interactiveOptions(apiUrl: string, log: Logger): WebClientOptions {
  return {
    ...reaching(apiUrl, log),
    timeout: INTERACTIVE_TIMEOUT_MS,
    retryConfig: { retries: 0 },
    rejectRateLimitedCalls: true,
  };
}

/** For asking where the socket is: it asks until it is told, and never waits longer than this between two tries. */
export function socketOptions(apiUrl: string, log: Logger): WebClientOptions {
  return {
    ...reaching(apiUrl, log),
    timeout: OUTGOING_TIMEOUT_MS,
    retryConfig: { forever: true, factor: 1.3, maxTimeout: LONGEST_PAUSE_MS },
  };
}

/** Slack's client in our log; its debug lines hold message texts and are left out. */
export function slackLogger(log: Logger) {
  return {
    debug: () => {},
    info: () => {},
    warn: (...parts: unknown[]) => log.warn({ part: 'slack' }, String(parts[0])),
    error: (...parts: unknown[]) => log.error({ part: 'slack' }, String(parts[0])),
    setLevel: () => {},
    getLevel: () => LogLevel.WARN,
    setName: () => {},
  };
}

const reaching = (apiUrl: string, log: Logger) => ({
  slackApiUrl: apiUrl,
  fetch: fetchFrom(apiUrl),
  logger: slackLogger(log),
});
