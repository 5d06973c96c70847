import type { WebClientOptions } from '@slack/web-api';

type Fetch = NonNullable<WebClientOptions['fetch']>;

// Where Slack, or a proxy before it, does not say how long to wait.
const USUAL_WAIT_SECONDS = 10;
const LONGEST_WAIT_SECONDS = 3_600;
// Bolt's respond() sets no limit of its own: a place that never answers would hold its handler for ever.
const RESPOND_MS = 3_000;

/**
 * How Slack is reached. Its client has a class for most that goes wrong, and none for the rest: a body that breaks
 * off is a bare TypeError, a 429 that names no time a bare Error, and a page of HTML with status 200 a refusal whose
 * code is the whole page. So each answer is read whole here, and becomes one the client has a class for.
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
  return new Response(text, { status, headers });
};

const BAD_GATEWAY = 502;

const respond: Fetch = (url, init) => fetch(url, { ...init, signal: AbortSignal.timeout(RESPOND_MS) });

function secondsIn(headers: Headers): string {
  const told = Number.parseInt(headers.get('retry-after') ?? '', 10);
  const seconds = Number.isNaN(told) ? USUAL_WAIT_SECONDS : told;
  return String(Math.min(Math.max(1, seconds), LONGEST_WAIT_SECONDS));
}

function isAnswer(text: string): boolean {
  try {
    const answer: unknown = JSON.parse(text);
    return typeof answer === 'object' && answer !== null && !Array.isArray(answer) && 'ok' in answer;
  } catch {
    return false;
  }
}
