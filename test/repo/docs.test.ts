import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import * as z from 'zod';
import { STATES } from '#domain/handoff.ts';
import { canonicalLeadSchema } from '#domain/lead.ts';
import { settingsSchema } from '#domain/settings.ts';
import { COMMANDS } from '#handlers/commands/commands.ts';
import { SUBCOMMANDS } from '#src/cli/subcommands.ts';
import { VARIABLES } from '#src/config/environment.ts';
import { targetPaths } from '#src/sources/lead-shape.ts';

const ROOT = join(import.meta.dirname, '..', '..');
const read = (file: string): string => readFileSync(join(ROOT, file), 'utf8');

/** The first cells of the table rows under a heading, without their back-ticks. */
function firstCells(file: string, headerCell: string): string[] {
  const lines = read(file).split('\n');
  const start = lines.findIndex((line) => line.startsWith(`| ${headerCell} |`));
  const rows = lines.slice(start + 2);
  return rows
    .slice(
      0,
      rows.findIndex((line) => !line.startsWith('|')),
    )
    .map((row) => row.split(/(?<!\\)\|/)[1]?.trim() ?? '');
}

const codes = (cells: string[]): string[] =>
  cells.flatMap((cell) => [...cell.matchAll(/`([^`]+)`/g)].map((match) => match[1] ?? ''));

test('the README names every state, in order', () => {
  expect(codes(firstCells('README.md', 'State'))).toEqual([...STATES]);
});

test('the README names every part of the settings', () => {
  const parts = Object.keys(settingsSchema.shape);
  expect(codes(firstCells('README.md', 'Part')).toSorted()).toEqual(parts.toSorted());
});

test('the README names every subcommand', () => {
  const text = read('README.md');
  const named = COMMANDS.flatMap(({ name, subcommands, openers }) => [
    name,
    ...[...subcommands, ...openers].map((one) => one.name),
  ]);
  expect(named.filter((word) => !text.includes(word))).toEqual([]);
});

test('the operations page names every subcommand of the command line, in order', () => {
  const calls = codes(firstCells('docs/operations.md', '`npm run handoff --`'));
  expect(calls.map((call) => call.split(' ')[0])).toEqual(SUBCOMMANDS.map(({ name }) => name));
});

test('the operations page names every variable with its default', () => {
  const rows = read('docs/operations.md')
    .split('\n')
    .filter((line) => /^\| `[A-Z_]+` \|/.test(line))
    .map((line) => line.split('|').map((cell) => cell.trim().replaceAll('`', '')))
    .map(([, name, otherwise]) => [name, otherwise]);
  expect(rows).toEqual(Object.entries(VARIABLES).map(([name, { otherwise }]) => [name, otherwise ?? '']));
});

test('the security page gives a reason for every scope of the manifest', () => {
  const { bot } = JSON.parse(read('manifest.json')).oauth_config.scopes;
  expect(codes(firstCells('docs/security.md', 'Scope')).toSorted()).toEqual(bot.toSorted());
});

test('the webhooks page names every way to authenticate', () => {
  const schema = JSON.stringify(z.toJSONSchema(settingsSchema, { io: 'input', unrepresentable: 'any' }));
  const named = codes(firstCells('docs/webhooks.md', '`auth.type`'));
  expect(named.filter((type) => !schema.includes(`"const":"${type}"`))).toEqual([]);
  const known = [...schema.matchAll(/"type":\{"type":"string","const":"([^"]+)"\}/g)].map(
    (match) => match[1] ?? '',
  );
  expect([...new Set(known), 'none'].filter((type) => !named.includes(type))).toEqual([]);
});

test('the lead in the webhooks page is one we take, and shows every field', () => {
  const [, json = ''] = /```json\n([\s\S]+?)```/.exec(read('docs/webhooks.md')) ?? [];
  const lead = JSON.parse(json);
  expect(canonicalLeadSchema.safeParse(lead).error).toBeUndefined();
  const isShown = (path: string): boolean => {
    const value = path.split('.').reduce((part, key) => part?.[key], lead);
    return value !== undefined;
  };
  expect(targetPaths.filter((path) => !isShown(path))).toEqual([]);
});

test('documents link only to files that are there', () => {
  const pages = readdirSync(join(ROOT, 'docs')).filter((name) => name.endsWith('.md'));
  const documents = ['README.md', 'CONTRIBUTING.md', 'CHANGELOG.md', ...pages.map((name) => `docs/${name}`)];
  const links = documents.flatMap((file) =>
    [...read(file).matchAll(/\]\((?!https?:)([^)#]+)/g)].map((match) => join(file, '..', match[1] ?? '')),
  );
  const missing = links.filter((path) => {
    try {
      return read(path) === '';
    } catch {
      return true;
    }
  });
  expect(missing).toEqual([]);
});
