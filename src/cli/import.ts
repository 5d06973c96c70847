import { basename } from 'node:path';
import { createInterface } from 'node:readline/promises';
import type { Db } from '#db/db.ts';
import { newestEdits } from '#db/settings.ts';
import { readImport, removeImport } from '#db/undo-import.ts';
import { readGroupMembers } from '#db/user-groups.ts';
import { type Edits, NO_EDITS, type Settings } from '#domain/settings.ts';
import { formatProblems } from '#src/config/config-error.ts';
import { settingsFileFrom } from '#src/config/environment.ts';
import { type GroupMembers, NO_GROUPS } from '#src/config/user-groups.ts';
import type { BoundColumns } from '#src/import/columns.ts';
import { type CsvFile, openCsv } from '#src/import/csv.ts';
import { NotAnExport } from '#src/import/encoding.ts';
import { createProblemsFile } from '#src/import/problems-file.ts';
import type { RowContext } from '#src/import/row-context.ts';
import { bind, type Preview, previewImport, proveDateOrder, storeImport } from '#src/import/run-import.ts';
import { count, fileLines, previewLines, progressLine, storedLines } from '#src/import/words.ts';
import { randomId } from '#src/process/ids.ts';
import { IMPORT_USAGE, type ImportOptions, readImportOptions, sinceFrom } from './import-options.ts';
import { createProgress } from './progress.ts';
import { readSettingsFile } from './settings-file.ts';
import type { Subcommand, Terminal } from './subcommand.ts';
import { onDatabase } from './with-database.ts';

const STATEMENT_SECONDS = 120;
/** Everything went in · nothing was stored · some rows could not be read · stopped by the person. */
export const EXIT = { done: 0, refused: 1, partly: 2, stopped: 130 } as const;

export const importLeads: Subcommand = {
  name: 'import',
  usage: '<file.csv> --preset hubspot|salesforce|pipedrive',
  summary: 'bring in leads from a CRM export: shows first, asks, messages nobody',
  help: IMPORT_USAGE,
  run: async (args, terminal) => {
    const asked = readImportOptions(args, terminal.now());
    switch (asked.type) {
      case 'help':
        terminal.print(IMPORT_USAGE);
        return EXIT.done;
      case 'wrong':
        terminal.complain(`${asked.problem}\nnpm run handoff -- help import says more`);
        return EXIT.refused;
      case 'undo':
        return withDb(terminal, (db) => undo(db, asked.id, asked.isConfirmed, terminal));
      case 'import':
        return importFile(asked.options, terminal);
    }
  },
};

async function importFile(options: ImportOptions, terminal: Terminal): Promise<number> {
  try {
    const file = await openCsv(options.file);
    const columns = bind(options.mapping, file);
    const lacking = lackingColumn(columns, options);
    if (lacking !== null) {
      terminal.complain(`${options.file}: ${lacking}`);
      return EXIT.refused;
    }
    if (options.isDryRun) {
      const settings = settingsWith(null, terminal);
      if (!settings) return EXIT.refused;
      const { preview } = await show(file, columns, options, settings, terminal);
      return preview.figures.refused > 0 ? EXIT.partly : EXIT.done;
    }
    return await withDb(terminal, async (db) => {
      const edits = (await newestEdits(db))?.edits ?? NO_EDITS;
      const settings = settingsWith(edits, terminal, await readGroupMembers(db));
      if (!settings) return EXIT.refused;
      const { context, preview } = await show(file, columns, options, settings, terminal);
      if (!(await isWanted(preview, options, terminal))) return EXIT.refused;
      return store(db, file, context, terminal);
    });
  } catch (error) {
    if (!(error instanceof NotAnExport)) throw error;
    terminal.complain(`${options.file}: ${error.message}`);
    return EXIT.refused;
  }
}

/** Without a date of creation and something that names the lead no row can be read. */
function lackingColumn(
  { binding, missing, unused }: BoundColumns,
  { mapping }: ImportOptions,
): string | null {
  const has = (place: 'created_at' | 'id' | 'person.email') => binding.positions[place] !== undefined;
  const place = !has('created_at')
    ? 'created_at'
    : !has('id') && !has('person.email')
      ? 'person.email'
      : null;
  if (place === null) return null;
  const wanted = missing.find((one) => one.place === place);
  const meant = wanted?.meant ? ` Did you mean "${wanted.meant}"?` : '';
  const names = (wanted?.columns ?? []).map((name) => `"${name}"`).join(', ');
  return `no column for ${place}; ${mapping.name} has it as ${names}.${meant}
Its columns without a place: ${unused.join(', ')}
Another preset, or a mapping (docs/import.md): columns: { ${place}: "<the column>" }`;
}

/** The settings the leads are judged by, and which they are; without edits where the database is not asked. */
function settingsWith(
  edits: Edits | null,
  { env, print, complain }: Terminal,
  groups: GroupMembers = NO_GROUPS,
): Settings | null {
  const file = settingsFileFrom(env);
  const reading = readSettingsFile(file);
  const both = reading.ok ? reading.over(edits ?? NO_EDITS, groups) : reading;
  const layers = `${file}${edits === null ? '' : ', with what was edited in Slack'}`;
  if (both.ok) {
    const unknown = edits === null ? '; --dry-run does not know what was edited in Slack' : '';
    print(`Settings: ${layers}${unknown}`);
    return both.settings;
  }
  complain(`${formatProblems(layers, both.problems)}\nAnother settings file: HANDOFF_CONFIG=<file>`);
  return null;
}

async function show(
  file: CsvFile,
  columns: BoundColumns,
  options: ImportOptions,
  settings: Settings,
  { now, print }: Terminal,
): Promise<{ context: RowContext; preview: Preview }> {
  const told = options.dateOrder ?? options.mapping.dateOrder;
  const proof = told === null ? await proveDateOrder(file, columns) : { order: null, proofs: 0, against: 0 };
  const timeZone = options.timeZone ?? options.mapping.timeZone ?? settings.workspace.time_zone;
  const at = now();
  const context: RowContext = {
    mapping: options.mapping,
    binding: columns.binding,
    dateOrder: told ?? proof.order,
    timeZone,
    settings,
    sourceId: options.sourceId,
    now: at,
    since: options.since === null ? null : sinceFrom(options.since, at, timeZone),
  };
  print(fileLines(file, columns, context, proof).join('\n'));
  const preview = await previewImport(file, context);
  print(previewLines(preview, settings, context.timeZone).join('\n'));
  return { context, preview };
}

async function isWanted(
  { figures }: Preview,
  { isConfirmed }: ImportOptions,
  { print, complain }: Terminal,
): Promise<boolean> {
  if (figures.leads === 0) {
    complain('\nNothing to import.');
    return false;
  }
  if (isConfirmed) return true;
  if (!process.stdin.isTTY) {
    complain('\nNothing is stored. To store it: the same command with --yes');
    return false;
  }
  const isYes = await confirm(`\nImport ${count(figures.leads, 'lead')}? Nobody is messaged. [y/N] `);
  if (!isYes) print('Nothing is stored.');
  return isYes;
}

async function confirm(question: string): Promise<boolean> {
  const asking = createInterface({ input: process.stdin, output: process.stdout });
  try {
    return /^y(es)?$/i.test((await asking.question(question)).trim());
  } finally {
    asking.close();
  }
}

async function store(db: Db, file: CsvFile, context: RowContext, terminal: Terminal): Promise<number> {
  const id = randomId();
  const { sourceId, settings, now } = context;
  const about = { import: context.mapping.name, file: basename(file.path) };
  const run = { db, settings, id, sourceId, about, now, newId: randomId };
  const problems = createProblemsFile(file);
  const start = performance.now();
  const seconds = () => (performance.now() - start) / 1_000;
  const progress = createProgress(terminal, process.stdout);
  const stop = stopOnInterrupt(terminal);
  terminal.print('');
  try {
    const stored = await storeImport(file, context, run, {
      problems,
      onProgress: (so) => progress.show(so.bytesRead / so.bytes, () => progressLine(so, seconds())),
      isStopped: stop.isAsked,
    });
    progress.end();
    const end = { problemsPath: problems.path, importId: id, seconds: seconds() };
    terminal.print(storedLines(stored, end).join('\n'));
    if (stored.isStopped) return EXIT.stopped;
    return stored.refused > 0 ? EXIT.partly : EXIT.done;
  } finally {
    stop.forget();
    await problems.close();
  }
}

/** The first Ctrl-C lets the batch in hand be finished; a second one ends it in the middle, and the batch is taken back. */
function stopOnInterrupt({ complain }: Terminal): { isAsked: () => boolean; forget: () => void } {
  let isAsked = false;
  const ask = () => {
    isAsked = true;
    complain('\nStopping after this batch …');
  };
  process.once('SIGINT', ask);
  return { isAsked: () => isAsked, forget: () => process.off('SIGINT', ask) };
}

async function undo(
  db: Db,
  id: string,
  isConfirmed: boolean,
  { print, complain }: Terminal,
): Promise<number> {
  const found = await readImport(db, id);
  if (!found) {
    complain(`no import "${id}"; the summary of each import names its own`);
    return EXIT.refused;
  }
  const day = found.at.toISOString().slice(0, 10);
  const question = `Take back the leads that the import of ${day} (${found.sourceId}) made?`;
  if (!isConfirmed && !(process.stdin.isTTY && (await confirm(`${question} [y/N] `)))) {
    complain(`${question} Nothing is taken back without --yes.`);
    return EXIT.refused;
  }
  const { removed, kept } = await db.transaction((tx) => removeImport(tx, id));
  print(`${count(removed, 'lead')} taken back.`);
  if (kept > 0)
    print(`${count(kept, 'lead')} stay: they were heard of since, or were handed to somebody here.`);
  return EXIT.done;
}

async function withDb(terminal: Terminal, run: (db: Db) => Promise<number>): Promise<number> {
  const opening = { statementSeconds: STATEMENT_SECONDS, makes: true, migrates: true };
  return (await onDatabase(terminal, opening, run)) ?? EXIT.refused;
}
