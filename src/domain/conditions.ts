import { countryCode, readCountry } from './countries.ts';
import { emailDomain } from './email-domains.ts';
import type { Fact } from './facts.ts';
import { industryWords, keyOfIndustry } from './industries.ts';
import type { CanonicalLead, Temperature } from './lead.ts';
import { type MirroredAccount, withAccount } from './mirrored-account.ts';
import type { Conditions, Test } from './settings-shapes.ts';

/** Rules about a lead's facts. What is not known neither holds nor fails. */

export type FactValue = string | number | boolean | string[];
export type FactValues = Partial<Record<Fact, FactValue>>;

export type RuleResult = 'held' | 'failed' | 'unknown';
export type CheckedRule = { fact: Fact; test: Test; value: FactValue | null; result: RuleResult };
export type Evaluation = { result: RuleResult; rules: CheckedRule[] };

type Scalar = string | number | boolean;

/** Reads every fact a rule may ask about; those the lead does not tell are left out. */
export function factsOf(from: {
  lead: CanonicalLead;
  sourceId: string;
  /** A rule may name the source by its id or by its name. */
  sourceName?: string;
  temperature: Temperature | null;
  /** What the settings say of the account; else the sender's word. */
  abmTier?: string | undefined;
  /** What is mirrored of the account. */
  mirrored?: MirroredAccount | null | undefined;
}): FactValues {
  const { person, account, campaign } = from.lead;
  const company = withAccount(account, from.mirrored ?? null);
  const country = person.country?.trim() || account.country?.trim();
  // Territory and segment are found from these: see src/domain/routing/lead-facts.ts.
  const facts: Record<Exclude<Fact, 'territory' | 'segment'>, FactValue | null | undefined> = {
    source: from.sourceName === undefined ? from.sourceId : [from.sourceId, from.sourceName],
    channel: from.lead.channel,
    campaign: campaign?.name?.trim() || campaign?.utm_campaign,
    temperature: from.temperature,
    // Where nobody can read it, it is no other country: it is not known.
    country: country && readCountry(country),
    region: person.region ?? account.region,
    industry: account.industry,
    employees: account.employees,
    revenue: account.revenue,
    title: person.title,
    seniority: person.seniority,
    department: person.department,
    language: person.language,
    email_domain: person.email && emailDomain(person.email),
    company: account.name,
    existing_customer: company.existing_customer,
    open_opportunity: company.open_opportunity,
    churned: company.churned,
    abm_tier: from.abmTier ?? company.abm_tier,
    product_interest: from.lead.product_interest,
    score: from.lead.score?.value,
    tags: from.lead.tags,
  };
  const known: FactValues = {};
  // Object.entries forgets the keys' type.
  for (const [fact, value] of Object.entries(facts) as [Fact, FactValue | null | undefined][]) {
    if (value !== null && value !== undefined && value !== '') known[fact] = value;
  }
  return known;
}

/**
 * Whether a value passes a test. Text is compared without regard to case and spaces around it. A list passes when
 * any of its elements does; it passes `none_of` when none is named, so also when it is empty.
 */
export function testFact(value: FactValue | null | undefined, test: Test): RuleResult {
  const values = (Array.isArray(value) ? value : [value]).filter(isTold);
  if (isNoneOf(test)) {
    if (values.length === 0) return Array.isArray(value) ? 'held' : 'unknown';
    return values.some((told) => isAnyOf(told, test.none_of)) ? 'failed' : 'held';
  }
  const results = values.map((told) => testOne(told, test));
  if (results.includes('held')) return 'held';
  return results.includes('failed') ? 'failed' : 'unknown';
}

/** All conditions together: one failed fails them, else one unknown leaves it open. None at all hold. */
export function evaluate(conditions: Conditions, facts: FactValues): Evaluation {
  const rules = listConditions(conditions).map(
    ({ fact, test, expected }): CheckedRule => ({
      fact,
      test,
      value: facts[fact] ?? null,
      result: testFact(heldAgainst(fact, facts[fact], expected), expected),
    }),
  );
  const results = rules.map((rule) => rule.result);
  if (results.includes('failed')) return { result: 'failed', rules };
  return { result: results.includes('unknown') ? 'unknown' : 'held', rules };
}

/** What `evaluate` answers of all conditions together, without saying which of them did it. */
export function resultOf(conditions: Conditions, facts: FactValues): RuleResult {
  let result: RuleResult = 'held';
  for (const { fact, expected } of listConditions(conditions)) {
    const one = testFact(heldAgainst(fact, facts[fact], expected), expected);
    if (one === 'failed') return 'failed';
    if (one === 'unknown') result = 'unknown';
  }
  return result;
}

/** A test in words: employees between 50 and 500, country is DE, AT or CH. */
export function describeTest(fact: Fact, test: Test): string {
  const name = describeFact(fact);
  const list = (values: readonly Scalar[]) => joinWords(values.map((value) => describeValue(fact, value)));
  if (Array.isArray(test)) return `${name} is ${list(test)}`;
  if (typeof test !== 'object') return `${name} is ${list([test])}`;
  if ('includes' in test) return `${name} includes ${list(test.includes)}`;
  if (isNoneOf(test)) return `${name} is not ${list(test.none_of)}`;
  if (test.min !== undefined && test.max !== undefined) return `${name} between ${test.min} and ${test.max}`;
  if (test.min !== undefined) return `${name} at least ${test.min}`;
  if (test.max !== undefined) return `${name} at most ${test.max}`;
  return `${name} is a number`;
}

/** Conditions in words. */
export function describeConditions(conditions: Conditions): string {
  const all = listConditions(conditions).map(({ fact, test }) => describeTest(fact, test));
  return all.length === 0 ? 'always' : all.join(', and ');
}

/** What a fact is called. */
export function describeFact(fact: Fact): string {
  return fact === 'email_domain' ? 'e-mail domain' : fact.replaceAll('_', ' ');
}

/** A fact's value as people read it; null when it is not known. */
export function describeValue(fact: Fact, value: FactValue | null): string | null {
  if (value === null) return null;
  if (Array.isArray(value)) return value.join(', ') || null;
  if (typeof value === 'boolean') return value ? 'yes' : 'no';
  return fact === 'channel' ? String(value).replaceAll('_', ' ') : String(value);
}

/** A condition, and its test with the countries of the settings as codes. */
type Condition = { fact: Fact; test: Test; expected: Test };

/** The conditions of a rule, one by one. Routing asks hundreds of rules about each lead: they are read once. */
function listConditions(conditions: Conditions): readonly Condition[] {
  const known = listed.get(conditions);
  if (known) return known;
  // Object.entries forgets the keys' type; zod has let only facts in.
  const list = (Object.entries(conditions) as [Fact, Test | undefined][]).flatMap(([fact, test]) =>
    test === undefined ? [] : [{ fact, test, expected: expectedOf(fact, test) }],
  );
  listed.set(conditions, list);
  return list;
}

const listed = new WeakMap<Conditions, readonly Condition[]>();

/** A test with countries as codes and industries without their marks: it is the same however the rule spells it. */
export function expectedOf(fact: Fact, test: Test): Test {
  const read = fact === 'country' ? countryCode : fact === 'industry' ? keyOfIndustry : null;
  return read === null ? test : mapTest(test, (value) => (typeof value === 'string' ? read(value) : value));
}

/** What of a fact is compared: of an industry each word for it, unless words are looked for in what was written. */
function heldAgainst(fact: Fact, value: FactValue | undefined, test: Test): FactValue | undefined {
  if (fact !== 'industry' || typeof value !== 'string') return value;
  const isIncludes = typeof test === 'object' && !Array.isArray(test) && 'includes' in test;
  return isIncludes ? value : industryWords(value);
}

function testOne(value: Scalar, test: Exclude<Test, { none_of: Scalar[] }>): RuleResult {
  if (Array.isArray(test)) return isAnyOf(value, test) ? 'held' : 'failed';
  if (typeof test !== 'object') return isAnyOf(value, [test]) ? 'held' : 'failed';
  if ('includes' in test)
    return test.includes.some((words) => includesWords(String(value), words)) ? 'held' : 'failed';
  // A size that is not a number cannot be too small or too large.
  if (typeof value !== 'number' || Number.isNaN(value)) return 'unknown';
  const { min = Number.NEGATIVE_INFINITY, max = Number.POSITIVE_INFINITY } = test;
  return min <= value && value <= max ? 'held' : 'failed';
}

function mapTest(test: Test, change: (value: Scalar) => Scalar): Test {
  if (Array.isArray(test)) return test.map(change);
  if (typeof test !== 'object') return change(test);
  return isNoneOf(test) ? { none_of: test.none_of.map(change) } : test;
}

function isNoneOf(test: Test): test is { none_of: Scalar[] } {
  return typeof test === 'object' && 'none_of' in test;
}

function isTold(value: Scalar | null | undefined): value is Scalar {
  return value !== null && value !== undefined && !(typeof value === 'string' && value.trim() === '');
}

function isAnyOf(value: Scalar, expected: readonly Scalar[]): boolean {
  const told = fold(String(value));
  return expected.some((one) => fold(String(one)) === told);
}

function includesWords(text: string, words: string): boolean {
  const pattern = fold(words).replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&');
  return new RegExp(`(?<![\\p{L}\\p{N}])${pattern}(?![\\p{L}\\p{N}])`, 'u').test(fold(text));
}

function fold(text: string): string {
  const known = folded.get(text);
  if (known !== undefined) return known;
  const result = text.normalize('NFKC').toLowerCase().replace(/\s+/g, ' ').trim();
  if (folded.size >= REMEMBERED) folded.clear();
  if (text.length <= LONGEST_REMEMBERED) folded.set(text, result);
  return result;
}

// The same few words are compared again and again: what rules ask for, and what the lead at hand tells.
const folded = new Map<string, string>();
const REMEMBERED = 5_000;
const LONGEST_REMEMBERED = 100;

function joinWords(words: readonly (string | null)[]): string {
  if (words.length < 2) return words[0] ?? '';
  return `${words.slice(0, -1).join(', ')} or ${words.at(-1)}`;
}
