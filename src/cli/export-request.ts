import { parseArgs } from 'node:util';
import { isPersonal } from '#db/analytics.ts';
import { suggest } from '#domain/nearest.ts';
import { problem, type Read, readIsoDate } from '#domain/typed-time.ts';
import { type Days, FORMATS, type Format, SHORT_NAMES } from '#src/analytics/export-view.ts';

export type ExportRequest = {
  /** As statements name them. */
  views: readonly string[];
  isAll: boolean;
  format: Format;
  days: Days;
  /** A file; of all, a folder. Null is stdout. */
  out: string | null;
};

const names = [...SHORT_NAMES.keys()];
const ofKind = (personal: boolean): string =>
  [...SHORT_NAMES].flatMap(([name, view]) => (isPersonal(view) === personal ? [name] : [])).join(', ');

export const EXPORT_USAGE = `Usage: npm run handoff -- export <view>|all [options]

writes what BI tools read; docs/analytics.md says what is in it, column by column

  --format csv|jsonl   csv unless you say otherwise. In a CSV, text that a spreadsheet would run as a formula
                       (it begins with = + - or @) has an apostrophe before it
  --from DAY --to DAY  only what is of these days, both included, such as 2026-09-01; in the team's zone
  --personal-data      for ${ofKind(true)}, which say who people are; with all: these too
  --out PATH           a file that is not there yet; of all, a folder. Otherwise it is written to stdout

Views: ${ofKind(false)}
With --personal-data: ${ofKind(true)}

Exit code: 0 done, also where whoever reads has enough; 1 failed; 130 stopped. How far it is stands on stderr.`;

const OPTIONS = {
  format: { type: 'string' },
  from: { type: 'string' },
  to: { type: 'string' },
  out: { type: 'string' },
  'personal-data': { type: 'boolean' },
} as const;
const FLAGS = Object.keys(OPTIONS).map((name) => `--${name}`);

/** Reads what is behind `export`. */
export function readExportRequest(args: readonly string[]): Read<{ request: ExportRequest }> {
  const flags = args.filter((arg) => arg.startsWith('--')).map((arg) => arg.split('=')[0] ?? arg);
  const unknown = flags.find((flag) => !FLAGS.includes(flag));
  if (unknown !== undefined) return problem(`no option "${unknown}"${suggest(unknown, FLAGS)}`);
  // A value that is missing is an error of its own kind.
  const { values, positionals } = parseArgs({
    args: [...args],
    options: OPTIONS,
    allowPositionals: true,
    strict: false,
  });
  const [name, ...more] = positionals;
  if (name === undefined) return problem(`which view? expected ${names.join(', ')} or all`);
  if (more.length > 0) return problem(`one view at a time, or all; got ${positionals.length}`);
  const empty = (['format', 'from', 'to', 'out'] as const).find((key) => values[key] === true);
  if (empty) return problem(`--${empty} needs a value behind it`);
  const text = (key: 'format' | 'from' | 'to' | 'out') =>
    values[key] === undefined ? null : String(values[key]);
  const format = FORMATS.find((one) => one === (text('format') ?? 'csv'));
  if (!format) return problem(`--format ${text('format')}: expected csv or jsonl`);
  const days = { from: text('from'), to: text('to') };
  for (const [key, day] of Object.entries(days)) {
    if (day !== null && !readIsoDate(day).ok)
      return problem(`--${key} ${day}: expected a day such as 2026-09-01`);
  }
  if (days.from !== null && days.to !== null && days.from > days.to)
    return problem(`--from ${days.from} is after --to ${days.to}`);
  const views = viewsOf(name, values['personal-data'] === true);
  if (!views.ok) return views;
  const isAll = name === 'all';
  if (isAll && text('out') === null)
    return problem('all are several files: name a folder for them with --out');
  return { ok: true, request: { views: views.views, isAll, format, days, out: text('out') } };
}

function viewsOf(name: string, withPersonal: boolean): Read<{ views: string[] }> {
  if (name === 'all') {
    return { ok: true, views: [...SHORT_NAMES.values()].filter((view) => withPersonal || !isPersonal(view)) };
  }
  const view = SHORT_NAMES.get(name);
  if (view === undefined)
    return problem(`no view "${name}"${suggest(name, names)}: expected ${names.join(', ')} or all`);
  if (isPersonal(view) && !withPersonal)
    return problem(`${name} says who people are: say --personal-data too if that is what you want`);
  return { ok: true, views: [view] };
}
