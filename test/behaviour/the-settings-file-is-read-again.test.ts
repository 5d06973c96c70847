import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { deskOf } from '../support/desk.ts';
import { hot } from '../support/leads.ts';
import { openSurroundings, startProcess } from '../support/processes.ts';
import { openSite } from '../support/site.ts';

const MOST_TRIES = 100;

/** Asks until the answer is the one that is waited for, and answers the last. */
async function statusOf(url: string, awaited: number): Promise<number> {
  let status = 0;
  for (let tries = 0; tries < MOST_TRIES && status !== awaited; tries += 1) {
    status = (await fetch(url, { method: 'POST', body: '{}' })).status;
    await pause(50);
  }
  return status;
}

test('SIGHUP puts a changed file in force, and a wrong one changes nothing', {
  timeout: 60_000,
}, async () => {
  const around = await openSurroundings('http');
  const file = around.env.HANDOFF_CONFIG ?? '';
  const text = readFileSync(file, 'utf8');
  const running = await startProcess(around);
  const added = `${running.address}/webhooks/added`;
  const crm = `${running.address}/webhooks/crm`;
  expect(await statusOf(added, 404)).toBe(404);

  const source = '  - { id: added, name: Added, auth: { type: bearer, secret_env: [ZAPIER_TOKEN] } }\n';
  writeFileSync(file, text.replace('\nsources:\n', `\nsources:\n${source}`));
  void running.kill('SIGHUP');
  expect(await statusOf(added, 401)).toBe(401);

  writeFileSync(file, text.replace('\nsources:\n', '\nsuorces:\n'));
  void running.kill('SIGHUP');
  await pause(500);
  expect(await statusOf(added, 401)).toBe(401);
  expect(await statusOf(crm, 401)).toBe(401);
  expect((await running.kill('SIGTERM')).code).toBe(0);
});

/** The app on a copy of `handoff.yaml` that can be written over, and ops at their screen. */
async function startOnFile() {
  const file = join(mkdtempSync(join(tmpdir(), 'handoff-reload-')), 'handoff.yaml');
  const text = readFileSync('handoff.yaml', 'utf8');
  writeFileSync(file, text);
  const site = await openSite();
  const running = await site.start({ file });
  const olga = deskOf(site, 'olga');
  return {
    site,
    running,
    change: (from: string, to: string) => writeFileSync(file, text.replace(from, to)),
    reload: async () => olga.read(await olga.ask('/handoff reload')),
    version: () => running.app.core.inForce().version,
  };
}

const GERMANS = '  - { id: germans, when: { country: DE }, to: { person: eva } }\n';

test('ops read a changed file again from Slack, and are told what is different', async () => {
  const { site, running, change, reload, version } = await startOnFile();
  const before = version();
  change('routes:\n', `routes:\n${GERMANS}`);
  const said = await reload();
  expect(version()).not.toBe(before);
  expect(said).toBe(
    `The settings file was read again and is in force: ${before} → ${version()}.
• routes: added germans
Clocks that run keep what they started with. What a lead would run into now: /handoff doctor`,
  );
  await running.send(hot);
  await site.settle();
  expect(deskOf(site, 'eva').reads()).toContain('Grace Hopper');
});

test('a wrong file is refused as a whole, with what is wrong and where', async () => {
  const { change, reload, version } = await startOnFile();
  const before = version();
  change('to: { pool: sdr-americas }', 'to: { pool: sdr-amercias }');
  expect(await reload()).toMatch(
    new RegExp(
      `^The settings file is not right, so nothing was changed: settings version ${before} goes on.\\n• line \\d+, routes\\[1\\].to.pool: no pool "sdr-amercias".*did you mean "sdr-americas"\\?$`,
    ),
  );
  expect(version()).toBe(before);
});

test('a file that says the same changes nothing', async () => {
  const { change, reload, version } = await startOnFile();
  const before = version();
  change('# People who share work in turn.', '# Whoever shares work in turn.');
  expect(await reload()).toBe(`Read again: nothing is different. Settings version ${before} goes on.`);
});

test('only ops may', async () => {
  const { site, change, version } = await startOnFile();
  const before = version();
  change('routes:\n', `routes:\n${GERMANS}`);
  const mia = deskOf(site, 'mia');
  expect(mia.read(await mia.ask('/handoff reload'))).toBe('The settings are ops’ to reload.');
  expect(version()).toBe(before);
});

test('a running clock keeps the policy it was stamped with', async () => {
  const { site, running, change, reload } = await startOnFile();
  const deadlines = () =>
    site.query<{ deadline_at: string; within: unknown }>(
      "select c.deadline_at::text, h.policy->'accept'->'within' as within from clocks c join handoffs h on h.id = c.handoff_id where c.kind = 'accept'",
    );
  await running.send(hot);
  await site.settle();
  const before = await deadlines();
  expect(before).toMatchObject([{ within: { unit: 'minutes', amount: 5 } }]);
  change('      within: 5m\n', '      within: 45m\n');
  expect(await reload()).toContain('sla: changed hot (accept)');
  await running.app.tick();
  expect(await deadlines()).toEqual(before);
});
