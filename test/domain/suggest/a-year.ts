import type { Studied } from '#domain/suggest/studied.ts';
import { chance } from '../../support/chance.ts';

/** A year of leads of which twenty facts, answers and words are told. In one with a rule, it alone decides more often how they end. */
export type Year = { seed: number; leads: number; isPlanted: boolean };

const START = Date.parse('2026-01-01T00:00:00Z');
const DAY = 86_400_000;
const SIZES = [3, 8, 15, 30, 45, 60, 120, 250, 420, 800, 2_400, 9_000];
const listed = (name: string, count: number) => Array.from({ length: count }, (_, no) => `${name}-${no + 1}`);
const TEXTS = {
  channel: ['demo_request', 'content', 'webinar', 'paid_search', 'referral'],
  campaign: listed('campaign', 6),
  country: ['DE', 'AT', 'CH', 'FR', 'US', 'GB'],
  region: listed('region', 5),
  industry: listed('industry', 8),
  seniority: ['head', 'director', 'manager', 'specialist', 'c-level'],
  department: listed('department', 5),
  language: ['en', 'de', 'fr'],
  abm_tier: ['one', 'two', 'three'],
} as const;
const TITLES = ['sales', 'marketing', 'operations', 'head', 'manager', 'engineer', 'assistant', 'owner'];

export const PLANTED = { employees: { max: 49 } };
const RATE = 0.3;
const RATE_OF_PLANTED = 0.75;

export function tellYear({ seed, leads, isPlanted }: Year): Studied[] {
  const random = chance(seed);
  const one = <T>(list: readonly T[]): T => list[Math.floor(random() * list.length)] as T;
  return Array.from({ length: leads }, (_, no): Studied => {
    const employees = one(SIZES);
    const texts = Object.fromEntries(
      Object.entries(TEXTS).map(([fact, values]) => [fact, one<string>(values)]),
    );
    const isSmall = employees <= PLANTED.employees.max;
    const isBad = random() < (isPlanted && isSmall ? RATE_OF_PLANTED : RATE);
    return {
      at: new Date(START + (no / leads) * 365 * DAY),
      // One in five is a colleague of somebody known.
      company: `company-${random() < 0.2 ? Math.floor(random() * no) : no}`,
      facts: {
        ...texts,
        employees,
        revenue: Math.round(random() * 5_000_000),
        source: [one(['website', 'webinar', 'partner'])],
        tags: listed('tag', 4).filter(() => random() < 0.3),
        product_interest: listed('product', 4).filter(() => random() < 0.3),
      },
      titleWords: [one(TITLES), one(TITLES)],
      isBad,
      reason: isBad ? one(['too_small', 'wrong_person']) : null,
      worth: isBad ? 0 : random() < 0.1 ? 5 : 1,
    };
  });
}
