import { readFileSync, statSync } from 'node:fs';
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { suggest } from '#domain/nearest.ts';
import { readTime } from '#src/sources/read-time.ts';

export const SIMULATE_USAGE = `Usage: npm run handoff -- simulate --lead <file.json> [options]
       npm run handoff -- simulate --since 30d [options]

shows who would get a lead, or what would have become of the leads of a period; stores nothing, messages nobody

One lead, rule by rule
  --lead <file.json>   the lead, as POST /webhooks/<source> takes it; - reads it from stdin
  --source <id>        the source that sends it (default: the first of the settings)
  --at <time>          when it comes, such as 2026-11-23T09:00:00Z (default: now)
  --no-database        everybody is there, with nothing on their desk, and every pool is level

The leads of a period, under the settings in force and, beside them, under others
  --since <30d>        from then on: a length of time, or a date such as 2026-10-24
  --until <date>       up to then (default: now)
  --imported           with what was imported from a CRM
  --json               as JSON

Both
  --config <file>      another settings file; what was edited in Slack lies over it as over the one in force
  --help               this

Exit codes: 0, somebody would have the lead, or a period was simulated; 2, nobody would; 1, something is wrong with the
question.`;

/** What was asked, with every path absolute: the running app may carry it out, from a folder of its own. */
export type SimulateRequest =
  | {
      type: 'lead';
      /** As it stood in the file. */
      text: string;
      file: string;
      sourceId: string | null;
      at: string | null;
      settingsFile: string;
      config: string | null;
      withDatabase: boolean;
    }
  | {
      type: 'history';
      /** As it was written: a date begins in the zone of the team. */
      since: string;
      until: string | null;
      withImported: boolean;
      asJson: boolean;
      settingsFile: string;
      config: string | null;
    };

type Reading =
  | { type: 'request'; request: SimulateRequest }
  | { type: 'help' }
  | { type: 'wrong'; problem: string };

const OPTIONS = {
  lead: { type: 'string' },
  source: { type: 'string' },
  at: { type: 'string' },
  'no-database': { type: 'boolean' },
  since: { type: 'string' },
  until: { type: 'string' },
  imported: { type: 'boolean' },
  json: { type: 'boolean' },
  config: { type: 'string' },
  help: { type: 'boolean' },
} as const;
const FLAGS = Object.entries(OPTIONS).flatMap(([name, { type }]) =>
  type === 'boolean' ? [`--${name}`] : [],
);
const NAMES = Object.keys(OPTIONS).map((name) => `--${name}`);
const OF_LEAD = ['source', 'at', 'no-database'] as const;
const OF_HISTORY = ['until', 'imported', 'json'] as const;
const STDIN = 0;

const wrong = (problem: string): Reading => ({ type: 'wrong', problem });

/** Reads what was asked for, or says what is wrong with it. `settingsFile` is the one in force. */
export function readSimulateOptions(args: readonly string[], settingsFile: string): Reading {
  const unknown = args.find((arg, index) => isOption(arg, args[index - 1]) && !isKnown(arg));
  if (unknown !== undefined) return wrong(`no option "${unknown}"${suggest(unknown, NAMES)}`);
  const missing = args.find((arg, index) => needsValue(arg) && /^(--.*)?$/s.test(args[index + 1] ?? ''));
  if (missing !== undefined) return wrong(`${missing}: expected a value after it`);
  const given = args.find((arg) => FLAGS.some((flag) => arg.startsWith(`${flag}=`)));
  if (given !== undefined)
    return wrong(`${given}: expected ${given.replace(/=.*/s, '')} alone, without a value`);
  const { values, positionals } = parseArgs({
    args: withValues(args),
    options: OPTIONS,
    allowPositionals: true,
  });
  if (values.help) return { type: 'help' };
  const [extra] = positionals;
  if (extra !== undefined) return wrong(`"${extra}": expected --lead <file.json> or --since <30d>`);
  const { lead, since } = values;
  if ((lead === undefined) === (since === undefined)) {
    return wrong('expected either --lead <file.json> or --since <30d>');
  }
  const foreign = (lead === undefined ? OF_LEAD : OF_HISTORY).find((name) => values[name] !== undefined);
  if (foreign !== undefined) {
    return wrong(`--${foreign} goes with ${lead === undefined ? '--lead' : '--since'}, not with the other`);
  }
  const both = {
    settingsFile: resolve(settingsFile),
    config: values.config === undefined ? null : resolve(values.config),
  };
  if (since !== undefined) {
    const { until = null, imported = false, json = false } = values;
    return {
      type: 'request',
      request: { type: 'history', since, until, withImported: imported, asJson: json, ...both },
    };
  }
  if (values.at !== undefined && (readTime(values.at) === undefined || !/\d[Tt ]\d/.test(values.at))) {
    return wrong(`--at ${values.at}: expected a time such as 2026-11-23T09:00:00Z`);
  }
  const read = readLead(lead ?? '');
  if ('problem' in read) return wrong(`${lead}: ${read.problem}`);
  return {
    type: 'request',
    request: {
      type: 'lead',
      text: read.text,
      file: lead === '-' ? 'stdin' : (lead ?? ''),
      sourceId: values.source ?? null,
      at: values.at === undefined ? null : (readTime(values.at) ?? null),
      withDatabase: !values['no-database'],
      ...both,
    },
  };
}

// What begins with a dash after an option, such as - for stdin or -1, would be taken for an option of its own.
function withValues([arg, value, ...rest]: readonly string[]): string[] {
  if (arg === undefined) return [];
  if (value === undefined) return [arg];
  return needsValue(arg) ? [`${arg}=${value}`, ...withValues(rest)] : [arg, ...withValues([value, ...rest])];
}

const isKnown = (arg: string): boolean => NAMES.includes(arg.replace(/=.*/s, ''));

/** What begins with a dash, but neither a lone one nor, after an option that needs one, a value such as -1. */
const isOption = (arg: string, before: string | undefined): boolean =>
  /^-./.test(arg) && arg !== '--' && (/^--?[a-z]/i.test(arg) || !needsValue(before ?? ''));

function needsValue(arg: string): boolean {
  const option = Object.entries(OPTIONS).find(([name]) => `--${name}` === arg);
  return option?.[1].type === 'string';
}

function readLead(path: string): { text: string } | { problem: string } {
  if (path === '-') return { text: readFileSync(STDIN, 'utf8') };
  const file = statSync(path, { throwIfNoEntry: false });
  if (!file) return { problem: 'there is no such file' };
  if (file.isDirectory()) return { problem: 'this is a folder; expected a JSON file with one lead' };
  // A pipe is no file, but can be read like one.
  return { text: readFileSync(path, 'utf8') };
}
