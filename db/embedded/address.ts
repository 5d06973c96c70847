import type { Running } from './home.ts';

/** Where a database of a server is. Its socket's folder, escaped, stands in the place of the host. */
export function urlFor(
  server: Pick<Running, 'socketFolder' | 'port'>,
  user: string,
  password: string,
  database: string,
): string {
  const host = server.socketFolder ? encodeURIComponent(server.socketFolder) : '127.0.0.1';
  return `postgres://${user}:${password}@${host}:${server.port}/${encodeURIComponent(database)}`;
}

/** What `postgres` needs beside a URL with a socket in it: it cannot read one, as `pg` and Postgres's own tools can. */
export function socketOf(url: string): { host?: string } {
  const { hostname } = new URL(url);
  return /^%2f/i.test(hostname) ? { host: decodeURIComponent(hostname) } : {};
}
