import { readFileSync, writeFileSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { openSurroundings, startProcess } from '../support/processes.ts';

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
