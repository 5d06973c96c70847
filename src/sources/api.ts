import { setTimeout as pause } from 'node:timers/promises';
import { parseJson } from './json.ts';
import { textAt } from './pick.ts';

/** Where a tool is asked, and how it is told who asks. */
export type ApiOf = {
  name: string;
  baseUrl: string;
  headers: (token: string) => Record<string, string>;
  /** Where a token that lasts buys one that is asked with, for an hour or so. */
  tokensFrom?: (baseUrl: string) => string;
  /** How it is bought; usual is a token that lasts. */
  grant?: 'refresh_token' | 'client_credentials';
  /** What a refusal means, where its status does not say. */
  meaning?: (answer: unknown) => 'missing' | 'busy' | null;
};

/** What a tool answers; null where it has nothing of that name. */
export type Api = {
  get: (path: string, query?: Readonly<Record<string, string>>) => Promise<unknown>;
  post: (path: string, body: unknown) => Promise<unknown>;
  patch: (path: string, body: unknown) => Promise<unknown>;
};

export type ApiAccess = {
  token: string;
  baseUrl?: string | undefined;
  client?: { id: string; secret: string } | undefined;
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
export function createApi(of: ApiOf, access: ApiAccess): Api {
  const baseUrl = (access.baseUrl ?? of.baseUrl).replace(/\/+$/, '');
  let bought: string | null = null;
  const tokenNow = async (): Promise<string> => {
    if (of.tokensFrom === undefined) return access.token;
    bought ??= await buyToken(of, of.tokensFrom(baseUrl), access);
    return bought;
  };

  const ask = async (path: string, init: RequestInit): Promise<unknown> => {
    for (let tried = 1; ; tried += 1) {
      const token = await tokenNow();
      const headers = { accept: 'application/json', ...of.headers(token), ...init.headers };
      const response = await send(of, `${baseUrl}${path}`, { ...init, headers });
      if (response.ok) return response.status === 204 ? null : readBody(of, response);
      // One that was bought lasts for an hour, or until somebody takes it back.
      const isWornOut = response.status === 401 && bought !== null && tried === 1;
      bought = response.status === 401 ? null : bought;
      if (isWornOut) continue;
      const meaning = await meaningOf(of, response);
      if (meaning === 'missing') return null;
      if (meaning !== 'busy') throw refusal(of, response);
      const waitMs = waitOf(response, tried);
      if (tried === TRIES || waitMs > LONGEST_WAIT_MS)
        throw new ApiAway(`${of.name} answers HTTP ${response.status}`);
      await pause(waitMs);
    }
  };
  const withBody = (method: string) => (path: string, body: unknown) =>
    ask(path, { method, headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) });
  return {
    get: (path, query) => ask(query === undefined ? path : `${path}?${new URLSearchParams(query)}`, {}),
    post: withBody('POST'),
    patch: withBody('PATCH'),
  };
}

/** https://datatracker.ietf.org/doc/html/rfc6749#section-6, and section-4.4 where the client asks for itself. */
async function buyToken(of: ApiOf, url: string, { token, client }: ApiAccess): Promise<string> {
  const grant = of.grant ?? 'refresh_token';
  const body = new URLSearchParams({
    grant_type: grant,
    ...(grant === 'refresh_token' && { refresh_token: token }),
    client_id: client?.id ?? '',
    client_secret: client?.secret ?? '',
  });
  const response = await send(of, url, { method: 'POST', body });
  if (response.status === 429 || response.status >= 500)
    throw new ApiAway(`${of.name} answers HTTP ${response.status}`);
  const bought = response.ok ? textAt(await readBody(of, response), 'access_token') : undefined;
  if (bought === undefined) throw refusal(of, response);
  return bought;
}

async function send(of: ApiOf, url: string, init: RequestInit): Promise<Response> {
  try {
    return await fetch(url, { ...init, redirect: 'error', signal: AbortSignal.timeout(TIMEOUT_MS) });
  } catch (cause) {
    throw new ApiAway(`${of.name} cannot be reached`, { cause });
  }
}

async function readBody(of: ApiOf, response: Response): Promise<unknown> {
  const text = await response.text();
  const parsed = text.length <= LARGEST ? parseJson(text) : null;
  if (!parsed?.ok) throw new ApiAway(`${of.name} answers what is no JSON`);
  return parsed.value;
}

async function meaningOf(of: ApiOf, response: Response): Promise<'missing' | 'busy' | null> {
  if (response.status === 404) return 'missing';
  if (response.status === 429 || response.status >= 500) return 'busy';
  const parsed = parseJson((await response.text()).slice(0, LARGEST));
  return (parsed.ok && of.meaning?.(parsed.value)) || null;
}

/** Only the status is told: the answer may quote what was asked. */
const refusal = (of: ApiOf, { status }: Response): ApiRefused =>
  new ApiRefused(`${of.name} refuses to answer (HTTP ${status}): check token and scopes`);

function waitOf({ headers }: Response, tried: number): number {
  const after = Number(headers.get('retry-after') ?? Number.NaN);
  return Number.isFinite(after) && after >= 0 ? after * 1_000 : 500 * 2 ** tried;
}
