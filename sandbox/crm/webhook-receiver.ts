import { createServer, type IncomingMessage } from 'node:http';
import { createServer as createSecureServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { Webhook } from 'standardwebhooks';
import type { SeenRecord } from './account.ts';

/** Somebody's address that takes webhooks as https://www.standardwebhooks.com says: what is signed is believed, each id once. */

export type Heard = { id: string; headers: IncomingMessage['headers']; body: Record<string, unknown> };

export type Receiver = {
  url: string;
  stop: () => void;
  /** What was believed, each id once, in the order it came. */
  heard: Heard[];
  /** Of every request, what was answered. */
  answered: number[];
  /** The next requests are answered so, and not believed. */
  answerNext: (...answers: { status: number; headers?: Record<string, string>; body?: string }[]) => void;
  /** The next are believed, and nobody hears of it: the connection ends before the answer. */
  loseAnswers: (times: number) => void;
  /** Runs before each answer. */
  beforeAnswer: () => unknown;
  seen: () => SeenRecord[];
};

export type ReceiverChoices = {
  /** The one it knows. */
  secret: string;
  now: () => Date;
  /** With these it is asked by https. */
  tls?: { key: string; cert: string };
};

export async function openWebhookReceiver({ secret, now, tls }: ReceiverChoices): Promise<Receiver> {
  const next: { status: number; headers?: Record<string, string>; body?: string }[] = [];
  let toLose = 0;
  const receiver: Receiver = {
    url: '',
    stop: () => {
      server.closeAllConnections();
      server.close();
    },
    heard: [],
    answered: [],
    answerNext: (...answers) => next.push(...answers),
    loseAnswers: (times) => {
      toLose = times;
    },
    beforeAnswer: () => {},
    seen: () => receiver.heard.map(seenOf),
  };
  const take = async (request: IncomingMessage) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk);
    await receiver.beforeAnswer();
    const given = next.shift();
    if (given !== undefined) return given;
    const text = Buffer.concat(chunks).toString();
    if (!isSigned(secret, text, request, now())) return { status: 401 };
    const id = String(request.headers['webhook-id']);
    if (!receiver.heard.some((one) => one.id === id)) {
      receiver.heard.push({ id, headers: request.headers, body: JSON.parse(text) });
    }
    if (toLose === 0) return { status: 204 };
    toLose -= 1;
    return null;
  };
  const server = tls === undefined ? createServer() : createSecureServer(tls);
  server.on('request', (request, response) => {
    take(request).then((given) => {
      if (given === null) return response.destroy();
      receiver.answered.push(given.status);
      return response.writeHead(given.status, given.headers ?? {}).end(given.body ?? '');
    });
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  receiver.url = `${tls === undefined ? 'http' : 'https'}://127.0.0.1:${(server.address() as AddressInfo).port}/handoff`;
  return receiver;
}

const TOLERANCE_MS = 5 * 60_000;

/** By the signature that the package of Standard Webhooks makes, which verifies by the clock of the machine alone. */
function isSigned(secret: string, text: string, { headers }: IncomingMessage, now: Date): boolean {
  const at = new Date(Number(headers['webhook-timestamp']) * 1_000);
  if (!(Math.abs(at.getTime() - now.getTime()) <= TOLERANCE_MS)) return false;
  const expected = new Webhook(secret).sign(String(headers['webhook-id']), at, text);
  return String(headers['webhook-signature']).split(' ').includes(expected);
}

const seenOf = ({ id, body }: Heard): SeenRecord => ({
  title: String(body.type),
  values: { id, timestamp: String(body.timestamp) },
  entries: [],
});
