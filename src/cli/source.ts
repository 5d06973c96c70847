import { existsSync, readFileSync, statSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { oneOf, suggest } from '#domain/nearest.ts';
import { formatProblems } from '#src/config/config-error.ts';
import { settingsFileFrom } from '#src/config/environment.ts';
import { LARGEST_BODY } from '#src/process/server.ts';
import { ApiAway, ApiRefused } from '#src/sources/api.ts';
import { compileMapping } from '#src/sources/mapping.ts';
import { openApi } from '#src/sources/open-sources.ts';
import { parseDelivery } from '#src/sources/parse-delivery.ts';
import type { Problem } from '#src/sources/problem.ts';
import { unpack } from '#src/sources/unpack.ts';
import { readSettingsFile } from './settings-file.ts';
import { addTool } from './source-add.ts';
import { readForTest, type TestedItem, testedLines, twiceLines } from './source-words.ts';
import type { Subcommand, Terminal } from './subcommand.ts';

const REFUSED = 1;
const STDIN = '-';

const HELP = `Usage: npm run handoff -- source test <source id> [file…] [--header 'Name: value']… [--config file]
       npm run handoff -- source add <format> [--id id] [--write] [--config file]

Reads bodies exactly as the webhook of a source would, without a database (a tool that only names a record is asked for it, where
the source has api: and its token is in the environment), and says of each item what its id is, each
fact as it was read, what was converted, what was left out and why, and how it would be judged. Give two bodies that
should be two things, and it says where they have one id. Without a file, or with -, the body comes from stdin.

  --content-type   short for --header 'Content-Type: …' (default application/json)
  --header         a header of the delivery; Content-Type and Content-Encoding decide how it is read
  --config         other settings than those of HANDOFF_CONFIG

add prints the settings of a source that a tool sends to, and what to do in that tool (docs/sources.md); with --write it
puts them into the settings file, where that is right afterwards.

Exit code: 0 everything was read, 1 something would be quarantined or the request refused.`;

type Asked = { sourceId: string; files: string[]; headers: Map<string, string>; config: string };

export const source: Subcommand = {
  name: 'source',
  usage:
    'test <source id> [file…] [--content-type type] [--header "Name: value"]… [--config file] | source add <format> [--id id] [--write]',
  summary: 'connect a tool, or read bodies as the webhook of a source would, and say what comes out',
  help: HELP,
  run: async (args, terminal) => {
    if (args[0] === 'add') return add(args.slice(1), terminal);
    const asked = readArgs(args, terminal.env);
    if (typeof asked === 'string') return refuse(terminal, asked);
    const reading = readSettingsFile(asked.config);
    if (!reading.ok) return refuse(terminal, formatProblems(asked.config, reading.problems));
    const { settings } = reading;
    const ids = settings.sources.map(({ id }) => id);
    const found = settings.sources.find(({ id }) => id === asked.sourceId);
    if (!found)
      return refuse(
        terminal,
        `no source "${asked.sourceId}"${suggest(asked.sourceId, ids)}; expected ${oneOf(ids)}`,
      );
    const compiled = compileMapping(found);
    if (!compiled.ok) return refuse(terminal, compiled.problems.map(inWords).join('\n'));
    const asking = openApi(found, (name) => terminal.env[name]);
    // Many bodies say everything themselves.
    if (!asking.ok)
      terminal.complain(`nothing is read from the tool: ${asking.problems.map(inWords).join('; ')}`);
    const readable = { settings: found, mapping: compiled.mapping, api: asking.ok ? asking.api : null };
    const all: TestedItem[] = [];
    for (const file of asked.files) {
      const body = await bodyOf(found.format, file, asked.headers);
      if (typeof body === 'string') return refuse(terminal, `${file}: ${body}`);
      const items = await readOrSay(readable, body.value, { file, now: terminal.now() });
      if (typeof items === 'string') return refuse(terminal, `${file}: ${items}`);
      terminal.print(testedLines(settings, found, items, terminal.now()).join('\n'));
      all.push(...items);
    }
    const twice = twiceLines(all);
    if (twice.length > 0) terminal.print(twice.join('\n'));
    return all.every(({ result }) => result.ok) ? 0 : REFUSED;
  },
};

const inWords = ({ path, problem }: Problem): string => `${path}: ${problem}`;

/** What was read, or what the tool that is asked for the rest says instead. */
async function readOrSay(
  ...[source, body, of]: Parameters<typeof readForTest>
): Promise<TestedItem[] | string> {
  try {
    return await readForTest(source, body, of);
  } catch (error) {
    if (error instanceof ApiAway || error instanceof ApiRefused) return error.message;
    throw error;
  }
}

function add(args: readonly string[], terminal: Terminal): number {
  const { values, positionals } = parseArgs({
    args: [...args],
    options: { id: { type: 'string' }, write: { type: 'boolean' }, config: { type: 'string' } },
    allowPositionals: true,
    strict: false,
  });
  const [format, ...more] = positionals;
  if (format === undefined || more.length > 0) return refuse(terminal, 'which tool? Expected one format');
  const file = typeof values.config === 'string' ? values.config : settingsFileFrom(terminal.env);
  const id = typeof values.id === 'string' ? values.id : null;
  const added = addTool({ format, id, file, isWritten: values.write === true });
  if (!added.ok) return refuse(terminal, added.problem);
  terminal.print(added.lines.join('\n'));
  return 0;
}

function refuse({ complain }: Terminal, problem: string): number {
  complain(`${problem}\nnpm run handoff -- help source says more`);
  return REFUSED;
}

function readArgs(args: readonly string[], env: Terminal['env']): Asked | string {
  const options = {
    'content-type': { type: 'string' },
    header: { type: 'string', multiple: true },
    config: { type: 'string' },
  } as const;
  const { values, positionals } = parseArgs({
    args: [...args],
    options,
    allowPositionals: true,
    strict: false,
  });
  const strange = Object.keys(values).find((name) => !Object.hasOwn(options, name));
  if (strange !== undefined)
    return `no option --${strange}; expected ${Object.keys(options)
      .map((name) => `--${name}`)
      .join(', ')}`;
  const [action, sourceId, ...files] = positionals;
  if (action !== 'test')
    return `expected "test" or "add", got ${action === undefined ? 'nothing' : `"${action}"`}`;
  if (sourceId === undefined) return 'which source? Expected its id';
  const headers = new Map([['content-type', String(values['content-type'] ?? 'application/json')]]);
  for (const header of values.header ?? []) {
    const [, name, value] = /^([\w-]+):\s*(.*)$/.exec(String(header)) ?? [];
    if (name === undefined || value === undefined) return '--header: expected "Name: value"';
    headers.set(name.toLowerCase(), value);
  }
  const config = typeof values.config === 'string' ? values.config : settingsFileFrom(env);
  return { sourceId, files: files.length === 0 ? [STDIN] : files, headers, config };
}

/** What the webhook would take out of a file, or why it would refuse it. */
async function bodyOf(
  format: string,
  file: string,
  headers: ReadonlyMap<string, string>,
): Promise<{ value: unknown } | string> {
  if (file !== STDIN && !existsSync(file)) return 'there is no such file';
  if (file !== STDIN && statSync(file).isDirectory()) return 'is a folder; expected a file with one body';
  const sent = readFileSync(file === STDIN ? 0 : file);
  const tooLarge = 'more than 1 MiB, which the webhook answers with 413';
  if (sent.length > LARGEST_BODY) return tooLarge;
  const unpacked = await unpack(headers.get('content-encoding'), sent, LARGEST_BODY);
  if (!unpacked.ok) return unpacked.isTooLarge ? tooLarge : unpacked.problem;
  const parsed = await parseDelivery(format, headers.get('content-type'), unpacked.body);
  return parsed.ok ? { value: parsed.value } : parsed.problem;
}
