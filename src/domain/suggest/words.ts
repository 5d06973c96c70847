import type { Fates } from '../backtest/count-fates.ts';
import type { Interval, Share } from '../interval.ts';
import { moneyWords } from '../money-words.ts';
import type { Settings } from '../settings.ts';
import { reasonWords } from '../team.ts';
import { FEWEST_BAD } from './find-rules.ts';
import type { Question } from './studied.ts';
import { ruleWords, type Study, type Suggestion } from './suggestion.ts';

/** What a study found, in words. */

const number = (value: number): string => value.toLocaleString('en');
const percent = (rate: number | null): string => `${Math.round((rate ?? 0) * 100)} %`;
const rateWords = ({ rate, low, high, of }: Share & Interval): string =>
  `${percent(rate)} of ${number(of)} (95 %: ${percent(low)} to ${percent(high)})`;

const ASKED = {
  rejected: { ended: 'rejected', bad: 'rejections', good: 'accepted leads' },
  lost: { ended: 'lost', bad: 'lost deals', good: 'won deals' },
  left: { ended: 'left again', bad: 'customers who left', good: 'customers who stayed' },
  stayed: { ended: 'stayed', bad: 'customers who stayed', good: 'customers who left' },
} as const satisfies Record<Question, { ended: string; bad: string; good: string }>;

/** A suggestion as its reader weighs it: what it would have done, then whether it holds. */
export function suggestionWords(settings: Settings, suggestion: Suggestion): string[] {
  const { question, removed, cost, about, others, reason, fates } = suggestion;
  const { ended, bad, good } = ASKED[question];
  const rule = ruleWords(suggestion);
  const why =
    reason === null
      ? ''
      : `, ${number(reason.cases)} of ${number(reason.of)} “${reasonWords(settings, reason.reason)}”`;
  const what =
    question === 'stayed'
      ? `A profile “${rule}” would have had ${number(removed.cases)} of ${number(removed.of)} ${bad}, and ${number(cost)} ${good}.`
      : `Keeping out “${rule}” would have removed ${number(removed.cases)} of ${number(removed.of)} ${bad}${why}, and cost ${number(cost)} ${good}${question === 'rejected' ? furtherWords(fates) : ''}.`;
  return [
    what,
    `In the later part of history, in which it was not looked for, ${rateWords(about)} of them ${ended}, and ${rateWords(others)} of the others.`,
  ];
}

/** How far those came that it would have cost. */
function furtherWords({ accepted, qualified, won, amounts }: Fates): string {
  if (accepted === 0) return '';
  const worth = amounts.length === 0 ? '' : ` (${amounts.map(moneyWords).join(', ')})`;
  return `, of which ${number(qualified)} qualified and ${number(won)} won${worth}`;
}

/** Why there is no suggestion. */
export function nothingFoundWords({ studied }: Pick<Study, 'studied'>): string[] {
  const { bad, good } = studied.rejected;
  if (bad < FEWEST_BAD)
    return [
      `No suggestion: ${number(bad)} leads were rejected for what they are, and fewer than ${FEWEST_BAD} teach nothing.`,
    ];
  return [
    `No suggestion: among ${number(bad)} rejected and ${number(good)} accepted leads no single rule sets the rejected ones apart by more than chance does.`,
  ];
}
