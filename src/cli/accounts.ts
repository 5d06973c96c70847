import { parseArgs } from 'node:util';
import { suggest } from '#domain/nearest.ts';
import { ACCOUNT_COLUMNS, bindAccountColumns } from '#src/import/account-row.ts';
import { type AccountFigures, readAccounts, storeAccounts } from '#src/import/accounts-file.ts';
import { openCsv } from '#src/import/csv.ts';
import { NotAnExport } from '#src/import/encoding.ts';
import { count } from '#src/import/words.ts';
import { EXIT } from './import.ts';
import type { Subcommand, Terminal } from './subcommand.ts';
import { onDatabase } from './with-database.ts';

const USAGE = `Usage: npm run handoff -- accounts <file.csv>

says whose a company is, and what it is to you, where there is no CRM to be asked (docs/accounts.md); messages nobody

  --replace   the file holds all accounts: those of an earlier file that are not in it are used no longer
  --dry-run   only show what would be stored; needs no database
  --yes       store it

Columns, whichever there are: ${Object.keys(ACCOUNT_COLUMNS).join(', ')}.
The same file, or a newer one, can be given again: nothing is doubled.`;

const OPTIONS = {
  replace: { type: 'boolean' },
  'dry-run': { type: 'boolean' },
  yes: { type: 'boolean' },
  help: { type: 'boolean' },
} as const;
const NAMES = Object.keys(OPTIONS).map((name) => `--${name}`);
const STATEMENT_SECONDS = 120;

export const accounts: Subcommand = {
  name: 'accounts',
  usage: '<file.csv>',
  summary: 'take accounts (domains, owner, customer, tier) from a file, where there is no CRM to be asked',
  help: USAGE,
  run: async (args, terminal) => {
    const unknown = args.find((arg) => arg.startsWith('-') && !NAMES.includes(arg));
    if (unknown !== undefined) return refuse(terminal, `no option "${unknown}"${suggest(unknown, NAMES)}`);
    const { values, positionals } = parseArgs({ args: [...args], options: OPTIONS, allowPositionals: true });
    const [path, ...more] = positionals;
    if (values.help || path === undefined) {
      terminal.print(USAGE);
      return EXIT.done;
    }
    if (more.length > 0) return refuse(terminal, `one file at a time; got ${positionals.length}`);
    try {
      return await takeFile(path, values, terminal);
    } catch (error) {
      if (!(error instanceof NotAnExport)) throw error;
      return refuse(terminal, `${path}: ${error.message}`);
    }
  },
};

function refuse({ complain }: Terminal, problem: string): number {
  complain(`${problem}\nnpm run handoff -- help accounts says more`);
  return EXIT.refused;
}

async function takeFile(
  path: string,
  options: { replace?: boolean; 'dry-run'?: boolean; yes?: boolean },
  terminal: Terminal,
): Promise<number> {
  const file = await openCsv(path);
  const { binding, unused } = bindAccountColumns(file.header);
  if (binding.domains === undefined && binding.name === undefined) {
    const expected = `expected one of ${[...ACCOUNT_COLUMNS.domains, ...ACCOUNT_COLUMNS.name].join(', ')}`;
    return refuse(terminal, `${path}: no column for domains or name; ${expected}`);
  }
  const { accounts: read, figures } = await readAccounts(file, binding);
  terminal.print(previewLines(file.header, binding, unused, figures).join('\n'));
  if (read.length === 0) return refuse(terminal, `${path}: no account in it`);
  const code = figures.problemRows > 0 ? EXIT.partly : EXIT.done;
  if (options['dry-run']) return code;
  if (!options.yes) {
    terminal.complain('\nNothing is stored. To store it: the same command with --yes');
    return EXIT.refused;
  }
  const opening = { statementSeconds: STATEMENT_SECONDS, makes: true, migrates: true };
  const how = { now: terminal.now(), replaces: options.replace ?? false };
  const ended = await onDatabase(terminal, opening, (db) => storeAccounts(db, read, how));
  if (ended === null) return EXIT.refused;
  terminal.print(`\n${count(read.length, 'account')} stored.`);
  if (ended > 0)
    terminal.print(
      `${count(ended, 'account')} of an earlier file ${ended === 1 ? 'is' : 'are'} used no longer.`,
    );
  return code;
}

function previewLines(
  header: readonly string[],
  binding: ReturnType<typeof bindAccountColumns>['binding'],
  unused: readonly string[],
  { rows, accounts: all, customers, owned, repeated, problems, problemRows }: AccountFigures,
): string[] {
  const found = Object.entries(binding).map(([place, at]) => `  ${place}: ${header[at]}`);
  return [
    'Columns:',
    ...found,
    ...(unused.length > 0 ? [`  not used: ${unused.join(', ')}`] : []),
    '',
    `${count(rows, 'row')}: ${count(all, 'account')}, ${count(customers, 'customer')}, ${all - owned} without an owner`,
    ...(repeated > 0
      ? [`${count(repeated, 'row')} about a company that another row names too: the last counts`]
      : []),
    ...(problemRows > 0 ? [`${count(problemRows, 'row')} not understood, or only in part:`] : []),
    ...problems.map(({ line, what }) => `  line ${line}: ${what}`),
    ...(problemRows > problems.length ? [`  … and ${problemRows - problems.length} more`] : []),
  ];
}
