import type { Settings, Source, SourceAuth } from '#domain/settings.ts';
import { checkHmac } from './hmac.ts';
import { compileMapping, type Mapping } from './mapping.ts';
import type { Problem } from './problem.ts';
import { signingKey } from './standard-webhooks.ts';

/** A source that can take deliveries: its secrets are known and its expressions compiled. */
export type ReadySource = {
  settings: Source;
  auth: SourceAuth;
  secrets: readonly string[];
  mapping: Mapping;
};

type ReadEnv = (name: string) => string | undefined;
type Unlocked = { auth: SourceAuth; secrets: string[]; problems: Problem[] };

/** Opens every source of the settings, or names everything that is wrong with them. Secrets are never quoted. */
export function openSources(
  settings: Pick<Settings, 'sources'>,
  env: ReadEnv,
): { sources: ReadonlyMap<string, ReadySource>; problems: Problem[] } {
  const sources = new Map<string, ReadySource>();
  const problems: Problem[] = [];
  for (const [at, source] of settings.sources.entries()) {
    const unlocked = unlock(source.auth, env);
    const compiled = compileMapping(source);
    const found = [...unlocked.problems, ...(compiled.ok ? [] : compiled.problems)];
    if (sources.has(source.id)) found.push({ path: 'id', problem: `there are two sources "${source.id}"` });
    problems.push(...found.map(({ path, problem }) => ({ path: `sources[${at}].${path}`, problem })));
    if (compiled.ok && found.length === 0) {
      const { auth, secrets } = unlocked;
      sources.set(source.id, { settings: source, auth, secrets, mapping: compiled.mapping });
    }
  }
  return { sources, problems };
}

function unlock(auth: SourceAuth | undefined, env: ReadEnv): Unlocked {
  if (auth === undefined) {
    const problem =
      'missing: say how deliveries prove who sent them, or auth: none to let everybody post leads';
    return { auth: 'none', secrets: [], problems: [{ path: 'auth', problem }] };
  }
  if (auth === 'none') return { auth, secrets: [], problems: [] };

  const names = auth.secret_env ?? [];
  const secrets = names.map((name) => env(name)?.trim() ?? '');
  const problems = secrets.flatMap((secret, at) => {
    const problem = checkSecret(auth, names[at] ?? '', secret);
    return problem === null ? [] : [{ path: `auth.secret_env[${at}]`, problem }];
  });
  if (auth.type === 'hmac') {
    problems.push(...checkHmac(auth).map(({ field, problem }) => ({ path: `auth.${field}`, problem })));
  }
  return { auth, secrets, problems };
}

function checkSecret(auth: Exclude<SourceAuth, 'none'>, name: string, secret: string): string | null {
  if (secret === '') return `the environment variable ${name} is not set`;
  if (auth.type === 'standard-webhooks' && signingKey(secret) === null) {
    return `the environment variable ${name} holds no Standard Webhooks secret: expected whsec_ and base64`;
  }
  return null;
}
