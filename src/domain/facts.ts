/** What a rule may ask about a lead. `src/domain/conditions.ts` knows how to read each from a lead. */
export const FACTS = [
  'source',
  'channel',
  'campaign',
  'temperature',
  'country',
  'territory',
  'industry',
  'employees',
  'title',
  'seniority',
  'department',
  'language',
  'email_domain',
  'company',
  'existing_customer',
  'open_opportunity',
  'score',
  'tags',
] as const;
export type Fact = (typeof FACTS)[number];
