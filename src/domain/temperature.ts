import { checkBehaviour } from './behaviours.ts';
import { describeConditions, evaluate, type FactValues } from './conditions.ts';
import { type LeadSignal, TEMPERATURES, type Temperature } from './lead.ts';
import type { Settings } from './settings.ts';

/** Whether the first must be answered sooner than the second. */
export const isHotter = (one: Temperature, other: Temperature): boolean =>
  TEMPERATURES.indexOf(one) < TEMPERATURES.indexOf(other);

/** How soon a lead must be answered, and why: what captured it, then the sender's word, then what the lead did. */
export function temperatureOf(
  rules: Settings['temperature'],
  lead: {
    facts: FactValues;
    vendorWord: Temperature | undefined;
    sourceDefault: Temperature | undefined;
    signals: readonly LeadSignal[];
    now: Date;
  },
): { temperature: Temperature; because: string } {
  const bySource = rules.by_source.find(({ when }) => evaluate(when, lead.facts).result === 'held');
  if (bySource) return { temperature: bySource.is, because: describeConditions(bySource.when) };
  if (lead.sourceDefault) return { temperature: lead.sourceDefault, because: "the source's default" };
  if (lead.vendorWord) return { temperature: lead.vendorWord, because: "the sender's word" };
  for (const behaviour of rules.by_behaviour) {
    const { result, rule } = checkBehaviour(behaviour, lead, lead.now);
    if (result === 'held') return { temperature: behaviour.is, because: rule };
  }
  return { temperature: rules.otherwise, because: 'no rule says otherwise' };
}
