import { type CanonicalLead, canonicalLeadSchema } from './lead.ts';

/** No source of the settings can have this id, so that what stands under it is a test and nothing else. */
export const TEST_SOURCE = '_test';

/** A lead that shows everything a card can, and says in its name that it is none. */
export function testLead(now: Date): CanonicalLead {
  const minutesAgo = (minutes: number) => new Date(now.getTime() - minutes * 60_000).toISOString();
  return canonicalLeadSchema.parse({
    occurred_at: now.toISOString(),
    person: {
      full_name: 'Test Lead (nobody real)',
      email: 'test.lead@example.com',
      phone: '+1 555 0100',
      title: 'Head of Operations',
      country: 'US',
    },
    account: { name: 'Example Company', domain: 'example.com', industry: 'software', employees: 420 },
    channel: 'demo_request',
    temperature: 'hot',
    campaign: { name: 'Setup' },
    signals: [
      { type: 'pricing_view', at: minutesAgo(9) },
      { type: 'pricing_view', at: minutesAgo(12) },
    ],
    discovery: { challenge: 'This lead is a test: press what you like, it counts nowhere.' },
  });
}
