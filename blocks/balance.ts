import { CHECKS } from '#domain/routing.ts';
import type { BalanceLine, BalanceModel } from '#src/view/statement-models.ts';
import { count } from './labels.ts';
import { shown } from './limits.ts';
import { bold, boldStranger, day, drawLong, type Line, type Message, say, stranger } from './lines.ts';

const LEVEL = 0.05;

/** A statement of turns: what somebody had, what is owed to them, and when it is their turn. */
export function balance(model: BalanceModel): Message {
  const lines: Line[] = [
    [boldStranger(model.title, shown.words), ', since ', day(model.since)],
    ...(model.lines.length === 0
      ? [[stranger(model.empty, shown.sentence)]]
      : [...model.lines.flatMap(standingLines), ...DEFINITIONS]),
  ];
  return { text: say(lines), blocks: drawLong('balance', lines) };
}

function standingLines(line: BalanceLine): Line[] {
  const weight = line.weight === 1 ? '' : `, weight ${line.weight}`;
  return [
    ['• ', boldStranger(line.repName, shown.name), ' in ', stranger(line.poolName, shown.name), weight],
    [
      `   ${count(line.turns, 'turn', 'turns')}, ${count(line.credits, 'credit', 'credits')}, ${count(line.debits, 'debit', 'debits')} · ${owedWords(line.owed)} · ${placeWords(line)}`,
    ],
  ];
}

function owedWords(owed: number): string {
  if (Math.abs(owed) < LEVEL) return 'level';
  const amount = Math.abs(owed);
  const turns = `${amount.toFixed(1)} ${amount > 1 ? 'turns' : 'of a turn'}`;
  return owed > 0 ? `owed ${turns}` : `ahead by ${turns}`;
}

function placeWords({ place, passedOver }: BalanceLine): string {
  if (passedOver !== null) return `passed over now: ${CHECKS[passedOver]}`;
  if (place === null) return 'not soon in turn';
  return place === 1 ? 'next in turn' : `number ${place} in turn`;
}

const DEFINITIONS: Line[] = [
  [bold('What it means')],
  ['• Turn: a lead taken in turn. Credit: a turn given back, because the lead was none.'],
  ['• Debit: a credit taken back, because the rejection was undone.'],
  ['• Owed, ahead: how far turns lag behind, or run ahead of, the share that the weight gives.'],
];
