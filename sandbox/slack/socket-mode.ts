import { randomUUID } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { type WebSocket, WebSocketServer } from 'ws';
import { isJson, type Json, readJson } from './json.ts';

export type EnvelopeType = 'events_api' | 'interactive' | 'slash_commands';

export type SocketMode = ReturnType<typeof createSocketMode>;

const pingEveryMs = 5000;

/** The WebSocket side of Socket Mode. Each envelope goes to one of the connections. */
export function createSocketMode(appId: string) {
  const server = new WebSocketServer({ noServer: true });
  const tickets = new Set<string>();
  const connections = new Set<WebSocket>();
  const silent = new Set<WebSocket>();
  const waiting = new Map<string, (payload: unknown) => void>();
  let turn = 0;

  // Real Slack pings too, gives up whoever does not answer, and the client hangs up when it stops.
  const pinging = setInterval(() => {
    for (const socket of silent) socket.terminate();
    for (const socket of connections) {
      silent.add(socket);
      socket.ping();
    }
  }, pingEveryMs);
  pinging.unref();

  server.on('connection', (socket) => {
    connections.add(socket);
    const forget = () => {
      connections.delete(socket);
      silent.delete(socket);
    };
    socket.on('close', forget);
    socket.on('error', forget);
    socket.on('pong', () => silent.delete(socket));
    socket.on('message', (data) => {
      const message = readJson(data.toString());
      if (!isJson(message)) return;
      const id = String(message.envelope_id);
      waiting.get(id)?.(message.payload);
      waiting.delete(id);
    });
    socket.send(
      JSON.stringify({
        type: 'hello',
        num_connections: connections.size,
        connection_info: { app_id: appId },
        debug_info: { host: 'sandbox', approximate_connection_time: 18_060 },
      }),
    );
  });

  return {
    /** The URL that apps.connections.open answers; it lets one connection in. */
    invite(baseUrl: string): string {
      const ticket = randomUUID();
      tickets.add(ticket);
      return `${baseUrl.replace('http:', 'ws:')}/link/?ticket=${ticket}&app_id=${appId}`;
    },

    accept(request: IncomingMessage, socket: Duplex, head: Buffer): void {
      const url = new URL(request.url ?? '/', 'http://127.0.0.1');
      if (url.pathname !== '/link/' || !tickets.delete(url.searchParams.get('ticket') ?? '')) {
        socket.end('HTTP/1.1 401 Unauthorized\r\nConnection: close\r\n\r\n');
        return;
      }
      server.handleUpgrade(request, socket, head, (connection) =>
        server.emit('connection', connection, request),
      );
    },

    isConnected(): boolean {
      return connections.size > 0;
    },

    /** Sends an envelope and resolves with the payload of its ack, or with `undefined` when none came in time. */
    send(type: EnvelopeType, payload: Json, withinMs: number): Promise<{ payload: unknown } | undefined> {
      const open = [...connections];
      const socket = open[turn++ % open.length];
      const envelopeId = randomUUID();
      const retry = type === 'events_api' ? { retry_attempt: 0, retry_reason: '' } : {};
      return new Promise((resolve) => {
        const timer = setTimeout(() => {
          waiting.delete(envelopeId);
          resolve(undefined);
        }, withinMs);
        waiting.set(envelopeId, (ack) => {
          clearTimeout(timer);
          resolve({ payload: ack });
        });
        socket?.send(
          JSON.stringify({
            envelope_id: envelopeId,
            type,
            payload,
            accepts_response_payload: type !== 'events_api',
            ...retry,
          }),
        );
      });
    },

    /** Slack recycles connections: the client is told to go and comes back by itself. */
    recycle(): void {
      for (const socket of connections) {
        socket.send(
          JSON.stringify({
            type: 'disconnect',
            reason: 'refresh_requested',
            debug_info: { host: 'sandbox' },
          }),
        );
      }
    },

    close(): void {
      clearInterval(pinging);
      for (const socket of connections) socket.terminate();
      server.close();
    },
  };
}
