import { readFileSync, statSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { oneOf, suggest } from '#domain/nearest.ts';
import { parseDelay } from '#domain/settings-shapes.ts';
import { formatProblems } from '#src/config/config-error.ts';
import { DATE_ORDERS, type DateOrder, readDate } from '#src/import/dates.ts';
import { type ImportMapping, presetMapping, readMapping } from '#src/import/mapping.ts';
import { PRESET_NAMES, type PresetName } from '#src/import/presets.ts';

export const IMPORT_USAGE = `Usage: npm run handoff -- import <file.csv> --preset ${PRESET_NAMES.join('|')}

brings in what a CRM exported; messages nobody

  --preset <name>      whose export it is: ${PRESET_NAMES.join(', ')}
  --map <file.yaml>    which columns and words mean what, instead of a preset or on top of it (docs/import.md)
  --source <id>        the source the leads count for in reports (default: the preset's name)
  --since <90d>        leave out what was created before: a length of time, or a date such as 2026-08-24
  --dates <order>      how 03/04/2026 is meant: ${DATE_ORDERS.join(' or ')}
  --time-zone <zone>   the zone of times that name none (default: the workspace's)
  --dry-run            only show what would be stored; needs no database, and does not know what was edited in Slack
  --yes                store without asking
  --undo <id>          take back the leads that one import made
  --help               this

Without --yes it shows what it would store, and asks. The same file, or a newer one, can be imported again: nothing
is doubled. It reads the settings file that HANDOFF_CONFIG names (default: handoff.yaml): give it the app's own.`;

export type ImportOptions = {
  file: string;
  mapping: ImportMapping;
  sourceId: string;
  dateOrder: DateOrder | null;
  timeZone: string | null;
  /** As it was written: a date begins in the zone of the export. */
  since: string | null;
  isDryRun: boolean;
  isConfirmed: boolean;
};
export type OptionsReading =
  | { type: 'import'; options: ImportOptions }
  | { type: 'undo'; id: string; isConfirmed: boolean }
  | { type: 'help' }
  | { type: 'wrong'; problem: string };

export const OPTIONS = {
  preset: { type: 'string' },
  map: { type: 'string' },
  source: { type: 'string' },
  since: { type: 'string' },
  dates: { type: 'string' },
  'time-zone': { type: 'string' },
  'dry-run': { type: 'boolean' },
  yes: { type: 'boolean' },
  undo: { type: 'string' },
  help: { type: 'boolean' },
} as const;
const NAMES = Object.keys(OPTIONS).map((name) => `--${name}`);
const SOURCE_ID = /^[a-z0-9][a-z0-9_-]{0,62}$/;
const DAY = /^\d{4}-\d{2}-\d{2}$/;

const wrong = (problem: string): OptionsReading => ({ type: 'wrong', problem });

/** Reads what was asked for, or says what is wrong with it. */
export function readImportOptions(args: readonly string[], now: Date): OptionsReading {
  const unknown = args.find((arg) => arg.startsWith('-') && !NAMES.includes(arg.replace(/=.*/s, '')));
  if (unknown !== undefined) return wrong(`no option "${unknown}"${suggest(unknown, NAMES)}`);
  const missing = args.find((arg, index) => needsValue(arg) && /^(--.*)?$/s.test(args[index + 1] ?? ''));
  if (missing !== undefined) return wrong(`${missing}: expected a value after it`);
  const { values, positionals } = parseArgs({ args: [...args], options: OPTIONS, allowPositionals: true });
  if (values.help || (positionals.length === 0 && values.undo === undefined)) return { type: 'help' };
  const isConfirmed = values.yes ?? false;
  if (values.undo !== undefined) return { type: 'undo', id: values.undo, isConfirmed };

  const [file = '', ...rest] = positionals;
  if (rest.length > 0) return wrong(`one file at a time; got ${positionals.join(', ')}`);
  if (!statSync(file, { throwIfNoEntry: false })?.isFile()) return wrong(`${file}: there is no such file`);
  const preset = PRESET_NAMES.find((name) => name === values.preset) ?? null;
  if (values.preset !== undefined && preset === null) {
    return wrong(`--preset: expected ${oneOf(PRESET_NAMES)}${suggest(values.preset, PRESET_NAMES)}`);
  }
  const mapped = mappingFrom(values.map, preset);
  if (!mapped.ok) return wrong(mapped.problem);
  const { mapping } = mapped;
  const sourceId = values.source ?? preset ?? mapping.system;
  if (!SOURCE_ID.test(sourceId)) {
    return wrong('--source: expected an id (lower-case letters, digits, - and _; at most 63)');
  }
  const dateOrder = DATE_ORDERS.find((order) => order === values.dates) ?? null;
  if (values.dates !== undefined && dateOrder === null) {
    return wrong(`--dates: expected ${oneOf(DATE_ORDERS)}${suggest(values.dates, DATE_ORDERS)}`);
  }
  const timeZone = values['time-zone'] ?? null;
  const zones = ['UTC', ...Intl.supportedValuesOf('timeZone')];
  if (timeZone !== null && !zones.includes(timeZone)) {
    return wrong(`--time-zone: expected an IANA time zone such as Europe/Berlin${suggest(timeZone, zones)}`);
  }
  const since = values.since ?? null;
  if (since !== null && sinceFrom(since, now, 'UTC') === null) {
    return wrong('--since: expected a length of time such as 90d, or a date such as 2026-08-24');
  }
  const isDryRun = values['dry-run'] ?? false;
  return {
    type: 'import',
    options: { file, mapping, sourceId, dateOrder, timeZone, since, isDryRun, isConfirmed },
  };
}

function needsValue(arg: string): boolean {
  const option = Object.entries(OPTIONS).find(([name]) => `--${name}` === arg);
  return option?.[1].type === 'string';
}

type Mapped = { ok: true; mapping: ImportMapping } | { ok: false; problem: string };

function mappingFrom(map: string | undefined, preset: PresetName | null): Mapped {
  if (map === undefined && preset === null) {
    return {
      ok: false,
      problem: `which columns are they? --preset ${PRESET_NAMES.join('|')}, or --map <file.yaml>`,
    };
  }
  if (map === undefined) return { ok: true, mapping: presetMapping(preset ?? 'hubspot') };
  if (!statSync(map, { throwIfNoEntry: false })?.isFile()) {
    return { ok: false, problem: `--map ${map}: there is no such file` };
  }
  const reading = readMapping(readFileSync(map, 'utf8'), map, preset);
  return reading.ok ? reading : { ok: false, problem: formatProblems(map, reading.problems) };
}

/** The instant that a length of time or a date names; null where it is neither. */
export function sinceFrom(text: string, now: Date, timeZone: string): Date | null {
  if (DAY.test(text)) {
    const day = readDate(text, null, timeZone);
    return day.ok ? day.date.at : null;
  }
  if (!/^[1-9]\d{0,4}[hd]$/.test(text)) return null;
  const length = parseDelay(text);
  return length.unit === 'minutes' ? new Date(now.getTime() - length.amount * 60_000) : null;
}
