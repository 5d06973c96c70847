import { randomBytes } from 'node:crypto';
import { chmodSync, chownSync, existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { cannotStart } from './cannot-start.ts';
import { draftFor, settle } from './draft.ts';
import { type Home, placesIn } from './home.ts';
import { programIn } from './programs.ts';
import { bareEnvironment, run } from './run.ts';
import type { Keeping } from './server-settings.ts';
import { findWays, type Way, whatItSaid } from './way.ts';

/** Who may do anything in the cluster. Only this folder's code is it. */
export const SUPERUSER = 'postgres';

/**
 * Makes a cluster in the folder unless there is one. Two processes may do so at the same time: both have the same
 * one afterwards.
 *
 * @throws CannotStart when this machine cannot
 */
export async function makeHome(home: Home, keeps: Keeping, environment: NodeJS.ProcessEnv): Promise<void> {
  mkdirSync(home.folder, { recursive: true });
  if (existsSync(home.inside)) return;
  const inside = draftFor(home.inside);
  const draft: Home = { folder: home.folder, ...placesIn(inside) };
  try {
    // Whom the server runs as has to pass through here to what is its own.
    if (process.getuid?.() === 0) chmodSync(inside, 0o711);
    writeFileSync(draft.password, randomBytes(24).toString('hex'), { mode: 0o600 });
    await initialise(draft, keeps, environment);
    settle(inside, home.inside);
  } finally {
    rmSync(inside, { recursive: true, force: true });
  }
}

async function initialise(draft: Home, keeps: Keeping, environment: NodeJS.ProcessEnv): Promise<void> {
  const failures: string[] = [];
  const data = () => mkdirSync(draft.data, { mode: 0o700 });
  data();
  try {
    for await (const way of findWays(draft, environment)) {
      const said = await initdb(draft, way, keeps, environment);
      if (said === null) return;
      failures.push(`${said} (as ${way.identity.name})`);
      rmSync(draft.data, { recursive: true, force: true });
      data();
    }
  } catch (error) {
    if (failures.length === 0) throw error;
    throw cannotStart(draft.folder, failures.join('; '), null, error);
  }
}

/** Answers what it said when it failed. */
async function initdb(
  { data, password, inside }: Home,
  { programs, identity, major }: Way,
  keeps: Keeping,
  environment: NodeJS.ProcessEnv,
): Promise<string | null> {
  const program = programIn(programs.bin, 'initdb');
  const { owner } = identity;
  if (owner) chownSync(password, owner.uid, owner.gid);
  const ended = await run(
    identity.as(program, [
      `--pgdata=${data}`,
      `--username=${SUPERUSER}`,
      `--pwfile=${password}`,
      '--auth=scram-sha-256',
      '--encoding=UTF8',
      '--locale=C',
      // Sorts by code point and knows the letters of all languages, whatever the machine has. New in 17.
      ...(major >= 17 ? ['--locale-provider=builtin', '--builtin-locale=C.UTF-8'] : []),
      '--data-checksums',
      '--no-instructions',
      ...(keeps === 'throwaway' ? ['--no-sync'] : []),
    ]),
    { env: bareEnvironment(environment), cwd: inside },
  );
  if (owner) chownSync(password, process.getuid?.() ?? owner.uid, process.getgid?.() ?? owner.gid);
  return ended.code === 0 ? null : whatItSaid(program, ended);
}
