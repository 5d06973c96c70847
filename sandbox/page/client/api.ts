import type { Deed, Outcome, Screen } from '../protocol.ts';

const SILENT = 'The demo does not answer. Is "npm run demo" still running?';

/** What this person sees; the server chooses when nobody is named or the name is unknown. */
export async function fetchScreen(as: string | null): Promise<Screen> {
  const query = as === null ? '' : `?${new URLSearchParams({ as })}`;
  const response = await fetch(`/api/screen${query}`);
  if (!response.ok) throw new Error(`GET /api/screen answered ${response.status}, expected 200`);
  // The server is of this same repository, and shares the type.
  return (await response.json()) as Screen;
}

export async function postDeed(deed: Deed): Promise<Outcome> {
  try {
    const response = await fetch('/api/do', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(deed),
    });
    return (await response.json()) as Outcome; // as above
  } catch {
    return { ok: false, problem: SILENT };
  }
}

/** Hears that something changed, and whether there is a connection to hear it by. */
export function listen(hear: { changed: () => void; connected: (isConnected: boolean) => void }): void {
  const source = new EventSource('/api/changes');
  source.addEventListener('open', () => hear.connected(true));
  source.addEventListener('error', () => hear.connected(false));
  source.addEventListener('changed', hear.changed);
  source.addEventListener('message', hear.changed);
}
