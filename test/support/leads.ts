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
  person: { ...grace.person, full_name: `Lead of ${company}`, email: `lead@${company}.example`, phone: undefined },
  account: { ...grace.account, name: company, domain: `${company}.example` },
});
