import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { readAsset } from './assets.ts';
import type { Outcome, Screen } from './protocol.ts';

export type PageRoutes = {
  screen: (personId: string | null) => Promise<Screen>;
  listen: (response: ServerResponse) => void;
  deed: (body: string) => Promise<{ status: number; outcome: Outcome }>;
};

const LARGEST_BODY = 65_536;
const HEADERS = {
  'cache-control': 'no-store',
  'content-security-policy':
    "default-src 'self'; img-src 'self' data:; object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'",
  'cross-origin-resource-policy': 'same-origin',
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
};
const LOOPBACK = new Set(['127.0.0.1', 'localhost', '[::1]']);

/** The page's own server, for this machine only. Whatever happens in a route, the page gets an answer. */
export function createPageServer(routes: PageRoutes): Server {
  return createServer((request, response) => {
    for (const [name, value] of Object.entries(HEADERS)) response.setHeader(name, value);
    handle(routes, request, response).catch((error: unknown) =>
      send(response, 500, problem(error instanceof Error ? error.message : String(error))),
    );
  });
}

async function handle(routes: PageRoutes, request: IncomingMessage, response: ServerResponse): Promise<void> {
  if (!isFromHere(request)) return send(response, 403, problem('this page answers to its own address only'));
  const url = URL.parse(request.url ?? '/', 'http://localhost');
  if (!url) return send(response, 400, problem('the path is not well-formed'));
  const route = `${request.method} ${url.pathname}`;
  switch (route) {
    case 'GET /api/screen':
      return send(response, 200, await routes.screen(url.searchParams.get('as')));
    case 'GET /api/changes':
      return routes.listen(response);
    case 'POST /api/do': {
      const body = await readBody(request);
      if (body === null) return send(response, 413, problem(`expected at most ${LARGEST_BODY} bytes`));
      const { status, outcome } = await routes.deed(body);
      return send(response, status, outcome);
    }
  }
  const asset = request.method === 'GET' ? await readAsset(url.pathname) : null;
  if (!asset) return send(response, 404, problem(`there is no ${route}`));
  response.writeHead(200, { 'content-type': asset.type }).end(asset.body);
}

/** Another site may send a browser here, and may name this address as its own: neither may drive the demo. */
function isFromHere({ headers }: IncomingMessage): boolean {
  const host = URL.parse(`http://${headers.host ?? ''}`);
  if (!host || !LOOPBACK.has(host.hostname)) return false;
  return headers.origin === undefined || headers.origin === host.origin;
}

async function readBody(request: IncomingMessage): Promise<string | null> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request) {
    size += chunk.length;
    if (size > LARGEST_BODY) return null;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}

function send(response: ServerResponse, status: number, body: Screen | Outcome): void {
  if (response.headersSent) {
    response.destroy();
    return;
  }
  response.writeHead(status, { 'content-type': 'application/json; charset=utf-8' });
  response.end(JSON.stringify(body));
}

const problem = (words: string): Outcome => ({ ok: false, problem: words });
