import { type SinkSettings, sinksSettings } from '#domain/sink-settings.ts';
import { CLIENT } from '#sandbox/crm/tokens.ts';
import { type Connection, createSinkApi } from '#src/sinks/http.ts';
import type { EventSink, Telling } from '#src/sinks/sink.ts';
import type { SinkSystemDefinition } from '#src/sinks/system.ts';
import { NOW } from './make-telling.ts';

type Opened = {
  definition: SinkSystemDefinition;
  name: string;
  url: string;
  settings: object;
  /** The token that lasts; else one is bought where tokens are. */
  token?: string;
  signing?: string[];
};

/** A sink that is told one by one, asked at a stand-in as the app asks a tool. */
export function openEventSink({ definition, name, url, settings, token, signing = [] }: Opened): EventSink {
  const { api: as } = definition;
  if (as === undefined) throw new Error(`${name} has no API`);
  const connection = token === undefined ? buying(as.tokensFrom?.(url) ?? '') : lasting(token);
  const api = createSinkApi(
    { name, baseUrl: url, headers: as.headers, meaning: as.meaning, perSecond: 10_000 },
    connection,
    () => NOW,
  );
  const sink = definition.open(api, parsed(settings), { url: null, signing, token: token ?? '' });
  if (sink.kind !== 'event') throw new Error(`${name} is told of records`);
  return sink;
}

const parsed = (settings: object): SinkSettings => {
  const [sink] = sinksSettings.parse([settings]);
  if (sink === undefined) throw new Error('no sink');
  return sink;
};

const lasting = (token: string): Connection => ({ token: async () => token, renew: async () => token });

function buying(from: string): Connection {
  let bought: Promise<string> | null = null;
  const buy = async (): Promise<string> => {
    const body = new URLSearchParams({
      ...{ grant_type: 'refresh_token', refresh_token: CLIENT.refreshToken },
      ...{ client_id: CLIENT.id, client_secret: CLIENT.secret },
    });
    const answer = (await (await fetch(from, { method: 'POST', body })).json()) as { access_token: string };
    return answer.access_token;
  };
  return {
    token: () => {
      bought ??= buy();
      return bought;
    },
    renew: () => {
      bought = buy();
      return bought;
    },
  };
}

/** Tells it until it is told, as the app does over a while. */
export async function tellUntilTold(sink: EventSink, telling: Telling): Promise<unknown[]> {
  const failures: unknown[] = [];
  for (let tries = 0; tries < 5; tries += 1) {
    const failure = await sink.tell(telling).then(
      () => null,
      (error: unknown) => error,
    );
    if (failure === null) return failures;
    failures.push(failure);
  }
  throw new Error('never told', { cause: failures.at(-1) });
}

export const failureOf = (work: Promise<unknown>): Promise<unknown> =>
  work.then(
    () => null,
    (error: unknown) => error,
  );
