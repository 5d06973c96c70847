import { OUTCOMES } from './outcome-types.ts';
import type { Outcome } from './outcomes.ts';

/** What an outcome is in words, as it stands in the history of a record elsewhere. */

export type Naming = { nameOf: (personId: string) => string; reasonOf: (code: string) => string };

/** `Rejected by Mara Holm: No budget`, and what they wrote. */
export function sayOutcome(
  { type, detail }: Outcome,
  { nameOf, reasonOf }: Naming,
): { title: string; text: string } {
  const { ownerId, byId, reason, note, competitor, amount, currency, closeOn, until } = detail;
  const isGiven = type === 'assigned' || type === 'reassigned';
  const who = isGiven ? ownerId && ` to ${nameOf(ownerId)}` : byId && ` by ${nameOf(byId)}`;
  const title = `${OUTCOMES[type]}${who || ''}${reason ? `: ${reasonOf(reason)}` : ''}`;
  const lines = [
    amount !== undefined && currency !== undefined ? `${amount} ${currency}` : '',
    closeOn === undefined ? '' : `expected on ${closeOn}`,
    until ? `to be asked again from ${until.slice(0, 10)}` : '',
    competitor ? `went to ${competitor}` : '',
    note ?? '',
  ];
  return { title, text: lines.filter((line) => line.trim() !== '').join('\n') };
}
