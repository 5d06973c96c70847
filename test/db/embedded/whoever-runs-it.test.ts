import { spawnSync } from 'node:child_process';
import { chmodSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { FIRST_DATABASE } from '#db/embedded/cluster.ts';
import { ask, enter, newFolder, serverPid } from './members.ts';

const isRoot = process.getuid?.() === 0;
// A container may forbid it.
const mayUnshare = spawnSync('unshare', ['--user', '--', 'true']).status === 0;
const ownerOf = (path: string) => statSync(path).uid;

test.runIf(isRoot)('root runs the server as somebody else, who owns the data and nothing more', async () => {
  const folder = newFolder('root');
  const cluster = await enter(folder);
  expect(await ask(cluster.urlOf(FIRST_DATABASE), 'select 1')).toBe(1);
  const inside = join(folder, 'postgres');
  const data = ownerOf(join(inside, 'data'));
  expect(data).not.toBe(0);
  expect(ownerOf(`/proc/${serverPid(folder)}`)).toBe(data);
  expect([folder, inside, join(inside, 'password'), join(inside, 'log')].map(ownerOf)).toEqual([0, 0, 0, 0]);
  await cluster.leave();
});

test.runIf(isRoot && mayUnshare)(
  'in a folder that nobody but root may enter, the server has no rights beyond files',
  async () => {
    const folder = newFolder('closed');
    chmodSync(folder, 0o700);
    const cluster = await enter(folder);
    expect(await ask(cluster.urlOf(FIRST_DATABASE), 'select 1')).toBe(1);
    expect(ownerOf(join(folder, 'postgres', 'data'))).toBe(0);
    await cluster.leave();
    expect(serverPid(folder)).toBeNull();
  },
);

test('data of another major version are left alone, and the way out is said', async () => {
  const folder = newFolder('version');
  await (await enter(folder)).leave();
  writeFileSync(join(folder, 'postgres', 'data', 'PG_VERSION'), '12\n');
  await expect(enter(folder)).rejects.toMatchObject({
    name: 'CannotStart',
    message: expect.stringMatching(
      /Postgres 12 wrote the folder.*handoff backup.*handoff restore.*DATABASE_URL/,
    ),
  });
});
