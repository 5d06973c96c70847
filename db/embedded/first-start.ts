import { randomBytes } from 'node:crypto';
import { chmodSync, chownSync, existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { cannotStart, codeOf } from './cannot-start.ts';
import { draftFor, settle } from './draft.ts';
import { type Home, placesIn } from './home.ts';
import { programIn } from './programs.ts';
import { refuseFull } from './room.ts';
import { bareEnvironment, run } from './run.ts';
import { type Keeping, sharedMemory } from './server-settings.ts';
import { findWays, type Way, whatItSaid } from './way.ts';

const ANOTHER_FOLDER = 'Let HANDOFF_DATA_DIR name a folder that this user may write to';

/** Who may do anything in the cluster. Only this folder's code is it. */
export const SUPERUSER = 'postgres';

type Making = { keeps: Keeping; environment: NodeJS.ProcessEnv; signal?: AbortSignal | undefined };

/**
 * Makes a cluster in the folder unless there is one. Two processes may do so at the same time: both have the same
 * one afterwards.
 *
 * @throws CannotStart when this machine cannot
 */
export async function makeHome(home: Home, options: Making): Promise<void> {
  makeFolder(home.folder);
  if (existsSync(home.inside)) return;
  refuseFull(home.folder);
  const inside = makeDraft(home);
  const draft: Home = { folder: home.folder, ...placesIn(inside) };
  try {
    // Whom the server runs as has to pass through here to what is its own.
    if (process.getuid?.() === 0) chmodSync(inside, 0o711);
    writeFileSync(draft.password, randomBytes(24).toString('hex'), { mode: 0o600 });
    await initialise(draft, options);
    settle(inside, home.inside);
  } finally {
    rmSync(inside, { recursive: true, force: true });
  }
}

function makeFolder(folder: string): void {
  try {
    mkdirSync(folder, { recursive: true });
  } catch (error) {
    throw cannotStart(folder, `this folder cannot be made: ${codeOf(error)}`, ANOTHER_FOLDER, error);
  }
}

function makeDraft({ folder, inside }: Home): string {
  try {
    return draftFor(inside);
  } catch (error) {
    throw cannotStart(folder, `nothing can be written there: ${codeOf(error)}`, ANOTHER_FOLDER, error);
  }
}

async function initialise(draft: Home, options: Making): Promise<void> {
  const failures = new Set<string>();
  const data = () => mkdirSync(draft.data, { mode: 0o700 });
  data();
  try {
    for await (const way of findWays(draft, options.environment)) {
      options.signal?.throwIfAborted();
      const said = await initdb(draft, way, options);
      options.signal?.throwIfAborted();
      if (said === null) return;
      failures.add(`${said} (as ${way.identity.name})`);
      rmSync(draft.data, { recursive: true, force: true });
      data();
    }
  } catch (error) {
    if (failures.size === 0 || options.signal?.aborted) throw error;
    // A copy of the programs may have taken what there was.
    refuseFull(draft.folder);
    throw cannotStart(draft.folder, [...failures].join('; '), null, error);
  }
}

/** Answers what it said when it failed. */
async function initdb(
  { data, password, inside }: Home,
  { programs, identity, major }: Way,
  { keeps, environment, signal }: Making,
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
      // Without it the trial runs fail where shared memory is small. New in 16.
      ...(major >= 16 ? settingsOf(sharedMemory()) : []),
      '--no-instructions',
      ...(keeps === 'throwaway' ? ['--no-sync'] : []),
    ]),
    { env: bareEnvironment(environment), cwd: inside, signal },
  );
  if (owner) chownSync(password, process.getuid?.() ?? owner.uid, process.getgid?.() ?? owner.gid);
  return ended.code === 0 ? null : whatItSaid(program, ended);
}

const settingsOf = (settings: Record<string, string>): string[] =>
  Object.entries(settings).map(([name, value]) => `--set=${name}=${value}`);
