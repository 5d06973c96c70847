import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { COMMANDS } from '#handlers/commands/commands.ts';
import { plainScopes } from '#sandbox/slack/options.ts';
import { SCOPES } from '#src/slack/scopes.ts';

const ROOT = join(import.meta.dirname, '..', '..');
const manifest = JSON.parse(readFileSync(join(ROOT, 'manifest.json'), 'utf8'));

test('the manifest names the commands the code answers, no more and no fewer', () => {
  const named = manifest.features.slash_commands.map((command: { command: string }) => command.command);
  expect(named).toEqual(COMMANDS.map((command) => command.name));
});

test('a hint names only words the command knows', () => {
  for (const { command, usage_hint: hint } of manifest.features.slash_commands) {
    const known = COMMANDS.find(({ name }) => name === command)?.subcommands.map(({ name }) => name) ?? [];
    const hinted = known.length > 0 ? hint.split('|').map((part: string) => part.trim().split(' ')[0]) : [];
    expect(hinted.filter((word: string) => word !== 'help' && !known.includes(word))).toEqual([]);
  }
});

test('all of Slack’s requests go to the one route that answers them', () => {
  const urls = [
    ...manifest.features.slash_commands.map((command: { url: string }) => command.url),
    manifest.settings.interactivity.request_url,
  ];
  expect([...new Set(urls.map((url: string) => new URL(url).pathname))]).toEqual(['/slack/events']);
});

test('the tests run with the scopes the manifest asks for, so that none is missing in Slack', () => {
  const tested: readonly string[] = plainScopes;
  expect(manifest.oauth_config.scopes.bot.filter((scope: string) => !tested.includes(scope))).toEqual([]);
});

test('the manifest keeps to Slack’s limits', () => {
  const { name, description } = manifest.display_information;
  const hints = manifest.features.slash_commands.map(
    (command: { usage_hint: string }) => command.usage_hint.length,
  );
  expect(name.length <= 35 && description.length <= 140 && Math.max(...hints) <= 1_000).toBe(true);
});

test('the manifest asks for the scopes whose absence the start tells, no more and no fewer', () => {
  expect(manifest.oauth_config.scopes.bot.toSorted()).toEqual(Object.keys(SCOPES).toSorted());
});
