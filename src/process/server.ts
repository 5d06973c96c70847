import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { Logger } from 'pino';
import { TooLate, within } from '#src/core/deadline.ts';
import { clientAddress } from './client-address.ts';
import type { Metrics } from './metrics.ts';

/** What a sender is answered: an HTTP status, and a JSON object or what else its tool wants to read. */
export type Answer = { status: number; headers?: Record<string, string> } & (
  | { body: Record<string, unknown> }
  | { text: string; contentType: string }
);

/** A source that was asked for, and how: `token` is what stands behind its id, `target` path and query. */
export type Asked = { sourceId: string; token: string | null; target: string; query: URLSearchParams };

/** A source that a visitor's page asks: the origin its browser says it is from, and the address that asks. */
export type FormAsked = { sourceId: string; origin: string | undefined; address: string };

export type Routes = {
  /** Takes one webhook delivery. */
  webhook: (asked: Asked, request: IncomingMessage, body: Buffer) => Promise<Answer>;
  /** What a tool is answered that asks, before it sends anything, whether somebody is here; null where that is nothing. */
  handshake: (asked: Asked) => Promise<Answer | null>;
  /** What a visitor's page is answered: before it asks, to `OPTIONS`, and then. */
  form: {
    preflight: (asked: FormAsked) => Promise<Answer>;
    qualify: (asked: FormAsked & { contentType: string | undefined; body: Buffer }) => Promise<Answer>;
  };
  /** How many proxies stand before the app that say who asked. */
  trustedProxies: number;
  /** Slack's requests; null in Socket Mode, which brings them down a socket of its own. */
  slack: ((request: IncomingMessage, response: ServerResponse) => Promise<void>) | null;
  isReady: () => Promise<{ ready: boolean; parts: Record<string, string> }>;
  /** `ok`, or that nobody hears of what is overdue. That ends no process and keeps no lead away. */
  hearing: () => Promise<string>;
  metrics: Metrics;
};

/** What is taken of one delivery, as it comes and unpacked. */
export const LARGEST_BODY = 1_048_576;
export const TOO_LARGE = 'the body is larger than 1 MiB: expected at most that, so send fewer leads at once';
/** No form of a page is larger. */
const LARGEST_FORM = 32_768;
// A database that is away may make queries wait; a sender must not wait with them, but come again. Some hang up
// after five seconds and never do. What is stored after all is then recognised as a repetition.
const SLOWEST_ANSWER_MS = 4_000;
const HEADER_TIMEOUT_MS = 10_000;
const REQUEST_TIMEOUT_MS = 30_000;

class HttpError extends Error {
  readonly status: number;
  constructor(status: number, message: string) {
    super(message);
    this.status = status;
  }
}

/** The one HTTP server. Whatever happens inside a route, the caller gets an answer and the process lives. */
export function createHttpServer(routes: Routes, log: Logger): Server {
  const server = createServer((request, response) => {
    handle(routes, log, request, response).catch((error: unknown) => fail(response, error, log));
  });
  server.headersTimeout = HEADER_TIMEOUT_MS;
  server.requestTimeout = REQUEST_TIMEOUT_MS;
  return server;
}

async function handle(
  routes: Routes,
  log: Logger,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const path = pathOf(request.url ?? '/');
  if (path === '/slack/events' && routes.slack) {
    mustBePost(request);
    return routes.slack(request, response);
  }
  if (path === '/health/live') return send(response, 200, { live: true });
  if (path === '/health/ready') {
    const state = await routes.isReady();
    return send(response, state.ready ? 200 : 503, state);
  }
  if (path === '/health') {
    const { ready, parts } = await routes.isReady();
    const escalations = ready ? await routes.hearing() : 'unknown';
    return send(response, ready && escalations === 'ok' ? 200 : 503, {
      healthy: ready && escalations === 'ok',
      parts: { ...parts, escalations },
    });
  }
  if (path === '/metrics') {
    response.writeHead(200, { 'content-type': routes.metrics.contentType });
    response.end(await routes.metrics.text());
    return;
  }
  const form = idIn(/^\/qualify\/([^/]+)\/?$/, path);
  if (form !== null) return answerForm(routes, log, { sourceId: form, request, response });
  const asked = sourceIn(request.url ?? '/');
  if (asked === null) throw new HttpError(404, 'not found');
  if (request.method === 'GET') {
    const answer = await routes.handshake(asked);
    if (answer) {
      sendAnswer(response, answer);
      return;
    }
  }
  mustBePost(request);
  const count = (status: number) =>
    routes.metrics.deliveries.inc({ source: status === 404 ? 'unknown' : asked.sourceId, status });
  const body = await readBody(request, LARGEST_BODY);
  await answerInTime(log, { response, count, work: routes.webhook(asked, request, body) });
}

/** A page asks for a visitor: its browser first asks whether it may. */
async function answerForm(
  routes: Routes,
  log: Logger,
  { sourceId, request, response }: { sourceId: string; request: IncomingMessage; response: ServerResponse },
): Promise<void> {
  const { origin, 'content-type': contentType } = request.headers;
  const asked = { sourceId, origin, address: clientAddress(request, routes.trustedProxies) };
  if (request.method === 'OPTIONS') return sendAnswer(response, await routes.form.preflight(asked));
  mustBePost(request);
  const body = await readBody(request, LARGEST_FORM);
  const work = routes.form.qualify({ ...asked, contentType, body });
  const count = (status: number) =>
    routes.metrics.forms.inc({ source: status === 404 ? 'unknown' : sourceId, status });
  await answerInTime(log, { response, count, work });
}

async function answerInTime(
  log: Logger,
  {
    response,
    count,
    work,
  }: { response: ServerResponse; count: (status: number) => void; work: Promise<Answer> },
): Promise<void> {
  try {
    const answer = await within(SLOWEST_ANSWER_MS, work, (error) =>
      log.error({ err: error }, 'a delivery could not be stored; it was answered 503 before'),
    );
    count(answer.status);
    sendAnswer(response, answer);
  } catch (error) {
    count(503);
    throw error;
  }
}

function mustBePost({ method }: IncomingMessage): void {
  if (method !== 'POST') throw new HttpError(405, 'expected POST');
}

/** The path that was asked for, with its query. Senders behind a proxy may ask for a whole address. */
const targetOf = (url: string): string => url.replace(/^https?:\/\/[^/?]*/i, '');

const pathOf = (url: string): string => targetOf(url).split('?', 1)[0] || '/';

/** The source a path names; null when it names none. One that is not a path at all (`%E0%A4%A`) is refused. */
function sourceIn(url: string): Asked | null {
  const [, id, token] = /^\/webhooks\/([^/]+)(?:\/([^/]+))?\/?$/.exec(pathOf(url)) ?? [];
  if (id === undefined) return null;
  const target = targetOf(url);
  const query = new URLSearchParams(target.slice(pathOf(url).length));
  return {
    ...{ sourceId: decoded(id), target, query },
    token: token === undefined ? null : decoded(token),
  };
}

function idIn(pattern: RegExp, path: string): string | null {
  const [, id] = pattern.exec(path) ?? [];
  return id === undefined ? null : decoded(id);
}

function decoded(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    throw new HttpError(400, 'the path is not well-formed');
  }
}

/** Reads the raw bytes, and refuses as soon as there are too many of them, also where no length was announced. */
function readBody(request: IncomingMessage, largest: number): Promise<Buffer> {
  const tooLarge = () => new HttpError(413, largest === LARGEST_BODY ? TOO_LARGE : 'too large');
  if (Number(request.headers['content-length'] ?? 0) > largest) return Promise.reject(tooLarge());
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let size = 0;
    request.on('data', (chunk: Buffer) => {
      size += chunk.length;
      if (size > largest) {
        // Not read any further, and not destroyed either: the answer has to reach the sender.
        request.removeAllListeners('data').pause();
        reject(tooLarge());
      } else {
        chunks.push(chunk);
      }
    });
    request.on('end', () => resolve(Buffer.concat(chunks)));
    request.on('error', () => reject(new HttpError(400, 'the body broke off')));
  });
}

function fail(response: ServerResponse, error: unknown, log: Logger): void {
  const status = error instanceof HttpError ? error.status : 503;
  if (error instanceof TooLate) log.warn('a delivery could not be stored in time; answered 503');
  else if (!(error instanceof HttpError)) log.error({ err: error }, 'a request could not be carried out');
  if (response.headersSent) {
    response.destroy();
    return;
  }
  if (status === 503) response.setHeader('retry-after', '5');
  if (status === 405) response.setHeader('allow', 'POST');
  // The rest of a body that is too large is not read.
  if (status === 413) response.setHeader('connection', 'close');
  send(response, status, {
    error: error instanceof HttpError ? error.message : 'not available; send it again',
  });
}

function sendAnswer(response: ServerResponse, answer: Answer): void {
  const { text, contentType } =
    'text' in answer ? answer : { text: JSON.stringify(answer.body), contentType: 'application/json' };
  response.writeHead(answer.status, { ...answer.headers, 'content-type': contentType });
  response.end(text);
}

function send(response: ServerResponse, status: number, body: Record<string, unknown>): void {
  sendAnswer(response, { status, body });
}
