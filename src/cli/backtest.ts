import type { Db } from '#db/db.ts';
import type { Backtest } from '#domain/backtest/backtest.ts';
import { withQuickChanges } from '#domain/backtest/quick-change.ts';
import { settingsFileFrom } from '#src/config/environment.ts';
import { beginBacktest } from '#src/definition/backtest.ts';
import { backtestLines } from './backtest/lines.ts';
import { BACKTEST_USAGE, type BacktestRequest, readBacktestOptions } from './backtest/options.ts';
import { sinceFrom } from './import-options.ts';
import { createProgress } from './progress.ts';
import { settingsInForce } from './simulate/settings.ts';
import type { Subcommand, Terminal } from './subcommand.ts';
import { onDatabase, type Said, said } from './with-database.ts';

const REFUSED = 1;
const OPENING = { statementSeconds: 30, makes: false, migrates: true };

type Around = { db: Db; now: Date; onProgress: (done: number, all: number) => void };

async function answer(request: BacktestRequest, { db, now, onProgress }: Around): Promise<Said> {
  const inForce = await settingsInForce(request.settingsFile, db);
  if (!inForce.ok) return said(inForce.problem, REFUSED);
  const other = request.config === null ? inForce : await settingsInForce(request.config, db);
  if (!other.ok) return said(other.problem, REFUSED);
  const changed = withQuickChanges(other.named.settings, request.changes);
  if (!changed.ok) return said(`--${changed.problem}`, REFUSED);
  const zone = inForce.named.settings.workspace.time_zone;
  const period = periodOf(request, now, zone);
  if (typeof period === 'string') return said(period, REFUSED);
  const { settings } = inForce.named;
  const both = { inForce: settings, proposed: changed.settings };
  const found = await (await beginBacktest(db, both, period, onProgress)).found;
  if (request.asJson) return said(JSON.stringify(forMachines(found), null, 2));
  const names = {
    inForce: `${inForce.named.name}, version ${inForce.named.version}`,
    proposed: [
      ...(request.config === null ? ['the same'] : [`${other.named.name}, version ${other.named.version}`]),
      ...changed.words,
    ].join('; '),
  };
  return said(backtestLines(settings, found, names).join('\n'));
}

const forMachines = ({ period: { from, until }, ...found }: Backtest) => ({ from, until, ...found });

function periodOf({ since, until: to }: BacktestRequest, now: Date, zone: string) {
  const expected = 'expected a length of time such as 30d, or a date such as 2026-10-24';
  const from = sinceFrom(since, now, zone);
  if (from === null) return `--since ${since}: ${expected}`;
  // A period ends before its last instant, and what comes now belongs to it.
  const until = to === null ? new Date(now.getTime() + 1) : sinceFrom(to, now, zone);
  if (until === null) return `--until ${to}: ${expected}`;
  if (until <= from) return '--until: expected a time after --since';
  return { from, until };
}

function progressOn({ complain }: Terminal) {
  const progress = createProgress({ print: complain }, process.stderr);
  const number = (value: number) => value.toLocaleString('en');
  return {
    onProgress: (done: number, all: number) =>
      progress.show(done / Math.max(1, all), () => `${number(done)} of ${number(all)} leads`),
    end: progress.end,
  };
}

export const backtest: Subcommand = {
  name: 'backtest',
  usage: '--config <file> | --require <rule> | --exclude <rule> | --drop <rule> [--since 90d]',
  summary:
    'what other settings would have made of the leads that came, and what became of those; stores nothing',
  help: BACKTEST_USAGE,
  run: async (args, terminal) => {
    const reading = readBacktestOptions(args, settingsFileFrom(terminal.env));
    if (reading.type === 'help') {
      terminal.print(BACKTEST_USAGE);
      return 0;
    }
    if (reading.type === 'wrong') {
      terminal.complain(`${reading.problem}\nnpm run handoff -- help backtest says more`);
      return REFUSED;
    }
    const { onProgress, end } = progressOn(terminal);
    const ended = await onDatabase(terminal, OPENING, (db) =>
      answer(reading.request, { db, now: terminal.now(), onProgress }),
    );
    end();
    if (ended === null) return REFUSED;
    if (ended.exitCode === 0) terminal.print(ended.output);
    else terminal.complain(ended.output);
    return ended.exitCode;
  },
};
