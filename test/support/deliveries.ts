import { request } from 'node:http';
import { Webhook } from 'standardwebhooks';

type Headers = Record<string, string>;

/** Posts a body to a path as it is, with nothing but these headers. Answers the HTTP status. */
export async function post(url: string, body: string | Buffer, headers: Headers): Promise<number> {
  const response = await fetch(url, { method: 'POST', headers, body });
  await response.arrayBuffer();
  return response.status;
}

export const JSON_TYPE = { 'content-type': 'application/json' };

/** The headers of a delivery signed as Standard Webhooks describes. */
export function signedHeaders(secret: string, body: string, id: string, at: Date): Headers {
  return {
    ...JSON_TYPE,
    'webhook-id': id,
    'webhook-timestamp': String(Math.floor(at.getTime() / 1_000)),
    'webhook-signature': new Webhook(secret).sign(id, at, body),
  };
}

/** Sends a body in chunks, without saying how long it will be. Answers the HTTP status. */
export function postInChunks(url: string, chunks: readonly Buffer[], headers: Headers): Promise<number> {
  return new Promise((resolve, reject) => {
    const sending = request(url, { method: 'POST', headers }, (response) => {
      response.resume();
      resolve(response.statusCode ?? 0);
    });
    sending.on('error', reject);
    for (const chunk of chunks) sending.write(chunk);
    sending.end();
  });
}

/** Asks for a path as it is written: `fetch` would put it right first. Answers the HTTP status. */
export function ask(address: string, method: string, path: string): Promise<number> {
  const { hostname, port } = new URL(address);
  return new Promise((resolve, reject) => {
    const asking = request({ hostname, port, method, path }, (response) => {
      response.resume();
      resolve(response.statusCode ?? 0);
    });
    asking.on('error', reject);
    asking.end();
  });
}
