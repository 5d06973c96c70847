import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { parse } from 'yaml';
import type { Edits } from '#domain/settings.ts';
import { runEdits } from '#src/cli/edits.ts';
import { runExport } from '#src/cli/export-settings.ts';
import { readSettingsFile } from '#src/cli/settings-file.ts';
import { reachOf } from '../support/reach.ts';
import { openSite } from '../support/site.ts';

const edits: Edits = {
  mode: 'shadow',
  workspace: { name: 'Gl*bex: "sales" # team', time_zone: 'America/New_York' },
  channels: { ops: 'C0OPS0001' },
  hours: { late: { mon: ['12:00-20:00'] } },
  people: [{ id: 'nia', name: 'Nia – yes', email: 'nia@acme.example', roles: ['sdr', 'ops'], hours: 'late' }],
  pools: [{ id: 'sdr', name: 'on', members: [{ person: 'nia' }] }],
  routes: [{ id: 'all', to: { pool: 'sdr' } }],
};

async function edited() {
  const site = await openSite();
  const running = await site.start({ file: 'starter.yaml' });
  const { app } = running;
  const reach = reachOf(site.database.db, { HANDOFF_CONFIG: 'starter.yaml' });
  await app.core.changeSettings({ what: 'set up the team', bySlackId: 'U0OLGA', edit: () => edits });
  return { site, running, app, reach };
}

test('what was edited is printed as YAML that says the same, with version and date', async () => {
  const { app, reach } = await edited();
  const { output, exitCode } = await runExport(reach, []);
  expect(exitCode).toBe(0);
  expect(output.split('\n').slice(0, 2)).toEqual([
    '# What was edited in Slack over starter.yaml:',
    `# edited last 2026-11-23T09:00:00.000Z, change 1; settings version ${app.core.inForce().version}.`,
  ]);
  expect(parse(output)).toEqual(edits);
  expect(output).toContain(
    'people:\n  - id: nia\n    name: Nia – yes\n    email: nia@acme.example\n    roles:',
  );
});

test('all settings as one file are the same settings, with the edits and without them', async () => {
  const { site, running, app, reach } = await edited();
  const { output } = await runExport(reach, ['--all']);
  const file = join(mkdtempSync(join(tmpdir(), 'handoff-export-')), 'all.yaml');
  writeFileSync(file, output);
  const alone = readSettingsFile(file);
  expect(alone).toMatchObject({ ok: true, version: app.core.inForce().version });
  expect(alone.ok && alone.settings).toEqual(app.core.inForce().settings);
  await running.stop();
  const again = await site.start({ file });
  expect(again.app.core.inForce().version).toBe(alone.ok && alone.version);
});

test('where nothing was edited, the export says so', async () => {
  const site = await openSite();
  const reach = reachOf(site.database.db, { HANDOFF_CONFIG: 'handoff.yaml' });
  expect(await runExport(reach, [])).toEqual({
    output: '# Nothing was edited in Slack: handoff.yaml says everything.',
    exitCode: 0,
  });
  expect(await runExport(reach, ['--al'])).toMatchObject({ exitCode: 1 });
  expect(await runEdits(reach, [])).toEqual({ output: 'Nothing is edited in Slack.', exitCode: 0 });
});

test('edits are listed, and one that others need is not taken out', async () => {
  const { reach } = await edited();
  const listed = await runEdits(reach, ['list']);
  expect(listed.output.split('\n')).toEqual([
    'mode       mode',
    'channels   ops',
    'workspace  name, time_zone',
    'hours      late',
    'people     nia',
    'pools      sdr',
    'routes     all',
    '',
    'Edited last 2026-11-23T09:00:00.000Z: set up the team',
    'As YAML: npm run -s handoff -- export-settings. To take one out: npm run handoff -- edits drop <part> <id>.',
  ]);
  const refused = await runEdits(reach, ['drop', 'people', 'nia']);
  expect(refused.exitCode).toBe(1);
  expect(refused.output).toContain('no person "nia"');
  expect(await runEdits(reach, ['drop', 'people', 'noa'])).toMatchObject({ exitCode: 1 });
  expect(await runEdits(reach, ['drop', 'mode'])).toMatchObject({ exitCode: 0 });
});
