import { performance } from 'node:perf_hooks';
import { httpPost } from './http-post.ts';
import { isJson, type Json, readJson } from './json.ts';
import { signedHeaders } from './signing.ts';
import type { EnvelopeType, SocketMode } from './socket-mode.ts';

/** How the app answered. `status` is 0 when no answer came; `problem` is what the person is told then. */
export type Answer = {
  status: number;
  ackMs: number;
  body: unknown;
  timedOut: boolean;
  problem?: string;
};

export type Delivery = ReturnType<typeof createDelivery>;

export type DeliveryOptions = { signingSecret: string; ackTimeoutMs: number };

/** Brings events, interactions and commands to the app: down its socket when it has one, else by signed HTTP. */
export function createDelivery(options: DeliveryOptions, socketMode: SocketMode) {
  let eventsUrl: string | undefined;

  async function overSocket(type: EnvelopeType, payload: Json): Promise<Omit<Answer, 'ackMs'>> {
    const ack = await socketMode.send(type, payload, options.ackTimeoutMs);
    if (!ack)
      return { status: 0, body: undefined, timedOut: true, problem: 'the app did not answer in time' };
    const isEmpty = isJson(ack.payload) && Object.keys(ack.payload).length === 0;
    return { status: 200, body: isEmpty ? undefined : ack.payload, timedOut: false };
  }

  async function overHttp(
    type: EnvelopeType,
    payload: Json,
    extra: Record<string, string>,
  ): Promise<Omit<Answer, 'ackMs'>> {
    if (!eventsUrl)
      return { status: 0, body: undefined, timedOut: false, problem: 'the app is not connected' };
    const { contentType, body } = encode(type, payload);
    // The receiver compares this with its own wall clock, which no test moves: so it is real time, not the sandbox's.
    const signature = signedHeaders(options.signingSecret, new Date(), body);
    const headers = { 'Content-Type': contentType, ...signature, ...extra };
    const posted = await httpPost(eventsUrl, headers, body, options.ackTimeoutMs);
    switch (posted.kind) {
      case 'timeout':
        return { status: 0, body: undefined, timedOut: true, problem: 'the app did not answer in time' };
      case 'unreachable':
        return { status: 0, body: undefined, timedOut: false, problem: 'the app could not be reached' };
      case 'answered': {
        const { status, text } = posted;
        const answered = text === '' ? undefined : (readJson(text) ?? text);
        const isFine = status >= 200 && status < 300;
        return {
          status,
          body: answered,
          timedOut: false,
          ...(isFine ? {} : { problem: `the app answered ${status}` }),
        };
      }
    }
  }

  return {
    setEventsUrl(url: string): void {
      eventsUrl = url;
    },

    async send(type: EnvelopeType, payload: Json, extra: Record<string, string> = {}): Promise<Answer> {
      const startedAt = performance.now();
      const answer = socketMode.isConnected()
        ? await overSocket(type, payload)
        : await overHttp(type, payload, extra);
      return { ...answer, ackMs: performance.now() - startedAt };
    },
  };
}

function encode(type: EnvelopeType, payload: Json): { contentType: string; body: string } {
  if (type === 'events_api') return { contentType: 'application/json', body: JSON.stringify(payload) };
  const form =
    type === 'interactive'
      ? new URLSearchParams({ payload: JSON.stringify(payload) })
      : new URLSearchParams(
          Object.entries(payload).map(([key, value]): [string, string] => [key, String(value)]),
        );
  return { contentType: 'application/x-www-form-urlencoded', body: form.toString() };
}
