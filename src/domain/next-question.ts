import { evaluate } from './conditions.ts';
import type { AskableFact } from './facts.ts';
import type { CanonicalLead } from './lead.ts';
import { leadFacts } from './routing/lead-facts.ts';
import type { Settings } from './settings.ts';

/**
 * Which of these a visitor should be asked next: what a profile of the definition asks, and their form leaves open. It is
 * judged by the form alone and by nothing that is known of them, so that it tells a stranger nothing.
 */
export function nextQuestion(
  settings: Settings,
  lead: { record: CanonicalLead; sourceId: string },
  ask: readonly AskableFact[],
): AskableFact | null {
  const facts = leadFacts(settings, { ...lead, temperature: null });
  const profiles = settings.mql.profiles.map(({ when }) => evaluate(when, facts));
  if (profiles.some(({ result }) => result === 'held')) return null;
  const open = profiles
    .filter(({ result }) => result === 'unknown')
    .flatMap(({ rules }) => rules.filter(({ result }) => result === 'unknown'));
  return ask.find((fact) => open.some((rule) => rule.fact === fact)) ?? null;
}
