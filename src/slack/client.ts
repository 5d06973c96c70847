import { LogLevel, WebClient, type WebClientOptions } from '@slack/web-api';
import type { Logger } from 'pino';

const OUTGOING_TIMEOUT_MS = 10_000;
const INTERACTIVE_TIMEOUT_MS = 2_000;

/**
 * For the reconciler and the directory. It never repeats a call by itself: a post may have arrived although no
 * answer did, and one 429 would pause every other call of the client.
 */
export function outgoingClient(token: string, apiUrl: string, log: Logger): WebClient {
  return new WebClient(token, {
    slackApiUrl: apiUrl,
    timeout: OUTGOING_TIMEOUT_MS,
    retryConfig: { retries: 0 },
    rejectRateLimitedCalls: true,
    ...quietly(log),
  });
}

/** For answers to people who are waiting: a separate client, so that no queue of ours stands before them. */
export function interactiveOptions(apiUrl: string, log: Logger): WebClientOptions {
  return {
    slackApiUrl: apiUrl,
    timeout: INTERACTIVE_TIMEOUT_MS,
    retryConfig: { retries: 0 },
    rejectRateLimitedCalls: true,
    ...quietly(log),
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

const quietly = (log: Logger) => ({ logger: slackLogger(log) });
