import type { ServerResponse } from 'node:http';

const AT_MOST_EVERY_MS = 100;
const HEARTBEAT_MS = 15_000;

/** Everybody who listens hears that something changed, however often it did, at most ten times a second. */
export type Changes = {
  tell: () => void;
  addListener: (response: ServerResponse) => void;
  close: () => void;
};

export function createChanges(): Changes {
  const listeners = new Set<ServerResponse>();
  let waiting: NodeJS.Timeout | null = null;
  const write = (text: string) => {
    for (const listener of listeners) listener.write(text);
  };
  // A connection on which nothing comes for long is taken for dead by what lies between.
  const heartbeat = setInterval(() => write(': still here\n\n'), HEARTBEAT_MS);

  return {
    tell: () => {
      waiting ??= setTimeout(() => {
        waiting = null;
        write(CHANGED);
      }, AT_MOST_EVERY_MS);
    },
    addListener: (response) => {
      response.writeHead(200, { 'content-type': 'text/event-stream' });
      response.write(CHANGED);
      listeners.add(response);
      response.on('close', () => listeners.delete(response));
    },
    close: () => {
      clearInterval(heartbeat);
      if (waiting) clearTimeout(waiting);
      for (const listener of listeners) listener.end();
    },
  };
}

const CHANGED = 'event: changed\ndata: {}\n\n';
