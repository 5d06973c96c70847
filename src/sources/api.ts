import { setTimeout as pause } from 'node:timers/promises';
import { parseJson } from './json.ts';

/** Where a tool is asked, and how it is told who asks. */
export type ApiOf = {
  name: string;
  baseUrl: string;
  headers: (token: string) => Record<string, string>;
  /** What a refusal means, where its status does not say. */
  meaning?: (answer: unknown) => 'missing' | 'busy' | null;
};

/** What a tool answers; null where it has nothing of that name. */
export type Api = {
  get: (path: string, query?: Readonly<Record<string, string>>) => Promise<unknown>;
  post: (path: string, body: unknown) => Promise<unknown>;
};

/** The tool cannot answer now: the same question may be answered later. */
export class ApiAway extends Error {}
/** The tool refuses to answer, until somebody changes something. */
export class ApiRefused extends Error {}

const TIMEOUT_MS = 15_000;
const TRIES = 3;
/** Longer is waited for by whoever asks, who has other things to do. */
const LONGEST_WAIT_MS = 10_000;
const LARGEST = 5_000_000;

/** Asks a tool by HTTP. What passes is tried again at once, as often as the tool allows; ids keep all their digits. */
export function createApi(
  of: ApiOf,
  { token, baseUrl = of.baseUrl }: { token: string; baseUrl?: string | undefined },
): Api {
  const ask = async (path: string, init: RequestInit): Promise<unknown> => {
    for (let tried = 1; ; tried += 1) {
      const response = await send(`${baseUrl.replace(/\/+$/, '')}${path}`, init);
      if (response.ok) return readBody(response);
      const meaning = await meaningOf(response);
      if (meaning === 'missing') return null;
      const isPassing = meaning === 'busy';
      // Of a refusal only the status is told: the answer may quote what was asked.
      if (!isPassing)
        throw new ApiRefused(
          `${of.name} refuses to answer (HTTP ${response.status}): check token and scopes`,
        );
      const waitMs = waitOf(response, tried);
      if (tried === TRIES || waitMs > LONGEST_WAIT_MS)
        throw new ApiAway(`${of.name} answers HTTP ${response.status}`);
      await pause(waitMs);
    }
  };
  const send = async (url: string, init: RequestInit): Promise<Response> => {
    try {
      const headers = { accept: 'application/json', ...of.headers(token), ...init.headers };
      return await fetch(url, {
        ...init,
        headers,
        redirect: 'error',
        signal: AbortSignal.timeout(TIMEOUT_MS),
      });
    } catch (cause) {
      throw new ApiAway(`${of.name} cannot be reached`, { cause });
    }
  };
  const meaningOf = async (response: Response) => {
    if (response.status === 404) return 'missing';
    if (response.status === 429 || response.status >= 500) return 'busy';
    const parsed = parseJson((await response.text()).slice(0, LARGEST));
    return (parsed.ok && of.meaning?.(parsed.value)) || null;
  };
  const readBody = async (response: Response): Promise<unknown> => {
    const text = await response.text();
    const parsed = text.length <= LARGEST ? parseJson(text) : null;
    if (!parsed?.ok) throw new ApiAway(`${of.name} answers what is no JSON`);
    return parsed.value;
  };
  return {
    get: (path, query) => ask(query === undefined ? path : `${path}?${new URLSearchParams(query)}`, {}),
    post: (path, body) =>
      ask(path, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(body),
      }),
  };
}

function waitOf({ headers }: Response, tried: number): number {
  const after = Number(headers.get('retry-after') ?? Number.NaN);
  return Number.isFinite(after) && after >= 0 ? after * 1_000 : 500 * 2 ** tried;
}
