import { parseArgs } from 'node:util';
import { oneOf, suggest } from '#domain/nearest.ts';
import { approveOutcomes, retryOutcomes } from './outcomes/approve.ts';
import { listChanges } from './outcomes/changes.ts';
import { checkOutcomes } from './outcomes/check.ts';
import { listOutcomes } from './outcomes/list.ts';
import { putBack } from './outcomes/put-back.ts';
import { EXIT, type Hand, readSettingsInForce, refuse } from './outcomes/sinks.ts';
import type { Subcommand } from './subcommand.ts';
import { onDatabase } from './with-database.ts';

const HELP = `Usage: npm run handoff -- outcomes list [--sink id] [--failed] [--all]
       npm run handoff -- outcomes check [sink id] [--create]
       npm run handoff -- outcomes approve <sink id> [--yes]
       npm run handoff -- outcomes retry [sink id] [--lead id]
       npm run handoff -- outcomes changes <sink id> [--csv file]
       npm run handoff -- outcomes put-back <sink id> [--since time] [--yes]

What other tools are told of leads (docs/outcomes.md), by the settings of HANDOFF_CONFIG. Names nobody who might buy: ids alone.

  list      how each tool stands, and which leads wait, failed, would be written, or have something to be said of them
  check     asks each tool, or this one, what it has for what it would be told, and says what is missing; writes no record
  approve   shows the first of what would be written; with --yes it is written from now on
  retry     has what failed tried now, and a tool that refused us asked again
  changes   which fields we changed there, from what to what, and when
  put-back  asks the tool what stands there, and shows what would be put back; with --yes the sink is dry first, and each field that
            still holds what we wrote gets what it had before. Begun again, it goes on where it was. Notes and deals stay

  --sink    of this one alone
  --failed  only what failed
  --all     every lead, and not only the first
  --create  makes text fields that are missing, where the tool lets us
  --lead    of this one alone
  --csv     into a new file, all of them
  --since   only what was changed from then on, such as 2026-12-01 or 2026-12-01T09:00Z
  --yes     do it

Exit code: 0 done, 1 refused, something is missing, or not without --yes.`;

const OPTIONS = {
  sink: { type: 'string' },
  failed: { type: 'boolean' },
  all: { type: 'boolean' },
  create: { type: 'boolean' },
  lead: { type: 'string' },
  csv: { type: 'string' },
  since: { type: 'string' },
  yes: { type: 'boolean' },
} as const;
type OptionName = keyof typeof OPTIONS;
type Options = ReturnType<typeof parseArgs<{ options: typeof OPTIONS }>>['values'];

type Action = {
  options: readonly OptionName[];
  takesSink: boolean;
  run: (hand: Hand, sinkId: string | undefined, options: Options) => Promise<number>;
};
const ACTIONS: Readonly<Record<string, Action>> = {
  list: {
    options: ['sink', 'failed', 'all'],
    takesSink: false,
    run: (hand, _, { sink, failed = false, all = false }) =>
      listOutcomes(hand, { sinkId: sink, isFailedOnly: failed, isAll: all }),
  },
  check: {
    options: ['create'],
    takesSink: true,
    run: (hand, sinkId, { create = false }) => checkOutcomes(hand, { sinkId, isMaking: create }),
  },
  approve: {
    options: ['yes'],
    takesSink: true,
    run: (hand, sinkId, { yes = false }) => approveOutcomes(hand, { sinkId, isConfirmed: yes }),
  },
  retry: {
    options: ['lead'],
    takesSink: true,
    run: (hand, sinkId, { lead }) => retryOutcomes(hand, { sinkId, leadId: lead }),
  },
  changes: {
    options: ['csv'],
    takesSink: true,
    run: (hand, sinkId, { csv }) => listChanges(hand, { sinkId, csv }),
  },
  'put-back': {
    options: ['since', 'yes'],
    takesSink: true,
    run: (hand, sinkId, { since, yes = false }) => putBack(hand, { sinkId, since, isConfirmed: yes }),
  },
};
const OPENING = { statementSeconds: 30, makes: false, migrates: true };

export const outcomes: Subcommand = {
  name: 'outcomes',
  usage:
    'list | check [sink id] | approve <sink id> | retry [sink id] | changes <sink id> | put-back <sink id>',
  summary:
    'what other tools are told of leads: how it goes, what a tool lacks, what would be written, have it written, try again, put back',
  help: HELP,
  run: async (args, terminal) => {
    const read = readArgs(args);
    if (typeof read === 'string') return refuse(terminal, read);
    const ended = await onDatabase(terminal, OPENING, async (db) => {
      const settings = await readSettingsInForce(db, terminal);
      if (typeof settings === 'string') return refuse(terminal, settings);
      return read.action.run({ db, settings, terminal }, read.sinkId, read.options);
    });
    return ended ?? EXIT.refused;
  },
};

type Read = { action: Action; sinkId: string | undefined; options: Options };

function readArgs(args: readonly string[]): Read | string {
  const names = Object.keys(ACTIONS);
  const [name = 'list', ...rest] = args;
  const action = Object.hasOwn(ACTIONS, name) ? ACTIONS[name] : undefined;
  if (action === undefined) return `no action "${name}"${suggest(name, names)}; expected ${oneOf(names)}`;
  const known = action.options.map((option) => `--${option}`);
  const strange = rest.find((arg) => arg.startsWith('-') && !known.includes(arg.replace(/=.*/s, '')));
  if (strange !== undefined)
    return `outcomes ${name}: no option "${strange}"${suggest(strange, known)}; expected ${oneOf(known)}`;
  const parsed = parse(rest);
  if (typeof parsed === 'string') return `outcomes ${name}: ${parsed}`;
  const [sinkId, ...more] = parsed.positionals;
  const most = action.takesSink ? 1 : 0;
  if (parsed.positionals.length > most)
    return `outcomes ${name}: ${most === 0 ? `"${sinkId}" is not understood; --sink names one` : `one sink at a time; "${more.join(' ')}" is too much`}`;
  return { action, sinkId, options: parsed.values };
}

function parse(args: string[]) {
  try {
    return parseArgs({ args, options: OPTIONS, allowPositionals: true });
  } catch (error) {
    // It says which option lacks its value.
    if (error instanceof TypeError) return error.message;
    throw error;
  }
}
