import { spawnSync } from 'node:child_process';
import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { urlFor } from '#db/embedded/address.ts';
import { temporaryFolder } from '#db/embedded/temporary-folder.ts';
import { ask } from '../db/embedded/members.ts';
import { leadAt } from '../support/leads.ts';
import { openSurroundings, startProcess } from '../support/processes.ts';

const inNamespace = ['unshare', '--user', '--map-root-user', '--mount', '--'];
// A container may forbid it.
const mayMount = spawnSync('unshare', [...inNamespace.slice(1), 'mount', '-t', 'tmpfs', 'tmpfs', '/mnt']);

test.runIf(mayMount.status === 0)(
  'when the disk is full, what cannot be kept is refused for another try, and what was taken is there afterwards',
  { timeout: 120_000 },
  async () => {
    const around = await openSurroundings('http');
    const folder = temporaryFolder('handoff-full');
    onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
    const mount = ['sh', '-ec', `mount -t tmpfs -o size=120m tmpfs ${folder}; exec "$@"`, 'sh'];
    const env = { ...around.env, DATABASE_URL: '', HANDOFF_DATA_DIR: folder };
    const app = await startProcess({ ...around, env }, [...inNamespace, ...mount]);
    // The disk is seen by the app alone, and by us through it.
    const disk = join('/proc', String(app.pid), 'root', folder);
    const companies = Array.from({ length: 100 }, (_, index) => `company${index}`);
    const sendAll = async (names: readonly string[]) => {
      const answers: { name: string; answer: number }[] = [];
      for (const name of names) answers.push({ name, answer: await app.send(leadAt(name)) });
      return answers;
    };
    const leads = () => ask(addressOf(disk), 'select count(distinct account_id)::int from leads');

    const early = await sendAll(companies.slice(0, 20));
    spawnSync('dd', ['if=/dev/zero', `of=${disk}/other`, 'bs=64k']);
    const answers = [...early, ...(await sendAll(companies.slice(20)))];
    rmSync(join(disk, 'other'));
    const refused = answers.filter(({ answer }) => answer !== 200).map(({ name }) => name);
    await expect.poll(leads, { timeout: 40_000 }).toBe(companies.length - refused.length);
    const again = await sendAll(refused);
    await expect.poll(leads, { timeout: 40_000 }).toBe(companies.length);
    const { code, stdout } = await app.kill('SIGTERM');

    expect(new Set(answers.map(({ answer }) => answer))).toEqual(new Set([200, 503]));
    expect(new Set(again.map(({ answer }) => answer))).toEqual(new Set([200]));
    expect(code).toBe(0);
    expect(stdout).toContain('the database refused: its disk is full');
  },
);

/** Where the server is whose data folder is seen there. */
function addressOf(disk: string): string {
  const inside = join(disk, 'postgres');
  const password = readFileSync(join(inside, 'password'), 'utf8').trim();
  const socketFolder = join(inside, 'data');
  return urlFor({ socketFolder, port: 5432 }, 'handoff', password, 'handoff');
}
