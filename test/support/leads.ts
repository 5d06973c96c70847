/** Leads as our own sources send them. */

const grace = {
  person: {
    full_name: 'Grace Hopper',
    email: 'grace@globex.example',
    phone: '+49 30 5550123',
    title: 'Head of Operations',
    country: 'DE',
  },
  account: { name: 'Globex', domain: 'globex.example', industry: 'software', employees: 420, country: 'DE' },
};

/** A demo request that meets every rule. */
export const hot = { ...grace, channel: 'demo_request', campaign: { name: 'Autumn demo' } };

/** The same person's company, another person. */
export const person = (name: string, email: string) => ({
  ...hot,
  person: { ...grace.person, full_name: name, email, phone: undefined },
});

/** A demo request from a company of its own. */
export const leadAt = (company: string) => ({
  ...hot,
  person: {
    ...grace.person,
    full_name: `Lead of ${company}`,
    email: `lead@${company}.example`,
    phone: undefined,
  },
  account: { ...grace.account, name: company, domain: `${company}.example` },
});

const studied = [
  { type: 'pricing_view', at: '2026-11-20T10:00:00Z', url: 'https://acme-sales.example/pricing' },
  { type: 'pricing_view', at: '2026-11-20T11:00:00Z', url: 'https://acme-sales.example/pricing' },
];

/** Somebody who read a paper of ours and looked at the prices: four hours to accept. */
export const warmAt = (company: string) => ({ ...leadAt(company), channel: 'content', signals: studied });

/** Somebody met at a trade show, who looked at the prices: one working day to accept. */
export const coldAt = (company: string) => ({ ...leadAt(company), channel: 'trade_show', signals: studied });
