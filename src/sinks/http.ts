import { setTimeout as pause } from 'node:timers/promises';
import { parseJson } from '#src/sources/json.ts';
import { SinkAway, SinkRefused } from './trouble.ts';

/** What is asked of a tool: a body is JSON, or with `type` a text as it is, made of the token where SOAP has it inside. */
export type SinkAsk = {
  body?: unknown;
  query?: Readonly<Record<string, string>>;
  headers?: Readonly<Record<string, string>>;
  type?: string;
};
/** `body` is JSON where it is some, else the text; null where there is none. */
export type SinkAnswer = { status: number; body: unknown; headers: Headers };
export type SinkMethod = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';

/**
 * Asks a tool once: whoever waits longer has a row that says so.
 *
 * @throws SinkAway where it is busy (429), has trouble (5xx), or cannot be reached in 15 s
 * @throws SinkRefused about access, on 401 with a token that is new, and on 403
 */
export type SinkApi = {
  baseUrl: string;
  ask: (method: SinkMethod, path: string, ask?: SinkAsk) => Promise<SinkAnswer>;
};

/** The token of a connection: the one that is known, or one that is bought in the place of a worn one. */
export type Connection = { token: () => Promise<string>; renew: (worn: string) => Promise<string> };

/** A tool that is busy may be so for longer than its headers say; an answer is one whatever its status means elsewhere. */
export type Meaning = 'busy' | { busyForMs: number } | 'worn_token' | 'access' | 'answer' | null;

export type AskedAs = {
  name: string;
  baseUrl: string;
  headers: (token: string) => Record<string, string>;
  /** What an answer means where its status does not say; null by its status. */
  meaning?: ((answer: SinkAnswer) => Meaning) | undefined;
  /** How many requests a second an account may be sent. */
  perSecond: number;
};

const TIMEOUT_MS = 15_000;
const LARGEST = 5_000_000;
/** Where a tool that is asked too much does not say for how long. */
const TOO_MANY_MS = 10_000;

/** Within the rate of an account, as far as this process asks. Ids have more digits than a number holds: they stay text. */
export function createSinkApi(as: AskedAs, connection: Connection, now: () => Date): SinkApi {
  const turn = createTurns(as.perSecond);
  const once = async (method: SinkMethod, path: string, token: string, ask: SinkAsk): Promise<SinkAnswer> => {
    const query = ask.query === undefined ? '' : `?${new URLSearchParams(ask.query)}`;
    const url = /^https?:/.test(path) ? path : `${as.baseUrl}${path}`;
    const type = ask.body === undefined ? {} : { 'content-type': ask.type ?? 'application/json' };
    await turn();
    const response = await send(as.name, `${url}${query}`, {
      method,
      headers: { accept: 'application/json', ...as.headers(token), ...type, ...ask.headers },
      ...(ask.body !== undefined && { body: textOf(ask, token) }),
    });
    return read(as.name, response);
  };
  return {
    baseUrl: as.baseUrl,
    ask: async (method, path, ask = {}) => {
      const token = await connection.token();
      const first = await once(method, path, token, ask);
      const isWorn = meaningOf(as, first) === 'worn_token';
      const answer = isWorn ? await once(method, path, await connection.renew(token), ask) : first;
      const meaning = meaningOf(as, answer);
      if (meaning !== null && typeof meaning === 'object')
        throw new SinkAway(`${as.name} takes no more for now (HTTP ${answer.status})`, meaning.busyForMs);
      switch (meaning) {
        case 'busy':
          throw new SinkAway(
            `${as.name} is busy (HTTP ${answer.status})`,
            waitOf(answer.headers, now()) ?? (answer.status === 429 ? TOO_MANY_MS : null),
          );
        case 'worn_token':
        case 'access':
          throw new SinkRefused(
            `${as.name} refuses us (HTTP ${answer.status}): check the token and what it may do`,
            'access',
          );
        case 'answer':
        case null:
          return answer;
      }
    },
  };
}

/** Lets one after another go, so many in a second. */
function createTurns(perSecond: number): () => Promise<unknown> {
  let free = 0;
  return () => {
    const now = performance.now();
    const at = Math.max(now, free);
    free = at + 1_000 / perSecond;
    return pause(at - now);
  };
}

const textOf = ({ body, type }: SinkAsk, token: string): string =>
  type === undefined ? JSON.stringify(body) : String(typeof body === 'function' ? body(token) : body);

function meaningOf({ meaning }: AskedAs, answer: SinkAnswer): Meaning {
  const said = meaning?.(answer) ?? null;
  if (said !== null) return said;
  if (answer.status === 401) return 'worn_token';
  if (answer.status === 403) return 'access';
  return answer.status === 429 || answer.status >= 500 ? 'busy' : null;
}

async function send(name: string, url: string, init: RequestInit): Promise<Response> {
  try {
    return await fetch(url, { ...init, redirect: 'error', signal: AbortSignal.timeout(TIMEOUT_MS) });
  } catch (cause) {
    throw new SinkAway(`${name} cannot be reached`, null, { cause });
  }
}

async function read(name: string, response: Response): Promise<SinkAnswer> {
  const { status, headers } = response;
  let text: string;
  try {
    text = await response.text();
  } catch (cause) {
    throw new SinkAway(`the answer of ${name} was lost`, null, { cause });
  }
  if (text.length > LARGEST) throw new SinkAway(`${name} answers too much`);
  const parsed = parseJson(text);
  return { status, headers, body: text === '' ? null : parsed.ok ? parsed.value : text };
}

/** https://datatracker.ietf.org/doc/html/rfc9110#section-10.2.3: seconds, or a date. */
export function waitOf(headers: Headers, now: Date): number | null {
  const said = headers.get('retry-after')?.trim() ?? '';
  if (/^\d{1,7}$/.test(said)) return Number(said) * 1_000;
  const at = Date.parse(said);
  return Number.isNaN(at) ? null : Math.max(0, at - now.getTime());
}
