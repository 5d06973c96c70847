import { describeDuration } from '#domain/behaviours.ts';
import type { Figures } from '#domain/simulate/figures.ts';
import { table } from '../text-table.ts';
import type { Replayed } from './history.ts';

/** What a simulated period says, line by line: counts and ids alone. */

const MOST_ROWS = 50;
const DAY = 10;

type Column = { title: string; figures: Figures; isSimulated: boolean };

export function replayedLines({ period, usual, happened, simulated, changes }: Replayed): string[] {
  const [inForce, other] = simulated;
  const columns: Column[] = [
    { title: 'happened', figures: happened, isSimulated: false },
    ...(inForce ? [{ title: 'in force', figures: inForce.figures, isSimulated: true }] : []),
    ...(other ? [{ title: 'others', figures: other.figures, isSimulated: true }] : []),
  ];
  const day = (at: Date) => at.toISOString().slice(0, DAY);
  const names = simulated.map(
    ({ name, version }, index) => `${index === 0 ? 'in force' : 'others'}: ${name}, version ${version}`,
  );
  const [from, to] = other ? ['in force', 'others'] : ['happened', 'in force'];
  return [
    `${number(happened.leads)} leads from ${day(period.from)} to ${day(period.until)}, by first offer`,
    ...names,
    '',
    ...table(
      ['', ...columns.map(({ title }) => title)],
      [
        row('offered', columns, ({ offered }) => number(offered)),
        row('to be claimed', columns, ({ claims }) => number(claims)),
        row('nobody by the end', columns, ({ waiting }) => number(waiting)),
        row('no rule leads anywhere', columns, ({ unmatched }, isSimulated) =>
          isSimulated ? number(unmatched) : '',
        ),
        row('offered after waiting', columns, ({ waits }) => number(waits.count)),
        row('  half of them at most', columns, ({ waits }) => length(waits.medianMinutes)),
        row('  longest', columns, ({ waits }) => length(waits.longestMinutes)),
      ],
    ),
    ...section('Rep (share of all; by the weights of their pools)', columns, repCells),
    ...section('Pool', columns, ({ byPool }) => byPool.map(({ poolId, count }) => [poolId, number(count)])),
    ...section('Rule', columns, ({ byRoute }) => byRoute.map(({ rule, count }) => [rule, number(count)])),
    '',
    `Other hands, ${from} → ${to}: ${number(changes.count)}${changes.count > changes.first.length ? `; the first ${changes.first.length} by id` : ''}`,
    ...changes.first.map(
      ({ id, from: one, to: another }) => `  ${id}  ${one ?? 'nobody'} → ${another ?? 'nobody'}`,
    ),
    ...(changes.count > 0 ? ['  npm run handoff -- explain <id> says why one went where it did'] : []),
    '',
    ...assumptions(usual),
  ];
}

function assumptions(usual: Replayed['usual']): string[] {
  const [answered, contacted, closed] = [usual.answered, usual.contacted, usual.closed].map((ms) =>
    length(ms / 60_000),
  );
  return [
    'How it was simulated',
    '  Pools start level and desks empty; everybody is there in their hours (who was away then is not kept).',
    '  First offers only: nobody rejects or lets a lead pass. Whoever claimed a lead then has its company from then on;',
    '  a batch is played as single leads, and whoever takes a turn of its pool stands for whoever took from it.',
    '  Leads, and the owners of customers, opportunities and accounts (imported ones too), as known today; a company counts',
    '  as customer or opportunity from the day it became one. Companies are grouped by the settings of each column.',
    `  A lead counts against the caps for as long as it did; where that is not known, ${answered} until an answer,`,
    `  ${contacted} until reached, ${closed} until closed. One that nobody answered yet counts as accepted.`,
  ];
}

const repCells = ({ byRep, offered }: Figures): [string, string][] =>
  byRep.map(({ repId, count, share, due }) => {
    const weight = due === null || offered === 0 ? '' : `; ${percent(due / offered)}`;
    return [repId, `${number(count)} (${percent(share)}${weight})`];
  });

function row(
  title: string,
  columns: readonly Column[],
  cell: (figures: Figures, isSimulated: boolean) => string,
): string[] {
  return [title, ...columns.map(({ figures, isSimulated }) => cell(figures, isSimulated))];
}

/** A row for everything that occurs in any column, in the order of the last one. */
function section(
  title: string,
  columns: readonly Column[],
  cellsOf: (figures: Figures) => readonly (readonly [string, string] | string[])[],
): string[] {
  const known = columns.map(
    ({ figures }) => new Map(cellsOf(figures).map(([name = '', cell = '']) => [name, cell])),
  );
  const names = [...new Set(known.toReversed().flatMap((cells) => [...cells.keys()]))];
  const rows = names
    .slice(0, MOST_ROWS)
    .map((name) => [name, ...known.map((cells) => cells.get(name) ?? '')]);
  const rest = names.length - rows.length;
  return [
    '',
    ...table([title, ...columns.map((column) => column.title)], rows),
    ...(rest > 0 ? [`and ${number(rest)} more (--json has all)`] : []),
  ];
}

const number = (value: number): string => value.toLocaleString('en');
const percent = (share: number): string => `${(share * 100).toFixed(1)} %`;

function length(minutes: number | null): string {
  return minutes === null ? '' : describeDuration(rounded(minutes));
}

const HOUR = 60;
const DAY_MINUTES = 24 * 60;

/** Minutes up to two hours, hours up to two days, then days. */
function rounded(minutes: number): { unit: 'minutes'; amount: number } {
  const unit = minutes < 2 * HOUR ? 1 : minutes < 2 * DAY_MINUTES ? HOUR : DAY_MINUTES;
  return { unit: 'minutes', amount: Math.round(minutes / unit) * unit };
}
