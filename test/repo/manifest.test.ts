import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { HelpEntry } from '#blocks/help.ts';
import { COMMANDS } from '#handlers/commands/commands.ts';
import { EVENTS } from '#handlers/events/home.ts';
import { plainScopes } from '#sandbox/slack/options.ts';
import { SCOPES, SCOPES_OF_SETTINGS } from '#src/slack/scopes.ts';

const ROOT = join(import.meta.dirname, '..', '..');
const manifest = JSON.parse(readFileSync(join(ROOT, 'manifest.json'), 'utf8'));

test('the manifest names the commands the code answers, no more and no fewer', () => {
  const named = manifest.features.slash_commands.map((command: { command: string }) => command.command);
  expect(named).toEqual(COMMANDS.map((command) => command.name));
});

test('the manifest subscribes to the events the code answers, and shows the Home they are about', () => {
  expect(manifest.settings.event_subscriptions.bot_events).toEqual([...EVENTS]);
  expect(manifest.features.app_home.home_tab_enabled).toBe(true);
});

type SlashCommand = { command: string; usage_hint: string };
const SLASH: SlashCommand[] = manifest.features.slash_commands;
const entriesOf = (slash: string): HelpEntry[] => {
  const command = COMMANDS.find(({ name }) => name === slash);
  return command
    ? [...(command.usual ? [command.usual] : []), ...command.subcommands, ...command.openers]
    : [];
};

/** The parts of a hint; a bar inside brackets separates nothing. */
const partsOf = (hint: string): string[] => hint.split(/\|(?![^[<]*[\]>])/).map((part) => part.trim());

test('a hint names every word the command knows, and no other', () => {
  for (const slash of SLASH) {
    const known = [...entriesOf(slash.command).map(({ name, usage }) => name || usage.split(' ')[0]), 'help'];
    const hinted = partsOf(slash.usage_hint).map((part) => part.split(' ')[0]);
    expect([...new Set(hinted)].toSorted()).toEqual(known.toSorted());
  }
});

test('what a hint shows of a word is its usage or one of its examples', () => {
  for (const slash of SLASH) {
    const shown = entriesOf(slash.command).flatMap(({ name, usage, examples }) => [
      name,
      usage,
      ...examples.map((example) => example.replace(`${slash.command} `, '')),
    ]);
    expect(partsOf(slash.usage_hint).filter((part) => part !== 'help' && !shown.includes(part))).toEqual([]);
  }
});

test('every example is one of its command and its word, so that it can be typed as it stands', () => {
  for (const { name } of COMMANDS) {
    const wrong = entriesOf(name).flatMap((entry) =>
      entry.examples.filter((example) => !`${example} `.startsWith(`${name} ${entry.name}`.trim())),
    );
    expect(wrong).toEqual([]);
  }
});

test('the app is told who is mentioned where the code reads mentions', () => {
  const escaped = manifest.features.slash_commands.filter(
    ({ should_escape }: { should_escape: boolean }) => should_escape,
  );
  expect(escaped.map(({ command }: SlashCommand) => command)).toEqual(['/leads', '/handoff']);
});

test('all of Slack’s requests go to the one route that answers them', () => {
  const urls = [
    ...manifest.features.slash_commands.map((command: { url: string }) => command.url),
    manifest.settings.interactivity.request_url,
    manifest.settings.event_subscriptions.request_url,
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

test('whoever installs the app may leave out each scope that something goes on without, and no other', () => {
  const optional = Object.entries(SCOPES).flatMap(([scope, { loss }]) => (loss === null ? [] : [scope]));
  expect(manifest.oauth_config.scopes.bot_optional.toSorted()).toEqual(optional.toSorted());
});

test('docs/slack.md says which setting asks for which scope besides', () => {
  const page = readFileSync(join(ROOT, 'docs', 'slack.md'), 'utf8');
  const asked = [...page.matchAll(/^\| `([a-z_.]+): [^|]*\| `([a-z.]+:[a-z.]+)`, not in/gm)];
  expect(asked.map(([, setting, scope]) => [scope, setting])).toEqual(
    Object.entries(SCOPES_OF_SETTINGS).map(([scope, { setting }]) => [scope, setting]),
  );
});
