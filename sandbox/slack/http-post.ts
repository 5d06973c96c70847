import { request } from 'node:http';

export type Posted =
  | { kind: 'answered'; status: number; text: string }
  | { kind: 'timeout' }
  | { kind: 'unreachable' };

/** One POST on a connection of its own: a kept one could belong to an app that has been restarted since. */
export function httpPost(
  url: string,
  headers: Record<string, string>,
  body: string,
  withinMs: number,
): Promise<Posted> {
  return new Promise((resolve) => {
    const sent = request(url, {
      method: 'POST',
      agent: false,
      headers: { ...headers, 'Content-Length': String(Buffer.byteLength(body)) },
    });
    const timer = setTimeout(() => {
      resolve({ kind: 'timeout' });
      sent.destroy();
    }, withinMs);
    sent.on('response', async (response) => {
      const chunks: Buffer[] = [];
      try {
        for await (const chunk of response) chunks.push(Buffer.from(chunk));
        resolve({
          kind: 'answered',
          status: response.statusCode ?? 0,
          text: Buffer.concat(chunks).toString(),
        });
      } catch {
        resolve({ kind: 'unreachable' });
      }
      clearTimeout(timer);
    });
    sent.on('error', () => {
      clearTimeout(timer);
      resolve({ kind: 'unreachable' });
    });
    sent.end(body);
  });
}
