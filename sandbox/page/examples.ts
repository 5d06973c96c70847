import type { Lead } from '../leads.ts';
import { demoRequest, EXAMPLES as KNOWN, warmLead } from '../leads.ts';
import type { Somebody } from '../somebody.ts';

/** A delivery to send from the page: in its source's own format, about somebody new unless it says otherwise. */
export type PageExample = {
  id: string;
  sourceId: string;
  about: string;
  /** Whose lead it is: nobody's before, or of whom the page sent one last. */
  who: 'somebody_new' | 'the_last';
  body: (who: Somebody, now: Date) => object;
  /** A page sends it, and waits for the calendar of whoever is to have it. */
  asks?: true;
};

export const EXAMPLES: readonly PageExample[] = [
  {
    id: 'demo_request',
    sourceId: 'website',
    about: 'A demo request that meets every rule',
    who: 'somebody_new',
    body: (who, now) => withPerson(KNOWN.hot.lead(now), who),
  },
  {
    id: 'before_the_calendar',
    sourceId: 'website',
    about: 'A form that asks for a calendar: held three minutes',
    who: 'somebody_new',
    body: (who, now) => withPerson(KNOWN.hot.lead(now), who),
    asks: true,
  },
  {
    id: 'comes_again',
    sourceId: 'website',
    about: 'The last one comes again, and looks at prices',
    who: 'the_last',
    body: (who, now) => ({
      kind: 'signal',
      person: { email: who.email },
      signals: [{ type: 'pricing_view', at: now.toISOString(), title: 'Pricing page' }],
    }),
  },
  {
    id: 'downloads',
    sourceId: 'content',
    about: 'A second download, by the right kind of company',
    who: 'somebody_new',
    body: (who, now) => withPerson(warmLead.lead(now), who),
  },
  {
    id: 'typeform',
    sourceId: 'typeform',
    about: 'A form filled in, of whose company nothing is known',
    who: 'somebody_new',
    body: typeformResponse,
  },
  {
    id: 'zapier',
    sourceId: 'zapier',
    about: 'A webinar guest, who showed no interest in buying yet',
    who: 'somebody_new',
    body: zapierLead,
  },
  {
    id: 'crm',
    sourceId: 'crm',
    about: 'Qualified in the CRM, which names Ben as the owner',
    who: 'somebody_new',
    body: (who, now) => ({
      ...demoRequest(fullName(who), who.company).lead(now),
      channel: 'referral',
      owner_email: 'ben@acme-sales.example',
      refs: [{ system: 'crm', type: 'contact', id: who.email }],
    }),
  },
  {
    id: 'overseas',
    sourceId: 'website',
    about: 'From America, where nobody is awake yet',
    who: 'somebody_new',
    body: (who, now) => {
      const lead = demoRequest(fullName(who), who.company).lead(now);
      return {
        ...lead,
        person: { ...lead.person, country: 'US' },
        account: { ...lead.account, country: 'US' },
      };
    },
  },
  {
    id: 'hopeless',
    sourceId: 'content',
    about: 'A download that sales should never see',
    who: 'somebody_new',
    body: (who, now) => ({
      ...withPerson(KNOWN.hopeless.lead(now), who),
      account: { name: who.company, domain: who.domain, industry: 'food', employees: 4 },
    }),
  },
  {
    id: 'hostile',
    sourceId: 'website',
    about: 'A prank, whose name would page a channel',
    who: 'somebody_new',
    body: ({ email }) => {
      const lead = KNOWN.hostile.lead();
      return { ...lead, person: { ...lead.person, email } };
    },
  },
  {
    id: 'mistyped',
    sourceId: 'website',
    about: 'A mistyped field: set aside, and not lost',
    who: 'somebody_new',
    // Nothing else says who it is: of a lead that has an address, what is wrong would only be left out.
    body: ({ firstName, email }) => ({
      person: { first_name: firstName, emial: email },
      channel: 'demo_request',
    }),
  },
];

/** What `send_many` sends so many of. */
export const ONE_OF_MANY: PageExample = {
  id: 'one_of_many',
  sourceId: 'website',
  about: 'A demo request',
  who: 'somebody_new',
  body: (who, now) => demoRequest(fullName(who), who.company).lead(now),
};

const fullName = ({ firstName, lastName }: Somebody): string => `${firstName} ${lastName}`;

function withPerson(lead: Lead, who: Somebody): object {
  return {
    ...lead,
    person: { ...lead.person, full_name: fullName(who), email: who.email },
    account: { ...lead.account, name: who.company, domain: who.domain },
  };
}

/** As Typeform posts it: https://www.typeform.com/developers/webhooks/example-payload/ */
function typeformResponse(who: Somebody, now: Date): object {
  const answers = [
    { ref: 'first_name', type: 'short_text', title: 'What is your name?', answer: { text: fullName(who) } },
    { ref: 'email', type: 'email', title: 'What is your work email?', answer: { email: who.email } },
    { ref: 'seats', type: 'number', title: 'How many seats?', answer: { number: 25 } },
    { ref: 'start', type: 'date', title: 'When do you want to start?', answer: { date: '2027-01-15' } },
  ];
  const token = `response-${who.domain}`;
  return {
    event_id: `event-${who.domain}`,
    event_type: 'form_response',
    form_response: {
      form_id: 'lT4Z3j',
      token,
      submitted_at: now.toISOString(),
      landed_at: now.toISOString(),
      calculated: { score: 9 },
      hidden: { utm_source: 'newsletter', utm_campaign: 'autumn-2026' },
      definition: {
        id: 'lT4Z3j',
        title: 'Ask for a demo',
        fields: answers.map(({ ref, type, title }) => ({ id: `field-${ref}`, ref, type, title })),
      },
      answers: answers.map(({ ref, type, answer }) => ({
        type: Object.keys(answer)[0],
        ...answer,
        field: { id: `field-${ref}`, ref, type },
      })),
    },
  };
}

/** Flat, with words of its own, as a Zap puts it together. */
function zapierLead(who: Somebody): object {
  return {
    lead_id: `zap-${who.domain}`,
    email: who.email,
    first_name: who.firstName,
    last_name: who.lastName,
    company_name: who.company,
    job_title: 'VP of Sales',
    phone: '+49 30 5550188',
    source: 'webinar',
    industry: 'Technology',
    company_size: '50-200',
    website: `https://${who.domain}`,
    notes: 'Stayed until the questions',
    tags: ['webinar'],
    custom_fields: { product_interest: 'Routing', budget_range: '10k-50k', timeline: 'Q1 2027' },
  };
}
