import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ActionsBlock } from '@slack/types';
import { expect, test } from 'vitest';
import * as z from 'zod';
import { leadControls } from '#blocks/card.ts';
import { detailsModal } from '#blocks/details-modal.ts';
import { managerButtons } from '#blocks/escalations.ts';
import { TABLES } from '#db/tables.ts';
import { CUSTOMER_DEEDS } from '#domain/customer.ts';
import { type CommandType, STATES, TRANSITIONS } from '#domain/handoff.ts';
import { canonicalLeadSchema } from '#domain/lead.ts';
import { FILLERS, NO_MAIL_AT, NO_NAMES, NOTHING } from '#domain/nobody.ts';
import { PERMISSIONS, SURFACES, WHO, type Who } from '#domain/permissions.ts';
import { RECORDS_OF_NOBODY, RECORDS_OF_SEVERAL } from '#domain/record-key.ts';
import { ROLE_NAMES } from '#domain/role-names.ts';
import { CHECKS } from '#domain/routing/check-names.ts';
import { POOL_MODES, settingsSchema, sourceSchema } from '#domain/settings.ts';
import { LEGS } from '#domain/settings-shapes.ts';
import { TOOL_SETUPS } from '#domain/setup/tool-setups.ts';
import { SYSTEM_IDS, SYSTEMS } from '#domain/systems.ts';
import { COMMANDS } from '#handlers/commands/commands.ts';
import { SUBCOMMANDS } from '#src/cli/subcommands.ts';
import { VARIABLES } from '#src/config/environment.ts';
import { card, details, escalationRow } from '#src/examples/models.ts';
import { targetPaths } from '#src/sources/lead-shape.ts';
import { mappingFunctions } from '#src/sources/mapping-functions.ts';
import { readItems } from '#src/sources/read-items.ts';

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

test('the routing page names every check in the order in which it is told, and every mode of a pool', () => {
  expect(codes(firstCells('docs/routing.md', 'Check'))).toEqual(Object.keys(CHECKS));
  expect(codes(firstCells('docs/routing.md', '`mode`'))).toEqual([...POOL_MODES]);
});

test('the README names every part of the settings', () => {
  const parts = Object.keys(settingsSchema.shape);
  expect(codes(firstCells('README.md', 'Part')).toSorted()).toEqual(parts.toSorted());
});

test('the README names every slash command as its help shows it, and no other', () => {
  const named = codes(firstCells('README.md', 'Command')).map((call) => call.replaceAll('\\|', '|'));
  const known = COMMANDS.flatMap(({ name, subcommands, openers, usual }) =>
    [...(usual ? [usual] : []), ...subcommands, ...openers].flatMap(({ usage }) =>
      usage.split(' | ').map((way) => `${name} ${way}`),
    ),
  );
  expect(named.toSorted()).toEqual([...known, '/leads'].toSorted());
});

/** The words in bold in the first cells of the table of buttons. */
const buttonsIn = (file: string): string[] =>
  firstCells(file, 'Button').flatMap((cell) =>
    [...cell.matchAll(/\*\*([^*]+)\*\*/g)].map((match) => match[1] ?? ''),
  );

test('the page for reps names every button, menu and choice of the cards and of Details', () => {
  // The keys of the constant are its command types.
  const commands = Object.keys(TRANSITIONS) as CommandType[];
  const proposal = { reason: 'unresponsive', words: 'Never answered' };
  const shown = LEGS.flatMap((leg) =>
    (['offered', 'accepted'] as const).flatMap((state) =>
      leadControls(card({ leg, state, commands, proposal, customerDeeds: [...CUSTOMER_DEEDS] })),
    ),
  ).flatMap((control) => {
    switch (control.type) {
      case 'button':
        return [control.text.text];
      case 'static_select':
        return [control.placeholder?.text];
      case 'overflow':
        return control.options.map(({ text }) => text.text);
      default:
        throw new Error(`the card has a ${control.type}, which this test does not know`);
    }
  });
  const inDetails = detailsModal(details()).blocks.flatMap((block) =>
    block.type === 'actions' ? (block as ActionsBlock).elements : [],
  );
  const buttons = inDetails.flatMap((one) => (one.type === 'button' ? [one.text.text] : []));
  expect(buttonsIn('docs/reps.md').toSorted()).toEqual([...new Set([...shown, ...buttons])].toSorted());
});

test('the page of sources has a row for every tool, in order, with its name', () => {
  expect(codes(firstCells('docs/sources.md', '`format`'))).toEqual(SYSTEM_IDS);
  const page = read('docs/sources.md');
  for (const [id, name] of Object.entries(SYSTEMS)) expect(page).toContain(`| \`${id}\` | ${name} |`);
  // How it is set up, in the words of the command line and of Slack.
  const words = page.replaceAll(/\s+/g, ' ');
  const missing = SYSTEM_IDS.filter(
    (id) => !words.includes(`**${SYSTEMS[id]}.** ${TOOL_SETUPS[id].steps.join(' ')}`),
  );
  expect(missing).toEqual([]);
});

test('the page for managers names every button of what is overdue', () => {
  const row = escalationRow();
  expect(buttonsIn('docs/managers.md')).toEqual(managerButtons(row).map(({ text }) => text.text));
});

test('the operations page names every subcommand of the command line, in order', () => {
  const calls = codes(firstCells('docs/operations.md', '`npm run handoff --`'));
  expect(calls.map((call) => call.split(' ')[0])).toEqual(SUBCOMMANDS.map(({ name }) => name));
});

test('the performance page names every measurement of the bench', () => {
  const cases = [...read('bench/run.ts').matchAll(/case '(\w+)'/g)].map((match) => match[1]);
  const calls = codes(firstCells('docs/performance.md', 'Command')).map((call) => call.split(' -- ')[1]);
  expect(calls.toSorted()).toEqual(cases.filter((name) => name !== 'all').toSorted());
});

test('the operations page says of every table how long it is kept', () => {
  expect(codes(firstCells('docs/operations.md', 'Table')).toSorted()).toEqual(TABLES.toSorted());
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

test('the webhooks page names every answer', () => {
  const code = read('src/intake/receive.ts') + read('src/process/server.ts');
  const given = [...code.matchAll(/(?:HttpError\(|refuse\(|status: |: )([2-5]\d\d)\b/g)].map(
    (match) => match[1],
  );
  const named = firstCells('docs/webhooks.md', 'Answer').map((cell) => cell.slice(0, 3));
  expect(named).toEqual([...new Set(given)].toSorted());
});

test('the webhooks page names every function of ours that a mapping may call', () => {
  const [, list = ''] = /Ours to use: ([^.]+)\./.exec(read('docs/webhooks.md')) ?? [];
  expect(codes([list])).toEqual(Object.keys(mappingFunctions).map((name) => `$${name}`));
});

test('the webhooks page says of every way of writing what it is read as', async () => {
  const page = read('docs/webhooks.md');
  const [, table = ''] = /\| Field \| Sent \|.*\n\|[-|]+\n((?:\|.*\n)+)/.exec(page) ?? [];
  const rows = table
    .trim()
    .split('\n')
    .map((row) =>
      row
        .slice(1, -1)
        .split('|')
        .map((cell) => cell.trim()),
    );
  const found = await Promise.all(rows.map(asRead));
  expect(found).toEqual(rows);
  expect(rows.length).toBeGreaterThan(30);
});

/** A row of the table as the code has it. */
async function asRead([field = '', sent = '', says = '', told = '']: string[]): Promise<string[]> {
  const [path = ''] = codes([field]);
  const [json = ''] = codes([sent]);
  const [key = '', value] = (codes([says])[0] ?? '').split(': ');
  const settings = sourceSchema.parse({
    id: 'web',
    name: 'Web',
    auth: 'none',
    ...(value && { [key]: value }),
  });
  const body = path.split('.').reduceRight<unknown>((inner, name) => ({ [name]: inner }), JSON.parse(json));
  const named = { refs: [{ system: 'crm', type: 'contact', id: '1' }], ...(body as object) };
  const mapping = { items: null, when: null, fields: [] };
  const [result] = await readItems({ settings, mapping }, named, new Date('2026-11-21T18:00:00Z'));
  if (!result?.ok || result.ignored) return [field, sent, says, 'refused'];
  const found = path
    .split('.')
    .reduce<unknown>((part, name) => (part as Record<string, unknown> | undefined)?.[name], result.lead);
  const isSaid = result.warnings.length > 0;
  const leftOut = isSaid ? 'left out' : 'left out, without a word';
  const kept = `\`${JSON.stringify(found)}\`${isSaid ? ', and said' : ''}`;
  const why = told.slice(told.lastIndexOf('`') + 1).replace(', and said', '');
  return [field, sent, says, found === undefined ? leftOut : `${kept}${why}`];
}

test('the lead, the activity and the spending in the pages are ones we take, and show every field', () => {
  const blocks = ['docs/webhooks.md', 'docs/activities.md'].flatMap((file) =>
    [...read(file).matchAll(/```json\n([\s\S]+?)```/g)].map(([, json = '']) => JSON.parse(json)),
  );
  const shown = blocks.filter((item) => item.schema_version === 1 || item.kind !== undefined);
  expect(shown).toHaveLength(4);
  expect(shown.map((item) => canonicalLeadSchema.safeParse(item).error)).toEqual(Array(4).fill(undefined));
  const isShown = (path: string): boolean =>
    shown.some((item) => path.split('.').reduce((part, key) => part?.[key], item) !== undefined);
  expect(targetPaths.filter((path) => !isShown(path))).toEqual([]);
});

/** What is in the first block of code under the heading of the house. */
const house = (): string => /## The house\s+```\n([\s\S]+?)```/.exec(read('CONTRIBUTING.md'))?.[1] ?? '';

test('the house names every room there is, and no other', () => {
  const rooms = readdirSync(join(ROOT, 'src'), { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => `src/${name}`);
  const named = [...house().matchAll(/src\/[a-z]+(?![a-z.])/g)].map(([room]) => room);
  expect([...new Set(named)].toSorted()).toEqual(rooms.toSorted());
  const wings = ['handlers', 'blocks', 'db', 'scheduler', 'sandbox'];
  expect(wings.filter((wing) => !house().includes(wing))).toEqual([]);
});

test('the recipes for contributors name files and folders that there are', () => {
  const named = codes([read('CONTRIBUTING.md').split('## To add something')[1] ?? '']).filter((code) =>
    /^[a-z]+(\/[\w.-]+)+$/.test(code),
  );
  expect(named.length).toBeGreaterThan(30);
  expect(named.filter((path) => !existsSync(join(ROOT, path)))).toEqual([]);
});

test('documents link only to files that are there, and show every picture', () => {
  const pages = readdirSync(join(ROOT, 'docs')).filter((name) => name.endsWith('.md'));
  const documents = ['README.md', 'CONTRIBUTING.md', 'CHANGELOG.md', ...pages.map((name) => `docs/${name}`)];
  const links = documents.flatMap((file) =>
    [...read(file).matchAll(/(?:\]\(|src(?:set)?=")(?!https?:)([^)#"]+)/g)].map((match) =>
      join(file, '..', match[1] ?? ''),
    ),
  );
  const missing = links.filter((path) => {
    try {
      return read(path) === '';
    } catch {
      return true;
    }
  });
  expect(missing).toEqual([]);
  const pictures = readdirSync(join(ROOT, 'docs', 'images')).map((name) => join('docs', 'images', name));
  expect(pictures.filter((path) => !links.includes(path))).toEqual([]);
});

test('the security page prints who may do what as the table says it', () => {
  const rows = Object.values(PERMISSIONS).map(
    ({ words, by, on }) =>
      `| ${words} | ${by.map((who: Who) => WHO[who]).join(', ')} | ${on.map((surface) => SURFACES[surface]).join(', ')} |`,
  );
  const lines = read('docs/security.md').split('\n');
  const start = lines.indexOf('| What | Who | Where |');
  expect(lines.slice(start + 2, start + 2 + rows.length + 1)).toEqual([...rows, '']);
});

test('whatever people may do to a lead has a row in that table', () => {
  const commands = Object.entries(TRANSITIONS).filter(([, { by }]) => by.some((who) => who !== 'system'));
  const withdraw = 'withdraw'; // Nothing in Slack gives it yet.
  expect(commands.map(([name]) => name).filter((name) => !(name in PERMISSIONS))).toEqual([withdraw]);
});

test('the page about webhooks lists what names nobody, and what is a role’s', () => {
  const [, section = ''] = /## Who is who\n([\s\S]*?)\n## /.exec(read('docs/webhooks.md')) ?? [];
  const listsIn = section.split('\n\n').filter((part) => part.startsWith('`'));
  expect(listsIn.map((part) => codes([part]).toSorted())).toEqual(
    [[...NOTHING, ...FILLERS], [...NO_MAIL_AT], [...NO_NAMES], ROLE_NAMES].map((words) => words.toSorted()),
  );
  for (const types of [RECORDS_OF_NOBODY, RECORDS_OF_SEVERAL]) {
    expect(section).toContain(`a record of type ${types.map((type) => `\`${type}\``).join(', ')}`);
  }
});
