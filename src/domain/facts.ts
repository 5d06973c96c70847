/** What a rule may ask about a lead. `src/domain/conditions.ts` knows how to read each from a lead. */
export const FACTS = [
  'source',
  'channel',
  'campaign',
  'temperature',
  'country',
  'region',
  'territory',
  'segment',
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
  'abm_tier',
  'product_interest',
  'score',
  'tags',
] as const;
export type Fact = (typeof FACTS)[number];

/** Facts that say who a lead is. They are never kept in the routing log. */
export const IDENTITY_FACTS = ['company', 'email_domain', 'title'] as const satisfies Fact[];
