import { moneyWords } from '../money-words.ts';
import type { Settings } from '../settings.ts';
import { reasonWords } from '../team.ts';
import type { Verdicts } from './compare-verdicts.ts';
import type { Fates } from './count-fates.ts';

/** What a back-test found, in words: counts alone, nothing of any lead. */

const number = (value: number): string => value.toLocaleString('en');
const leadsOf = (count: number): string => `${number(count)} ${count === 1 ? 'lead' : 'leads'}`;

/** What another definition changes, and what became of the leads it would have kept from sales. */
export function verdictWords(settings: Settings, { keptOut, letIn }: Verdicts): string[] {
  if (keptOut.leads === 0 && letIn.leads === 0) return ['The definition decides the same about every lead.'];
  return [
    `No longer handed over: ${leadsOf(keptOut.leads)}`,
    ...(keptOut.leads === 0 ? [] : fateWords(settings, keptOut).map((line) => `  ${line}`)),
    `Newly handed over: ${leadsOf(letIn.leads)}${letIn.leads === 0 ? '' : '; nobody knows what would have become of them'}`,
  ];
}

function fateWords(settings: Settings, fates: Fates): string[] {
  const { rejected, reasons, accepted, qualified, won, amounts, wonWithoutAmount, lost, left, open } = fates;
  const why = reasons.map(({ reason, count }) => `${reasonWords(settings, reason)} ${number(count)}`);
  const worth = [
    ...amounts.map(moneyWords),
    ...(wonWithoutAmount === 0 ? [] : [`${number(wonWithoutAmount)} of unknown amount`]),
  ];
  const further = [
    `${number(qualified)} qualified`,
    `${number(won)} won${worth.length === 0 ? '' : ` (${worth.join(', ')})`}`,
    `${number(lost)} lost`,
    ...(left === 0 ? [] : [`${number(left)} left us again`]),
  ];
  return [
    `rejected ${number(rejected)}${why.length === 0 ? '' : ` (${why.join(', ')})`}`,
    `accepted ${number(accepted)}: ${further.join(', ')}`,
    ...(open === 0 ? [] : [`not answered ${number(open)}`]),
  ];
}

/** What nobody can know from what happened. */
export function unknownWords({ leads, handedOver, otherwise, toldSince }: Verdicts): string[] {
  return [
    'What became of a lead is told where sales had it: of those newly handed over nobody knows.',
    'A lead counts as it was known when it was judged; whether its company is a customer is not asked, because only today’s answer is kept.',
    ...(toldSince === 0
      ? []
      : [
          `Of ${leadsOf(toldSince)} something was told since: it counts as not known then, for what it took the place of is kept only where a rep put it right.`,
        ]),
    ...(otherwise === 0
      ? []
      : [
          `${leadsOf(otherwise)} of ${number(leads)} went another way than the definition in force says today (its owner answered, an older definition, the CRM): they count on neither side.`,
        ]),
    ...(handedOver === 0 ? ['Nothing was handed to sales in that time.'] : []),
  ];
}
