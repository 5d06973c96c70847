import type { Backtest } from '#domain/backtest/backtest.ts';
import type { Load } from '#domain/backtest/load.ts';
import { unknownWords, verdictWords } from '#domain/backtest/words.ts';
import { localDate } from '#domain/day.ts';
import type { Settings } from '#domain/settings.ts';
import { table } from '../text-table.ts';

/** What a back-test found, line by line: counts and ids alone. */

const MOST_REPS = 50;
const number = (value: number): string => value.toLocaleString('en');

export function backtestLines(
  settings: Settings,
  { period, verdicts, inForce, proposed }: Backtest,
  names: { inForce: string; proposed: string },
): string[] {
  const day = (at: Date) => localDate(settings.workspace.time_zone, at);
  const { keptOut, letIn } = verdicts;
  return [
    `${number(verdicts.leads)} leads from ${day(period.from)} to ${day(period.until)}, ${number(verdicts.handedOver)} of them handed to sales`,
    `in force: ${names.inForce}`,
    `proposed: ${names.proposed}`,
    '',
    ...verdictWords(settings, verdicts),
    ...ids('  not handed over, the first', keptOut.first, keptOut.leads),
    ...ids('  handed over, the first', letIn.first, letIn.leads),
    '',
    ...table(
      ['Work for sales', 'in force', 'proposed'],
      [
        pair('offered', inForce, proposed, ({ offered }) => number(offered)),
        pair('to be claimed, waiting, or no rule leads anywhere', inForce, proposed, ({ otherwise }) =>
          number(otherwise),
        ),
        pair('expected to be answered late', inForce, proposed, lateWords),
      ],
    ),
    '',
    ...table(['Rep (late)', 'in force', 'proposed'], repRows(inForce, proposed)),
    '',
    ...table([`Hour (${settings.workspace.time_zone})`, 'in force', 'proposed'], hourRows(inForce, proposed)),
    '',
    'What cannot be known',
    ...unknownWords(verdicts).map((line) => `  ${line}`),
    '  Work is played: pools start level, everybody is there in their hours, and each lead is answered after as long as it was,',
    '  or after the usual time. First offers only. Late is later than the policy of those settings says.',
  ];
}

const ids = (title: string, first: readonly string[], all: number): string[] =>
  first.length === 0 ? [] : [`${title}${all > first.length ? ` ${first.length}` : ''}: ${first.join(', ')}`];

const pair = (title: string, one: Load, other: Load, cell: (load: Load) => string): string[] => [
  title,
  cell(one),
  cell(other),
];

const lateWords = ({ late, offered }: Load): string =>
  offered === 0 ? '0' : `${number(late)} (${((late / offered) * 100).toFixed(1)} %)`;

function repRows(inForce: Load, proposed: Load): string[][] {
  const cells = ({ byRep }: Load) =>
    new Map(byRep.map(({ repId, count, late }) => [repId, `${number(count)} (${number(late)})`]));
  const [one, other] = [cells(inForce), cells(proposed)];
  const names = [...new Set([...other.keys(), ...one.keys()])];
  const rows = names.slice(0, MOST_REPS).map((name) => [name, one.get(name) ?? '', other.get(name) ?? '']);
  const rest = names.length - rows.length;
  return rest > 0 ? [...rows, [`and ${number(rest)} more (--json has all)`, '', '']] : rows;
}

const hourRows = (inForce: Load, proposed: Load): string[][] =>
  inForce.byHour.flatMap((count, hour) => {
    const other = proposed.byHour[hour] ?? 0;
    if (count === 0 && other === 0) return [];
    return [[`${String(hour).padStart(2, '0')}:00`, number(count), number(other)]];
  });
