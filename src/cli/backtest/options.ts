import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import type { QuickChange } from '#domain/backtest/quick-change.ts';
import { suggest } from '#domain/nearest.ts';

export const BACKTEST_USAGE = `Usage: npm run handoff -- backtest [--since 90d] --config proposed.yaml
       npm run handoff -- backtest [--since 90d] --require 'employees >= 50'

what another definition, other routes or other SLA policies would have made of the leads that came: which would no longer have been
handed over, and what became of them; which would have been; who would have had how many, at which hour, and how many too late. Stores
nothing, messages nobody.

What is proposed; --require, --exclude and --drop may be given several times, and together
  --config <file>      another settings file; what was edited in Slack lies over it as over the one in force
  --require <rule>     keep out whoever is known to be otherwise: 'employees >= 50', 'country in DE, AT', 'industry != Education'
  --exclude <rule>     keep out whoever is so: 'title includes intern', 'employees < 10'
  --drop <rule>        leave out a rule of the definition: profile:mid-market, exclusion:students, behaviour:pricing

Of when
  --since <90d>        from then on: a length of time, or a date such as 2026-10-24 (default: 90d)
  --until <date>       up to then (default: now)

  --json               as JSON
  --help               this

Leads count from when they were put to sales for the first time, or kept by marketing; what was imported counts too.
Exit codes: 0, done; 1, something is wrong with the question.`;

/** What was asked, with every path absolute. */
export type BacktestRequest = {
  /** As it was written: a date begins in the zone of the team. */
  since: string;
  until: string | null;
  settingsFile: string;
  config: string | null;
  changes: QuickChange[];
  asJson: boolean;
};

type Reading =
  | { type: 'request'; request: BacktestRequest }
  | { type: 'help' }
  | { type: 'wrong'; problem: string };

const OPTIONS = {
  config: { type: 'string' },
  require: { type: 'string', multiple: true },
  exclude: { type: 'string', multiple: true },
  drop: { type: 'string', multiple: true },
  since: { type: 'string' },
  until: { type: 'string' },
  json: { type: 'boolean' },
  help: { type: 'boolean' },
} as const;
const NAMES = Object.keys(OPTIONS).map((name) => `--${name}`);
const USUAL_SINCE = '90d';

const wrong = (problem: string): Reading => ({ type: 'wrong', problem });

/** Reads what was asked for, or says what is wrong with it. `settingsFile` is the one in force. */
export function readBacktestOptions(args: readonly string[], settingsFile: string): Reading {
  const unknown = args.find((arg) => arg.startsWith('--') && !NAMES.includes(arg.replace(/=.*/s, '')));
  if (unknown !== undefined) return wrong(`no option "${unknown}"${suggest(unknown, NAMES)}`);
  const parsed = parse(args);
  if (typeof parsed === 'string') return wrong(parsed);
  const { values, positionals } = parsed;
  if (values.help) return { type: 'help' };
  const [extra] = positionals;
  if (extra !== undefined)
    return wrong(`"${extra}": expected --config <file>, --require, --exclude or --drop`);
  const changes = (['require', 'exclude', 'drop'] as const).flatMap((what) =>
    (values[what] ?? []).map((text) => ({ do: what, text })),
  );
  if (values.config === undefined && changes.length === 0) {
    return wrong('what is proposed? expected --config <file>, --require, --exclude or --drop');
  }
  return {
    type: 'request',
    request: {
      ...{ since: values.since ?? USUAL_SINCE, until: values.until ?? null, changes },
      settingsFile: resolve(settingsFile),
      config: values.config === undefined ? null : resolve(values.config),
      asJson: values.json ?? false,
    },
  };
}

function parse(args: readonly string[]) {
  try {
    return parseArgs({ args: [...args], options: OPTIONS, allowPositionals: true });
  } catch (error) {
    // It says which option lacks its value.
    if (error instanceof TypeError) return error.message;
    throw error;
  }
}
