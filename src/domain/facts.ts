/** What a value of a fact is; of `texts` a lead may have several, and a test is passed by any one of them. */
type FactKind = 'text' | 'texts' | 'number' | 'yes_or_no';

/** What a rule may ask about a lead. `src/domain/conditions.ts` knows how to read each from a lead. */
export const FACT_KINDS = {
  source: 'texts',
  channel: 'text',
  campaign: 'text',
  temperature: 'text',
  country: 'text',
  region: 'text',
  territory: 'text',
  segment: 'text',
  industry: 'text',
  employees: 'number',
  revenue: 'number',
  title: 'text',
  seniority: 'text',
  department: 'text',
  language: 'text',
  email_domain: 'text',
  company: 'text',
  existing_customer: 'yes_or_no',
  open_opportunity: 'yes_or_no',
  churned: 'yes_or_no',
  abm_tier: 'text',
  product_interest: 'texts',
  score: 'number',
  tags: 'texts',
} as const satisfies Record<string, FactKind>;
export type Fact = keyof typeof FACT_KINDS;

/** Every fact, in the order in which people read them. */
export const FACTS = Object.keys(FACT_KINDS) as Fact[]; // its own keys

const factsOfKind = (kind: FactKind): readonly Fact[] => FACTS.filter((fact) => FACT_KINDS[fact] === kind);

export const LIST_FACTS: ReadonlySet<Fact> = new Set(factsOfKind('texts'));
export const NUMBER_FACTS: ReadonlySet<Fact> = new Set(factsOfKind('number'));
export const YES_OR_NO_FACTS = factsOfKind('yes_or_no');

/** What a visitor can be asked, and a form can tell. */
export const ASKABLE_FACTS = [
  'country',
  'region',
  'industry',
  'employees',
  'title',
  'seniority',
  'department',
  'language',
  'company',
  'product_interest',
] as const satisfies Fact[];
export type AskableFact = (typeof ASKABLE_FACTS)[number];

/** Facts that say who a lead is. They are never kept in the routing log. */
export const IDENTITY_FACTS = ['company', 'email_domain', 'title'] as const satisfies Fact[];
