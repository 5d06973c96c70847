import type { OwnAuth, Settings, Source } from '#domain/settings.ts';
import type { HandshakeSecrets, Proof } from './adapter.ts';
import { adapterOf } from './adapters.ts';
import { type Api, createApi } from './api.ts';
import { checkHmac } from './hmac.ts';
import { compileMapping, type Mapping } from './mapping.ts';
import type { Problem } from './problem.ts';
import { signingKey } from './standard-webhooks.ts';

/** A source that can take deliveries: its secrets are known and its expressions compiled. */
export type ReadySource = {
  settings: Source;
  auth: Proof;
  secrets: readonly string[];
  handshake: HandshakeSecrets;
  mapping: Mapping;
  /** Asks the source's tool; null where the settings have no token for that. */
  api: Api | null;
};

type ReadEnv = (name: string) => string | undefined;
type Unlocked = { auth: Proof; secrets: string[]; handshake: HandshakeSecrets; problems: Problem[] };

/** Opens every source of the settings, or names everything that is wrong with them. Secrets are never quoted. */
export function openSources(
  settings: Pick<Settings, 'sources'>,
  env: ReadEnv,
): { sources: ReadonlyMap<string, ReadySource>; problems: Problem[] } {
  const sources = new Map<string, ReadySource>();
  const problems: Problem[] = [];
  for (const [at, source] of settings.sources.entries()) {
    const unlocked = unlock(source, env);
    const compiled = compileMapping(source);
    const asking = openApi(source, env);
    const found = [
      ...unlocked.problems,
      ...(compiled.ok ? [] : compiled.problems),
      ...(asking.ok ? [] : asking.problems),
    ];
    if (sources.has(source.id)) found.push({ path: 'id', problem: `there are two sources "${source.id}"` });
    problems.push(...found.map(({ path, problem }) => ({ path: `sources[${at}].${path}`, problem })));
    if (compiled.ok && asking.ok && found.length === 0) {
      const { auth, secrets, handshake } = unlocked;
      const { mapping } = compiled;
      sources.set(source.id, { settings: source, auth, secrets, handshake, mapping, api: asking.api });
    }
  }
  return { sources, problems };
}

/** Whom a source asks for what its tool only names; null where its settings ask nobody. */
export function openApi(
  { api, format }: Source,
  env: ReadEnv,
): { ok: true; api: Api | null } | { ok: false; problems: Problem[] } {
  if (api === undefined) return { ok: true, api: null };
  const of = adapterOf(format)?.api;
  if (of === undefined) {
    return {
      ok: false,
      problems: [{ path: 'api', problem: `nothing is read from a tool with format: ${format}` }],
    };
  }
  const names = of.tokensFrom
    ? (['token_env', 'client_id_env', 'client_secret_env'] as const)
    : (['token_env'] as const);
  const values = names.map((name) => ({
    name,
    variable: api[name],
    value: env(api[name] ?? '')?.trim() ?? '',
  }));
  const problems = values.flatMap(({ name, variable, value }) => {
    if (variable === undefined) return [{ path: `api.${name}`, problem: `needed with format: ${format}` }];
    return value === ''
      ? [{ path: `api.${name}`, problem: `the environment variable ${variable} is not set` }]
      : [];
  });
  if (problems.length > 0) return { ok: false, problems };
  const [token = '', id, secret] = values.map(({ value }) => value);
  const client = id === undefined || secret === undefined ? undefined : { id, secret };
  return { ok: true, api: createApi(of, { token, baseUrl: api.base_url, client }) };
}

const NO_HANDSHAKE: HandshakeSecrets = { secrets: [], verify: [] };

function unlock({ auth, format }: Source, env: ReadEnv): Unlocked {
  if (auth === undefined) {
    const problem =
      'missing: say how deliveries prove who sent them, or auth: none to let everybody post leads';
    return { auth: 'none', secrets: [], handshake: NO_HANDSHAKE, problems: [{ path: 'auth', problem }] };
  }
  if (auth === 'none') return { auth, secrets: [], handshake: NO_HANDSHAKE, problems: [] };

  const read = (path: string, names: readonly string[]) => readSecrets(path, names, env);
  const own = read('auth.secret_env', ('secret_env' in auth && auth.secret_env) || []);
  const verify = read('auth.verify_env', (auth.type === 'own' && auth.verify_env) || []);
  const found = [...own.problems, ...verify.problems];
  const handshake = { secrets: own.secrets, verify: verify.secrets };
  if (auth.type !== 'own') {
    return {
      auth,
      secrets: own.secrets,
      handshake,
      problems: [...found, ...checkProof(auth, own.secrets, env)],
    };
  }
  const unfit = checkOwn({ auth, format });
  const adapter = adapterOf(format);
  if (adapter === null) return { auth: 'none', secrets: [], handshake, problems: unfit };
  const proof = adapter.proof(auth);
  const problems = [...found, ...unfit, ...checkProof(proof, own.secrets, env), ...checkHashed(auth, proof)];
  return { auth: proof, secrets: own.secrets, handshake, problems };
}

/** What the way of a tool lacks, whatever its secrets are. */
export function checkOwn({ auth, format }: Pick<Source, 'auth' | 'format'>): Problem[] {
  if (auth === undefined || auth === 'none' || auth.type !== 'own') return [];
  const adapter = adapterOf(format);
  if (adapter === null) {
    const problem = `the format ${format} has no way of its own; expected the format of a tool, or another type`;
    return [{ path: 'auth.type', problem }];
  }
  const missing = (adapter.needs ?? []).filter((need) => auth[need] === undefined);
  return missing.map((need) => ({ path: `auth.${need}`, problem: `needed with format: ${format}` }));
}

function readSecrets(
  path: string,
  names: readonly string[],
  env: ReadEnv,
): { secrets: string[]; problems: Problem[] } {
  const secrets = names.map((name) => env(name)?.trim() ?? '');
  const problems = secrets.flatMap((secret, at) =>
    secret === ''
      ? [{ path: `${path}[${at}]`, problem: `the environment variable ${names[at]} is not set` }]
      : [],
  );
  return { secrets, problems };
}

/** What would let nobody in, or everybody. */
function checkProof(auth: Proof, secrets: readonly string[], env: ReadEnv): Problem[] {
  if (auth === 'none') return [];
  const problems: Problem[] = [];
  if (auth.type === 'standard-webhooks') {
    const unfit = secrets.flatMap((secret, at) =>
      secret !== '' && signingKey(secret) === null
        ? [
            {
              path: `auth.secret_env[${at}]`,
              problem: `the environment variable ${auth.secret_env[at]} holds no Standard Webhooks secret: expected whsec_ and base64`,
            },
          ]
        : [],
    );
    problems.push(...unfit);
  }
  if (auth.type === 'hmac') {
    problems.push(...checkHmac(auth).map(({ field, problem }) => ({ path: `auth.${field}`, problem })));
  }
  if (signsAddress(auth) && !env('PUBLIC_URL')) {
    const problem =
      'the address is signed: expected PUBLIC_URL in the environment, as the sender knows the app';
    problems.push({ path: 'auth', problem });
  }
  return problems;
}

const signsAddress = (auth: Exclude<Proof, 'none'>): boolean =>
  auth.type === 'hubspot' || auth.type === 'jwt' || (auth.type === 'hmac' && auth.template.includes('{url}'));

/** With a hash nothing can be signed. */
function checkHashed(own: OwnAuth, proof: Proof): Problem[] {
  if (own.secret_sha256 === undefined || (proof !== 'none' && 'secret_sha256' in proof)) return [];
  return [
    { path: 'auth.secret_sha256', problem: 'this tool signs: expected secret_env, as a hash signs nothing' },
  ];
}
