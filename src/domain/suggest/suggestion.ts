import { createFateCount, type Fates } from '../backtest/count-fates.ts';
import type { Fate, PastLead } from '../backtest/past-lead.ts';
import { describeTest } from '../conditions.ts';
import { leadFacts } from '../routing/lead-facts.ts';
import type { Settings } from '../settings.ts';
import { isAbout } from './candidates.ts';
import { type FoundRule, findRules } from './find-rules.ts';
import { QUESTIONS, type Question, type Studied } from './studied.ts';

/** A change of the definition that history speaks for. It is never applied by itself. */
export type Suggestion = FoundRule & {
  question: Question;
  /** What became of all leads it is about. */
  fates: Fates;
};

/** What a study looked at, and what it found. */
export type Study = {
  /** So many ends of each kind were known. */
  studied: Record<Question, { bad: number; good: number }>;
  suggestions: Suggestion[];
};

/** In so many years of which nothing is to be learnt at most one suggests anything, whatever is asked. */
const CHANCE = 0.05;

/** What keeping one out would cost, in rejections that are spared. */
const WORTH = { accepted: 1, qualified: 3, won: 10 };
const WORTH_OF_DEAL = 5;
/** A customer counts as one who stayed once they had time to leave. */
const STAYED_DAYS = 180;
const DAY_MS = 86_400_000;

/** Asks each question of the leads of the past. */
export function studyLeads(settings: Settings, leads: readonly PastLead[], now: Date): Study {
  const asked = QUESTIONS.map((question) => {
    const cases = leads.flatMap((lead) => caseOf(settings, question, lead, now) ?? []);
    const bad = cases.filter(({ isBad }) => isBad).length;
    const rules = findRules(cases, CHANCE / QUESTIONS.length);
    const found = rules.map((rule) => ({ ...rule, question, fates: fatesOf(rule, cases) }));
    return { question, bad, good: cases.length - bad, found };
  });
  return {
    // Each question is there once.
    studied: Object.fromEntries(
      asked.map(({ question, bad, good }) => [question, { bad, good }]),
    ) as Study['studied'],
    suggestions: asked.flatMap(({ found }) => found),
  };
}

type Case = Studied & { fate: Fate };

function fatesOf(rule: FoundRule, cases: readonly Case[]): Fates {
  const count = createFateCount();
  for (const one of cases) if (isAbout(rule, one)) count.add(one.fate);
  return count.fates();
}

function caseOf(settings: Settings, question: Question, lead: PastLead, now: Date): Case | null {
  const end = endOf(settings, question, lead, now);
  if (end === null || !lead.wasHandedOver) return null;
  const { record, sourceId, temperature, at, company, fate } = lead;
  return {
    ...{ at, company, fate, ...end },
    facts: leadFacts(settings, { record, sourceId, temperature }),
    titleWords: (record.person.title ?? '').toLowerCase().match(/\p{L}{3,}/gu) ?? [],
  };
}

type End = Pick<Studied, 'isBad' | 'reason' | 'worth'>;
const good = (worth: number): End => ({ isBad: false, reason: null, worth });
const bad = (reason: string): End => ({ isBad: true, reason: reason === '' ? null : reason, worth: 0 });

function endOf(settings: Settings, question: Question, { fate, at }: PastLead, now: Date): End | null {
  const hasStayed = fate.won !== null && now.getTime() - at.getTime() >= STAYED_DAYS * DAY_MS;
  switch (question) {
    case 'rejected':
      if (fate.rejectedFor !== null)
        return isQuality(settings, fate.rejectedFor) ? bad(fate.rejectedFor) : null;
      if (fate.won !== null) return good(WORTH.won);
      if (fate.qualified) return good(WORTH.qualified);
      return fate.accepted ? good(WORTH.accepted) : null;
    case 'lost':
      if (fate.won !== null) return good(WORTH_OF_DEAL);
      return fate.lostFor === null ? null : bad(fate.lostFor);
    case 'left':
      if (fate.leftFor !== null) return bad(fate.leftFor);
      return hasStayed ? good(WORTH_OF_DEAL) : null;
    case 'stayed':
      // Asked the other way round: what those have in common who stayed.
      if (fate.leftFor !== null) return good(WORTH_OF_DEAL);
      return hasStayed ? bad('') : null;
  }
}

/** Whether a reason says something of the lead: a wrong territory is routing's, and a duplicate is neither. */
export function isQuality({ reasons }: Pick<Settings, 'reasons'>, code: string): boolean {
  const reason = reasons.find((one) => one.code === code);
  if (!reason) return true;
  const { failure_point: point, consequence } = reason;
  const isLeads = point === 'qualification_threshold' || point === 'data_quality';
  return isLeads && consequence !== 'merge' && consequence !== 'reroute';
}

/** The name that such a rule gets in the settings: `employees-max-49`. */
const idOfRule = ({ fact, test }: Pick<Suggestion, 'fact' | 'test'>): string =>
  `${fact} ${JSON.stringify(test)}`
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '-')
    .replaceAll(/^-|-$/g, '')
    .slice(0, 60);

/** What to paste into the settings, and under which of its lists: JSON is YAML as well. */
export const placeOf = (suggestion: Suggestion): { list: string; item: string } => ({
  list: suggestion.question === 'stayed' ? 'mql.profiles' : 'mql.exclusions',
  item: `- ${JSON.stringify({ id: idOfRule(suggestion), when: suggestion.when })}`,
});

/** The rule in words: employees at most 49. */
export const ruleWords = ({ fact, test }: Pick<Suggestion, 'fact' | 'test'>): string =>
  describeTest(fact, test);
