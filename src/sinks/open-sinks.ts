import type { Db } from '#db/db.ts';
import type { Settings } from '#domain/settings.ts';
import type { SinkSettings } from '#domain/sink-settings.ts';
import { SINKS } from '#domain/sink-systems.ts';
import type { Problem } from '#src/sources/problem.ts';
import { type BoughtConnection, boughtConnection, plainConnection } from './connection.ts';
import { type Connection, createSinkApi } from './http.ts';
import { createSecretBox, keyProblem } from './secret-box.ts';
import type { Sink } from './sink.ts';
import type { SinkSecrets, SinkSystemDefinition } from './system.ts';
import { SYSTEMS } from './systems.ts';

/** A sink whose secrets are known. */
export type ReadySink = {
  settings: SinkSettings;
  system: SinkSystemDefinition;
  name: string;
  open: (db: Db, now: () => Date) => Sink;
  /** Keeps tokens from ending while nothing is told; says whether it had to. */
  keep: (db: Db, now: () => Date) => Promise<boolean>;
};
export type ReadySinks = ReadonlyMap<string, ReadySink>;

type ReadEnv = (name: string) => string | undefined;
type Systems = typeof SYSTEMS;

const ENCRYPTION_KEY = 'ENCRYPTION_KEY';

/** Opens every sink of the settings, or names everything that is wrong with them. Secrets are never quoted. */
export function openSinks(
  { sinks }: Pick<Settings, 'sinks'>,
  env: ReadEnv,
  systems: Systems = SYSTEMS,
): { sinks: ReadySinks; problems: Problem[] } {
  const ready = new Map<string, ReadySink>();
  const problems: Problem[] = [];
  for (const [at, settings] of sinks.entries()) {
    const opened = openSink(settings, env, systems);
    const found = opened.ok ? [] : opened.problems;
    if (ready.has(settings.id)) found.push({ path: 'id', problem: `there are two sinks "${settings.id}"` });
    problems.push(...found.map(({ path, problem }) => ({ path: `sinks[${at}].${path}`, problem })));
    if (opened.ok && found.length === 0) ready.set(settings.id, opened.sink);
  }
  return { sinks: ready, problems };
}

function openSink(
  settings: SinkSettings,
  env: ReadEnv,
  systems: Systems,
): { ok: true; sink: ReadySink } | { ok: false; problems: Problem[] } {
  const system = systems[settings.to];
  if (system === undefined)
    return {
      ok: false,
      problems: [{ path: 'to', problem: `nothing is written to ${SINKS[settings.to]} yet` }],
    };
  const problems = missingIn(settings, system);
  const read = (path: string, variable: string | undefined): string => {
    const value = variable === undefined ? '' : (env(variable)?.trim() ?? '');
    if (variable !== undefined && value === '')
      problems.push({ path, problem: `the environment variable ${variable} is not set` });
    return value;
  };
  const token = read('token_env', settings.token_env);
  const clientId = read('client_id_env', settings.client_id_env);
  const clientSecret = read('client_secret_env', settings.client_secret_env);
  const url = settings.url_env === undefined ? null : read('url_env', settings.url_env);
  const signing = (settings.secret_env ?? []).map((name, at) => read(`secret_env[${at}]`, name));
  const grant = system.api?.grant ?? 'none';
  const key = grant === 'none' ? '' : (env(ENCRYPTION_KEY)?.trim() ?? '');
  const unfit = grant === 'none' ? null : keyProblem(key);
  if (unfit !== null)
    problems.push({
      path: 'to',
      problem: `its tokens are kept encrypted by ${ENCRYPTION_KEY} of the environment: ${unfit}`,
    });
  if (problems.length > 0) return { ok: false, problems };

  const { id } = settings;
  const name = SINKS[settings.to];
  const secrets: SinkSecrets = { url, signing, token };
  const baseUrl = (settings.base_url ?? system.api?.baseUrl ?? '').replace(/\/+$/, '');
  const tokensFrom = system.api?.tokensFrom;
  const buying = (db: Db, now: () => Date): BoughtConnection | null => {
    if (grant === 'none' || tokensFrom === undefined) return null;
    const lastsDays = system.api?.tokensLastDays ?? null;
    const shop = { sinkId: id, name, url: tokensFrom(baseUrl), grant, lastsDays };
    const credentials = { token, clientId, clientSecret };
    return boughtConnection(db, shop, { credentials, box: createSecretBox(key), now });
  };
  const open = (db: Db, now: () => Date): Sink => {
    const { headers = () => ({}), meaning } = system.api ?? {};
    const { perSecond } = system;
    const connection: Connection = buying(db, now) ?? plainConnection(token, name);
    const api = createSinkApi({ name, baseUrl, headers, meaning, perSecond }, connection, now);
    return system.open(api, settings, secrets);
  };
  const keep = async (db: Db, now: () => Date): Promise<boolean> => (await buying(db, now)?.keep()) ?? false;
  return { ok: true, sink: { settings, system, name, open, keep } };
}

/** What the settings of a sink lack, whatever its secrets are. */
export function missingIn(settings: SinkSettings, system: SinkSystemDefinition): Problem[] {
  const { to, options } = settings;
  const missing = system.needs.filter((name) => settings[name] === undefined);
  const known = Object.keys(system.options ?? {});
  const words = known.length === 0 ? `${SINKS[to]} has none` : `expected ${known.join(', ')}`;
  return [
    ...missing.map((name) => ({ path: name, problem: `needed with to: ${to}` })),
    ...Object.keys(options).flatMap((name) =>
      known.includes(name) ? [] : [{ path: `options.${name}`, problem: `no option of this kind; ${words}` }],
    ),
    ...(system.required ?? []).flatMap((name) =>
      options[name] === undefined
        ? [{ path: `options.${name}`, problem: `needed with to: ${to}: ${system.options?.[name] ?? ''}` }]
        : [],
    ),
  ];
}
