import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';
import { join } from 'node:path';
import { socketOf } from '#db/embedded/address.ts';
import type { Database } from '#db/open.ts';

/** A wire between the app and what it needs that can be cut and mended. */
export type Wire = {
  port: number;
  /** Every connection breaks, and new ones are refused. */
  cut: () => Promise<void>;
  /** Nothing gets through any more, and nobody is told: as when a server dies, or a firewall forgets. */
  silence: () => void;
  /** New connections work again. Those from before never do. */
  mend: () => Promise<void>;
};

/** A wire to whatever listens at a port of this machine. */
export const wireToPort = (port: number): Promise<Wire> => openWire({ host: '127.0.0.1', port });

async function openWire(to: { host: string; port: number } | { path: string }): Promise<Wire> {
  const sockets = new Set<Socket>();
  let isSilent = false;
  const server = createServer((near) => {
    if (isSilent) return;
    const far = connect(to);
    for (const [socket, other] of [
      [near, far],
      [far, near],
    ] as const) {
      sockets.add(socket);
      socket.pipe(other);
      socket.on('error', () => other.destroy());
      socket.on('close', () => {
        sockets.delete(socket);
        other.destroy();
      });
    }
  });
  const listen = async (port: number): Promise<number> => {
    server.listen(port, '127.0.0.1');
    await once(server, 'listening');
    // A server that listens on a port has an address with a port.
    return (server.address() as AddressInfo).port;
  };
  const port = await listen(0);
  return {
    port,
    cut: async () => {
      const closed = once(server, 'close');
      server.close();
      for (const socket of sockets) socket.destroy();
      await closed;
    },
    silence: () => {
      isSilent = true;
      for (const socket of sockets) socket.unpipe().pause();
    },
    mend: async () => {
      isSilent = false;
      if (!server.listening) await listen(port);
    },
  };
}

/** The same Postgres through a wire of its own. */
export async function wireTo(database: Pick<Database, 'url'>): Promise<{ url: string; wire: Wire }> {
  const url = new URL(database.url);
  const port = Number(url.port || 5432);
  const folder = socketOf(database.url).host;
  const wire = await openWire(
    folder === undefined ? { host: url.hostname, port } : { path: join(folder, `.s.PGSQL.${port}`) },
  );
  url.host = `127.0.0.1:${wire.port}`;
  return { url: url.href, wire };
}
