import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/**
 * The APIs of tools that deliver only names of records, as far as they are asked here. What the vendor documents to refuse is
 * refused: the token, the version, too many at once, properties nobody asked for.
 */

export const TOKEN = 'token-of-the-api';

export type Json = Record<string, unknown>;
export type Asked = {
  method: string;
  path: string;
  query: URLSearchParams;
  headers: IncomingMessage['headers'];
  body: Json;
};
/** One that is lost is never sent: the connection ends in its place. */
export type Answer = { status: number; body: unknown; headers?: Record<string, string>; isLost?: true };

export type ToolApi = {
  url: string;
  stop: () => void;
  /** What was asked, as `POST /path`. */
  asked: string[];
  /** The next answers are these, whatever is asked. */
  answerNext: (...answers: Answer[]) => void;
  /** While this is set, everything is answered so. */
  outage: Answer | null;
  /** Runs before each answer. */
  beforeAnswer: () => unknown;
};

/** Plays an API on this machine, until it is stopped. */
export async function openToolApi(play: (asked: Asked) => Answer): Promise<ToolApi> {
  const next: Answer[] = [];
  const api: ToolApi = {
    url: '',
    stop: () => {
      server.closeAllConnections();
      server.close();
    },
    asked: [],
    answerNext: (...answers) => next.push(...answers),
    outage: null,
    beforeAnswer: () => {},
  };
  const server = createServer((request, response) => {
    readJson(request).then(async (body) => {
      const url = new URL(request.url ?? '/', 'http://api.example');
      const asked = {
        ...{ method: request.method ?? 'GET', path: url.pathname, query: url.searchParams },
        ...{ headers: request.headers, body },
      };
      api.asked.push(`${asked.method} ${asked.path}`);
      await api.beforeAnswer();
      send(response, api.outage ?? next.shift() ?? play(asked));
    });
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  api.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return api;
}

async function readJson(request: IncomingMessage): Promise<Json> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk);
  const text = Buffer.concat(chunks).toString();
  if (String(request.headers['content-type']).startsWith('application/x-www-form-urlencoded'))
    return { form: text };
  if (String(request.headers['content-type']).startsWith('text/xml')) return { xml: text };
  return text === '' ? {} : JSON.parse(text);
}

function send(response: ServerResponse, { status, body, headers = {}, isLost }: Answer): void {
  if (isLost) {
    response.destroy();
    return;
  }
  response.writeHead(status, { 'content-type': 'application/json', ...headers });
  response.end(typeof body === 'string' ? body : JSON.stringify(body));
}

export const ok = (body: unknown): Answer => ({ status: 200, body });
export const NOT_FOUND: Answer = { status: 404, body: { status: 'error', message: 'not found' } };
export const hasToken = ({ headers }: Asked): boolean => headers.authorization === `Bearer ${TOKEN}`;
