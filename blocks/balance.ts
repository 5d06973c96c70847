import { CHECKS } from '#domain/routing/check-names.ts';
import type { BalanceEntry, BalanceLine, BalanceModel } from '#src/view/statement-models.ts';
import { count } from './labels.ts';
import { shown } from './limits.ts';
import {
  bold,
  boldStranger,
  bullets,
  day,
  drawLong,
  type Line,
  leadName,
  type Message,
  say,
  stranger,
  when,
} from './lines.ts';

const LEVEL = 0.05;
const MOST = 40;

/** A statement of turns: what somebody had, what is owed to them, when it is their turn, and the last of them. */
export function balance(model: BalanceModel): Message {
  const lines: Line[] = [
    [boldStranger(model.title, shown.words), ', since ', day(model.since)],
    ...(model.lines.length === 0
      ? [[stranger(model.empty, shown.sentence)]]
      : [...standings(model.lines), ...lastEntries(model.entries), ...DEFINITIONS]),
  ];
  return { text: say(lines), blocks: drawLong('balance', lines) };
}

function standings(all: BalanceLine[]): Line[] {
  const rest = all.length - MOST;
  return [...all.slice(0, MOST).flatMap(standingLines), ...(rest > 0 ? [[`… and ${rest} more`]] : [])];
}

function standingLines(line: BalanceLine): Line[] {
  const weight = line.weight === 1 ? '' : `, weight ${line.weight}`;
  const head: Line = [
    '• ',
    boldStranger(line.repName, shown.name),
    ' in ',
    stranger(line.poolName, shown.name),
  ];
  const chooses: Line[] = line.chooses === null ? [] : [['   goes to ', stranger(line.chooses, shown.words)]];
  if (!line.isByTurns) return [head, ...chooses, [`   ${availableWords(line)}`]];
  return [
    [...head, weight],
    ...chooses,
    [
      `   ${count(line.turns, 'turn', 'turns')}, ${count(line.credits, 'credit', 'credits')}, ${count(line.debits, 'debit', 'debits')}${catchUpWords(line)} · ${standingWords(line)}`,
    ],
  ];
}

/** How somebody stands in one pool now, on one line: `owed 0.5 of a turn · next in turn`. */
export const standingWords = (line: BalanceLine): string =>
  [
    ...(line.isByTurns ? [owedWords(line.owed)] : []),
    ...(line.open === null ? [] : [count(line.open, 'open lead', 'open leads')]),
    availableWords(line),
  ].join(' · ');

function catchUpWords({ caughtUp, toCatchUp }: BalanceLine): string {
  const had = caughtUp === 0 ? '' : `, ${count(caughtUp, 'turn', 'turns')} caught up with`;
  return toCatchUp < LEVEL ? had : `${had}, ${toCatchUp.toFixed(1)} still to catch up with`;
}

/** How far turns are from a share. */
export function owedWords(owed: number): string {
  if (Math.abs(owed) < LEVEL) return 'level';
  const amount = Math.abs(owed);
  const turns = `${amount.toFixed(1)} ${amount > 1 ? 'turns' : 'of a turn'}`;
  return owed > 0 ? `owed ${turns}` : `ahead by ${turns}`;
}

function availableWords({ place, passedOver, chooses }: BalanceLine): string {
  if (passedOver !== null) return `passed over now: ${CHECKS[passedOver]}`;
  if (chooses !== null) return 'can take leads now';
  if (place === null) return 'not soon in turn';
  return place === 1 ? 'next in turn' : `number ${place} in turn`;
}

function lastEntries(entries: BalanceEntry[]): Line[] {
  return bullets([bold('The last entries')], entries.map(entryLine), MOST);
}

const entryLine = (entry: BalanceEntry): Line => [
  when(entry.at),
  ': ',
  ...(entry.repName === null ? [] : [stranger(entry.repName, shown.name), ', ']),
  stranger(entry.what, shown.words),
  ', ',
  ...(entry.lead === null ? ['a lead that was erased'] : leadName(entry.lead, entry.company)),
  ...(entry.poolName === null ? [] : [', ', stranger(entry.poolName, shown.name)]),
  ' · ',
  stranger(entry.idStart, shown.name),
];

const DEFINITIONS: Line[] = [
  [bold('What it means')],
  ['• Turn: a lead taken in turn. Credit: a turn given back, because the lead was none.'],
  ['• Debit: a credit taken back, because the rejection was undone.'],
  ['• Owed, ahead: how far turns lag behind, or run ahead of, the share that the weight gives.'],
  ['• Who could not take leads for a while neither earned nor lost turns by it, so totals differ.'],
  ['• Why a lead went where it went: /leads why and the id at the end of its line.'],
];
