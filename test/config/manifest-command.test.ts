import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';

const manifest = (...args: string[]) => manifestFor('handoff.yaml', ...args);

function manifestFor(settings: string, ...args: string[]) {
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    ['src/cli/handoff.ts', 'manifest', ...args],
    { encoding: 'utf8', env: { ...process.env, HANDOFF_CONFIG: settings } },
  );
  return { status, stderr, document: stdout === '' ? null : JSON.parse(stdout) };
}

const addressesIn = (document: unknown): string[] =>
  [...JSON.stringify(document).matchAll(/"(?:request_)?url":"([^"]+)"/g)].map((match) => match[1] ?? '');

const file = JSON.parse(readFileSync('manifest.json', 'utf8'));

test('for Socket Mode the manifest holds no address, and is the same otherwise', () => {
  const { status, document } = manifest('--socket');

  expect({ status, addresses: addressesIn(document) }).toEqual({ status: 0, addresses: [] });
  expect(document.settings.socket_mode_enabled).toBe(true);
  expect(document.oauth_config).toEqual(file.oauth_config);
  expect(document.features.slash_commands.map(({ command }: { command: string }) => command)).toEqual(
    file.features.slash_commands.map(({ command }: { command: string }) => command),
  );
});

test('with an address of one’s own everything Slack sends goes to it', () => {
  const { status, document } = manifest('--url', 'https://leads.acme.example');

  expect(status).toBe(0);
  expect([...new Set(addressesIn(document))]).toEqual(['https://leads.acme.example/slack/events']);
  expect(addressesIn(document)).toHaveLength(addressesIn(file).length);
});

test('without a choice it is the manifest of the repository', () => {
  expect(manifest().document).toEqual(file);
});

test('a scope that only a setting needs is in it where the settings file asks', () => {
  const asking = join(mkdtempSync(join(tmpdir(), 'handoff-manifest-')), 'handoff.yaml');
  const text = readFileSync('handoff.yaml', 'utf8');
  writeFileSync(asking, text.replace('do_not_disturb: false', 'do_not_disturb: true'));
  const { status, document } = manifestFor(asking, '--socket');

  expect(status).toBe(0);
  const usual: string[] = file.oauth_config.scopes.bot;
  expect(document.oauth_config.scopes.bot).toEqual([...usual, 'dnd:read'].toSorted());
  expect(usual).not.toContain('dnd:read');
  expect(document.oauth_config.scopes.bot_optional).toEqual([
    'channels:read',
    'dnd:read',
    'groups:read',
    'im:history',
    'usergroups:read',
  ]);
});

test('without a settings file that can be read it has the usual scopes, and says so', () => {
  const { status, stderr, document } = manifestFor('nowhere.yaml');

  expect({ status, document }).toEqual({ status: 0, document: file });
  expect(stderr).toContain('nowhere.yaml is not right, so only the usual scopes are in the manifest');
});

test.each([
  [
    ['--url', 'leads.acme.example'],
    '--url leads.acme.example: expected an address that begins with https://',
  ],
  [
    ['--socket', '--url', 'https://a.example'],
    'Socket Mode needs no address: give --socket or --url, not both',
  ],
  [['--sockets'], "Unknown option '--sockets'"],
])('a wrong argument is answered with what was expected: %j', (args, words) => {
  const { status, stderr, document } = manifest(...args);

  expect({ status, document }).toEqual({ status: 1, document: null });
  expect(stderr).toContain(words);
});
