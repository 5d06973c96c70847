import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';

function manifest(...args: string[]) {
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    ['src/cli/handoff.ts', 'manifest', ...args],
    { encoding: 'utf8' },
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
