import { basename } from 'node:path';
import { parseArgs } from 'node:util';
import type { Db } from '#db/db.ts';
import { findSpendImport, readSpendImports, removeSpendImport, replacersOf } from '#db/spend.ts';
import { oneOf, suggest } from '#domain/nearest.ts';
import { settingsFileFrom } from '#src/config/environment.ts';
import { type CsvFile, openCsv } from '#src/import/csv.ts';
import { DATE_ORDERS } from '#src/import/dates.ts';
import { NotAnExport } from '#src/import/encoding.ts';
import { readSpendFile, type SpendInFile, storeSpendFile, tellerWords } from '#src/import/spend-file.ts';
import {
  bindSpendColumns,
  SPEND_COLUMNS,
  type SpendBinding,
  type SpendReading,
} from '#src/import/spend-row.ts';
import { count } from '#src/import/words.ts';
import { randomId } from '#src/process/ids.ts';
import { EXIT } from './import.ts';
import { createProgress } from './progress.ts';
import { readSettingsFile } from './settings-file.ts';
import { fileProblemLines, spendPreviewLines } from './spend-words.ts';
import type { Subcommand, Terminal } from './subcommand.ts';
import { onDatabase } from './with-database.ts';

const USAGE = `Usage: npm run handoff -- spend import <file.csv>
       npm run handoff -- spend list
       npm run handoff -- spend undo <id> --yes

says what was spent to be found, for /funnel cost (docs/webhooks.md); messages nobody

  --currency <EUR>   of amounts that name none
  --dates <order>    how 03/04/2026 is meant: ${DATE_ORDERS.join(' or ')}
  --dry-run          only show what would be stored; needs no database
  --yes              store it, or take it back

Columns: a period (${SPEND_COLUMNS.period.slice(0, 5).join(', ')} …; with an end of its own: ${SPEND_COLUMNS.to.slice(0, 3).join(', ')}), an amount
(${SPEND_COLUMNS.amount.slice(0, 3).join(', ')} …), a currency unless each amount names its own, and at least one of source, channel, campaign.
The same file, or a newer one of the same days, can be given again: each day of a place counts once.`;

const OPTIONS = {
  currency: { type: 'string' },
  dates: { type: 'string' },
  'dry-run': { type: 'boolean' },
  yes: { type: 'boolean' },
  help: { type: 'boolean' },
} as const;
const NAMES = Object.keys(OPTIONS).map((name) => `--${name}`);
const ACTIONS = ['import', 'list', 'undo'];
const OPENING = { statementSeconds: 120, makes: true, migrates: true };

type Options = { currency?: string; dates?: string; 'dry-run'?: boolean; yes?: boolean; help?: boolean };

export const spend: Subcommand = {
  name: 'spend',
  usage: 'import <file.csv> | list | undo <id>',
  summary: 'take what was spent on sources, channels and campaigns from a file, for /funnel cost',
  help: USAGE,
  run: async (args, terminal) => {
    const unknown = args.find((arg) => arg.startsWith('-') && !NAMES.includes(arg.replace(/=.*/s, '')));
    if (unknown !== undefined) return refuse(terminal, `no option "${unknown}"${suggest(unknown, NAMES)}`);
    const { values, positionals } = parseArgs({
      args: [...args],
      options: OPTIONS,
      allowPositionals: true,
      strict: false,
    });
    const options = values as Options; // strict: false widens what OPTIONS says
    const [action, named, ...more] = positionals;
    if (options.help || action === undefined) {
      terminal.print(USAGE);
      return EXIT.done;
    }
    if (!ACTIONS.includes(action))
      return refuse(terminal, `spend ${action}: expected ${oneOf(ACTIONS)}${suggest(action, ACTIONS)}`);
    if (more.length > 0) return refuse(terminal, `one at a time; got ${more.length + 1}`);
    if (action === 'list') return withDb(terminal, (db) => list(db, terminal));
    if (named === undefined)
      return refuse(terminal, action === 'undo' ? 'which import? spend list names them' : 'which file?');
    if (action === 'undo') return withDb(terminal, (db) => undo(db, named, options.yes ?? false, terminal));
    return importFile(named, options, terminal);
  },
};

function refuse({ complain }: Terminal, problem: string): number {
  complain(`${problem}\nnpm run handoff -- help spend says more`);
  return EXIT.refused;
}

async function importFile(path: string, options: Options, terminal: Terminal): Promise<number> {
  const dateOrder = DATE_ORDERS.find((order) => order === options.dates) ?? null;
  if (options.dates !== undefined && dateOrder === null)
    return refuse(
      terminal,
      `--dates: expected ${oneOf(DATE_ORDERS)}${suggest(`${options.dates}`, DATE_ORDERS)}`,
    );
  const currency = options.currency === undefined ? null : `${options.currency}`.toUpperCase();
  const currencies = Intl.supportedValuesOf('currency');
  if (currency !== null && !currencies.includes(currency))
    return refuse(
      terminal,
      `--currency ${currency}: expected three letters such as EUR${suggest(currency, currencies)}`,
    );
  try {
    const file = await openCsv(path);
    const { binding, unused } = bindSpendColumns(file.header);
    const lacking = lackingColumn(binding);
    if (lacking !== null) return refuse(terminal, `${path}: ${lacking}`);
    const now = terminal.now();
    const reading: SpendReading = { binding, currency, dateOrder, now, timeZone: timeZoneOf(terminal) };
    const read = await readWithProgress(file, reading, terminal);
    terminal.print(spendPreviewLines(file.header, binding, unused, read).join('\n'));
    return await storeIfWanted(basename(path), read, options, terminal);
  } catch (error) {
    if (!(error instanceof NotAnExport)) throw error;
    return refuse(terminal, `${path}: ${error.message}`);
  }
}

function lackingColumn({ at }: SpendBinding): string | null {
  const lacks = (['period', 'amount'] as const).find((place) => at[place] === undefined);
  if (lacks) return `no column for the ${lacks}; expected ${oneOf(SPEND_COLUMNS[lacks])}`;
  const places = ['source', 'channel', 'campaign'] as const;
  return places.some((place) => at[place] !== undefined)
    ? null
    : 'no column for what it was spent on; expected source, channel or campaign';
}

/** The days are those of the team, where the settings can be read: only by them a day is still to come. */
function timeZoneOf({ env }: Terminal): string {
  const reading = readSettingsFile(settingsFileFrom(env));
  return reading.ok ? reading.settings.workspace.time_zone : 'UTC';
}

async function readWithProgress(
  file: CsvFile,
  reading: SpendReading,
  terminal: Terminal,
): Promise<SpendInFile> {
  const progress = createProgress(terminal, process.stdout);
  const percent = (bytes: number) => `${Math.floor((100 * bytes) / file.bytes)} % read`;
  const isLong = file.bytes > LONG_FILE;
  const read = await readSpendFile(file, reading, (bytes) => {
    if (isLong) progress.show(bytes / file.bytes, () => percent(bytes));
  });
  progress.end();
  return read;
}

/** A file that is read at once shows no progress. */
const LONG_FILE = 2_000_000;

async function storeIfWanted(
  name: string,
  read: SpendInFile,
  options: Options,
  terminal: Terminal,
): Promise<number> {
  if (read.good.length === 0) return refuse(terminal, `${name}: nothing in it that can be counted`);
  const code = read.problems.length > 0 ? EXIT.partly : EXIT.done;
  if (options['dry-run']) return code;
  if (!options.yes) {
    terminal.complain('\nNothing is stored. To store it: the same command with --yes');
    return EXIT.refused;
  }
  return withDb(terminal, async (db) => {
    const made = { now: terminal.now(), newId: randomId };
    const { id, stored, replaced, problems } = await storeSpendFile(db, { name, good: read.good }, made);
    terminal.print(`\n${count(stored, 'figure')} stored, ${count(replaced, 'earlier figure')} replaced.`);
    if (problems.length > 0)
      terminal.print(fileProblemLines(`${count(problems.length, 'row')} not stored:`, problems).join('\n'));
    if (stored === 0) return EXIT.refused;
    terminal.print(`To take it back: npm run handoff -- spend undo ${id} --yes`);
    return problems.length > 0 ? EXIT.partly : code;
  });
}

async function list(db: Db, { print }: Terminal): Promise<number> {
  const imports = await readSpendImports(db);
  if (imports.length === 0) print('No file of spending was imported yet.');
  for (const { id, file, at, figures, counting } of imports) {
    const gone = counting === figures ? '' : `, of which ${figures - counting} were told anew since`;
    print(`${id}  ${at.toISOString().slice(0, 16)}Z  ${file}: ${count(figures, 'figure')}${gone}`);
  }
  return EXIT.done;
}

async function undo(db: Db, id: string, isConfirmed: boolean, terminal: Terminal): Promise<number> {
  const found = await findSpendImport(db, id);
  if (!found) return refuse(terminal, `no import "${id}"; spend list names them`);
  const replacers = await replacersOf(db, id);
  if (replacers.length > 0) {
    const names = replacers.map((toldBy) => tellerWords({ toldBy })).join(', ');
    return refuse(
      terminal,
      `${found.file}: some of its days were told anew since, by ${names}; take that back first`,
    );
  }
  if (!isConfirmed) {
    terminal.complain(`Take back what ${found.file} said? Nothing is taken back without --yes.`);
    return EXIT.refused;
  }
  const { removed, back } = await db.transaction((tx) => removeSpendImport(tx, id));
  terminal.print(`${count(removed, 'figure')} taken back; ${count(back, 'earlier figure')} count again.`);
  return EXIT.done;
}

async function withDb(terminal: Terminal, run: (db: Db) => Promise<number>): Promise<number> {
  return (await onDatabase(terminal, OPENING, run)) ?? EXIT.refused;
}
