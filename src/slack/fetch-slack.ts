import type { WebClientOptions } from '@slack/web-api';
import { z } from 'zod';

type Fetch = NonNullable<WebClientOptions['fetch']>;

// Where Slack, or a proxy before it, does not say how long to wait.
const USUAL_WAIT_SECONDS = 10;
const LONGEST_WAIT_SECONDS = 3_600;
// Bolt's respond() sets no limit of its own: a place that never answers would hold its handler for ever.
const RESPOND_MS = 3_000;

/**
 * How Slack is reached. Its client has a class for most that goes wrong, and none for the rest: a body that breaks
 * off is a bare TypeError, a 429 that names no time a bare Error, and a page of HTML with status 200 a refusal whose
 * code is the whole page; other JSON than Slack's makes it fail, or wait for no time, or for ever. So each answer is read
 * whole here, and becomes one the client has a class for.
 */
export function fetchFrom(apiUrl: string): Fetch {
  return (url, init) => (String(url).startsWith(apiUrl) ? call(url, init) : respond(url, init));
}

const call: Fetch = async (url, init) => {
  const response = await fetch(url, init);
  // What breaks off in here the client takes for what it is: a connection that broke.
  const text = await response.text();
  const { status, statusText, headers } = response;
  if (status === 429) return new Response(null, { status, headers: { 'retry-after': secondsIn(headers) } });
  // The client keeps what stands in it, and the log would have it too.
  if (status !== 200) return new Response(null, { status: status < 400 ? BAD_GATEWAY : status, statusText });
  if (!isAnswer(text)) return new Response(null, { status: BAD_GATEWAY, statusText: 'No answer of Slack' });
  return new Response(text, { status, headers: withinReason(headers) });
};

const BAD_GATEWAY = 502;

const respond: Fetch = async (url, init) => {
  const response = await fetch(url, { ...init, signal: AbortSignal.timeout(RESPOND_MS) });
  if (!response.ok) return response;
  const text = await response.text();
  const refusal = refusalIn(text);
  // Bolt's respond() goes by the status alone, and would take a refusal with status 200 for an answer that was shown.
  if (refusal === null) return new Response(text, { status: response.status, headers: response.headers });
  return new Response(text, { status: STATUS_OF_REFUSAL[refusal] ?? BAD_REQUEST, statusText: refusal });
};

const BAD_REQUEST = 400;
const STATUS_OF_REFUSAL: Readonly<Record<string, number>> = {
  expired_url: 404,
  used_url: 404,
  ratelimited: 429,
};
const REFUSAL = z.looseObject({ ok: z.literal(false), error: z.string().regex(/^[a-z_]{1,60}$/) });

/** The code of an answer that says, in words of Slack's, that nothing was shown. */
function refusalIn(text: string): string | null {
  const read = REFUSAL.safeParse(jsonIn(text));
  return read.success ? read.data.error : null;
}

function secondsIn(headers: Headers): string {
  const told = Number.parseInt(headers.get('retry-after') ?? '', 10);
  const seconds = Number.isNaN(told) ? USUAL_WAIT_SECONDS : told;
  return String(Math.min(Math.max(1, seconds), LONGEST_WAIT_SECONDS));
}

/** How long to wait may stand beside a refusal as well, and is taken from there. */
function withinReason(headers: Headers): Headers {
  const kept = new Headers(headers);
  if (kept.has('retry-after')) kept.set('retry-after', secondsIn(headers));
  return kept;
}

const words = z.array(z.string()).optional();
/** What the client, and whoever reads its errors, relies on. */
const ANSWER = z.looseObject({
  ok: z.boolean(),
  response_metadata: z
    .looseObject({ messages: words, warnings: words, retryAfter: z.undefined().optional() })
    .optional(),
});

const isAnswer = (text: string): boolean => ANSWER.safeParse(jsonIn(text)).success;

/** Undefined where it is no JSON at all; a response_url says `ok` and no more. */
function jsonIn(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
