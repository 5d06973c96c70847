import * as z from 'zod';
import { CHANNELS } from '#domain/lead.ts';
import { suggest } from '#domain/nearest.ts';
import { STAGE_CODES } from '#domain/stages.ts';
import { readDocument } from '#src/config/document.ts';
import { formatPath, type Path, type Problem } from '#src/config/problem.ts';
import { DATE_ORDERS, type DateOrder } from './dates.ts';
import { PLACE_NAMES, type Place } from './places.ts';
import { PRESET_NAMES, PRESETS, type Preset } from './presets.ts';

/** How an export is read: which column goes where, and what its words mean. */
export type ImportMapping = Omit<Preset, 'values'> & {
  values: Preset['values'] & Record<'source' | 'owner' | 'reason', Record<string, string>>;
  /** Null where the dates of the file itself have to say it. */
  dateOrder: DateOrder | null;
  /** Null for that of the workspace. */
  timeZone: string | null;
};

const words = z.string().min(1, 'a text that is not empty');
const id = z
  .string()
  .regex(/^[a-z0-9][a-z0-9_-]{0,62}$/, 'an id (lower-case letters, digits, - and _; at most 63)');
const columnNames = z.union([words.transform((name) => [name]), z.array(words).min(1)], {
  error: 'the name of a column, or a list of names of which the first filled one counts',
});
const zone = z
  .string()
  .refine((name) => Intl.supportedValuesOf('timeZone').includes(name) || name === 'UTC', {
    error: 'an IANA time zone such as Europe/Berlin',
  });

const mapFile = z.strictObject({
  preset: z.enum(PRESET_NAMES).optional(),
  name: words.optional(),
  system: id.optional(),
  record: id.optional(),
  columns: z.partialRecord(z.enum(PLACE_NAMES), columnNames).default({}),
  values: z
    .strictObject({
      stage: z.record(z.string(), z.enum(STAGE_CODES)).default({}),
      status: z.record(z.string(), z.enum(STAGE_CODES)).default({}),
      channel: z.record(z.string(), z.enum(CHANNELS)).default({}),
      source: z.record(z.string(), id).default({}),
      owner: z.record(z.string(), id).default({}),
      reason: z.record(z.string(), id).default({}),
    })
    .prefault({}),
  date_order: z.enum(DATE_ORDERS).optional(),
  time_zone: zone.optional(),
  blanks: z.array(z.string()).default([]),
});
type MapFile = z.output<typeof mapFile>;

export type MappingReading = { ok: true; mapping: ImportMapping } | { ok: false; problems: Problem[] };

const NO_PRESET: Preset = {
  name: 'CSV',
  system: 'csv',
  record: 'lead',
  columns: {},
  values: { stage: {}, status: {}, channel: {} },
  blanks: [],
};

export const presetMapping = (name: (typeof PRESET_NAMES)[number]): ImportMapping =>
  layered(PRESETS[name], mapFile.parse({}));

/** Reads a mapping file, on top of the preset it names or is given; says everything that is wrong with it. */
export function readMapping(
  text: string,
  fileName: string,
  preset: (typeof PRESET_NAMES)[number] | null,
): MappingReading {
  const document = readDocument(text, fileName);
  if (!document.isReadable || document.problems.length > 0) return { ok: false, problems: document.problems };
  const read = mapFile.safeParse(document.raw, { reportInput: true });
  if (!read.success) {
    const located = read.error.issues.flatMap(describe).map(({ path, problem }) => ({
      path: formatPath(path) || fileName,
      line: document.lineOf(path),
      problem,
    }));
    return { ok: false, problems: located };
  }
  const base = read.data.preset ?? preset;
  const mapping = layered(base === null ? NO_PRESET : PRESETS[base], read.data);
  if (mapping.columns.created_at) return { ok: true, mapping };
  const problem = 'missing; expected the column that says when a lead was created';
  return { ok: false, problems: [{ path: 'columns.created_at', line: null, problem }] };
}

function layered(preset: Preset, file: MapFile): ImportMapping {
  const { values } = file;
  return {
    name: file.name ?? preset.name,
    system: file.system ?? preset.system,
    record: file.record ?? preset.record,
    columns: { ...preset.columns, ...file.columns },
    values: {
      stage: { ...preset.values.stage, ...folded(values.stage) },
      status: { ...preset.values.status, ...folded(values.status) },
      channel: { ...preset.values.channel, ...folded(values.channel) },
      source: folded(values.source),
      owner: folded(values.owner),
      reason: folded(values.reason),
    },
    dateOrder: file.date_order ?? null,
    timeZone: file.time_zone ?? null,
    blanks: [...preset.blanks, ...file.blanks.map(fold)],
  };
}

/** Words of an export are compared without regard to case and to spaces around them. */
export const fold = (text: string): string => text.trim().toLowerCase();

const folded = <Value>(table: Record<string, Value>): Record<string, Value> =>
  Object.fromEntries(Object.entries(table).map(([key, value]) => [fold(key), value]));

type Found = { path: Path; problem: string };

function describe(issue: z.core.$ZodIssue): Found[] {
  const path = issue.path.map((key) => (typeof key === 'number' ? key : String(key)));
  switch (issue.code) {
    case 'unrecognized_keys':
      return issue.keys.map((key) => ({
        path: [...path, key],
        problem: `not a setting here${suggest(key, keysAt(path))}`,
      }));
    case 'invalid_value': {
      const allowed = issue.values.map(String);
      const got = typeof issue.input === 'string' ? suggest(issue.input, allowed) : '';
      return [{ path, problem: `expected one of ${allowed.join(', ')}${got}` }];
    }
    default:
      return [{ path, problem: `expected ${issue.message}` }];
  }
}

const keysAt = (path: Path): readonly string[] => {
  if (path.length === 0) return Object.keys(mapFile.shape);
  if (path[0] === 'columns') return PLACE_NAMES;
  return path[0] === 'values' ? ['stage', 'status', 'channel', 'source', 'owner', 'reason'] : [];
};

/** The columns a place is read from. */
export const columnsOf = (mapping: ImportMapping, place: Place): readonly string[] =>
  mapping.columns[place] ?? [];
