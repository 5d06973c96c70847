import { addressAt } from './somebody.ts';

/** Leads as a website and a content platform send them. Every company and person is made up. */

export type ExampleLead = { sourceId: string; about: string; lead: (now: Date) => Lead };
export type Lead = { person: { full_name: string }; account?: { name: string } } & Record<string, unknown>;

const hoursBefore = (now: Date, hours: number): string =>
  new Date(now.getTime() - hours * 3_600_000).toISOString();

export const EXAMPLES = {
  hot: {
    sourceId: 'website',
    about: 'a demo request that meets every rule',
    lead: (now) => ({
      person: {
        full_name: 'Grace Hopper',
        email: 'grace@globex.example',
        phone: '+49 30 5550123',
        title: 'Head of Operations',
        country: 'DE',
      },
      account: {
        name: 'Globex',
        domain: 'globex.example',
        industry: 'software',
        employees: 420,
        country: 'DE',
      },
      channel: 'demo_request',
      campaign: { name: 'Autumn demo' },
      signals: [
        { type: 'pricing_view', at: hoursBefore(now, 0.2), title: 'Pricing page' },
        { type: 'pricing_view', at: hoursBefore(now, 3), title: 'Pricing page' },
        { type: 'content_download', at: hoursBefore(now, 26), title: 'Guide to lead handover' },
      ],
    }),
  },
  hopeless: {
    sourceId: 'content',
    about: 'a download that sales should never see',
    lead: (now) => ({
      person: { full_name: 'Tom Little', email: 'tom@corner-bakery.example', title: 'Owner', country: 'DE' },
      account: { name: 'Corner Bakery', domain: 'corner-bakery.example', industry: 'food', employees: 4 },
      channel: 'content',
      signals: [{ type: 'content_download', at: hoursBefore(now, 1), title: 'Guide to lead handover' }],
    }),
  },
  unverified: {
    sourceId: 'website',
    about: 'a demo request, of whose company nothing is known',
    lead: () => ({
      person: { full_name: 'Lena Fischer', email: 'lena@studio-nord.example', phone: '+49 40 5550177' },
      account: { name: 'Studio Nord' },
      channel: 'demo_request',
    }),
  },
  hostile: {
    sourceId: 'website',
    about: 'a prank, whose name would page a channel, and whose company is a forged link',
    lead: () => ({
      person: { full_name: '<!channel>', email: 'prank@freegifts.example', title: '<@UANA0> *urgent*' },
      account: { name: '<https://phish.example|Globex>' },
      channel: 'demo_request',
      campaign: { name: '<!here> only today' },
      discovery: { notes: '<!here> press <https://phish.example|this>' },
    }),
  },
} as const satisfies Record<string, ExampleLead>;

/** A warm lead: the right kind of company, and enough interest without having asked for anything. */
export const warmLead: ExampleLead = {
  sourceId: 'content',
  about: 'a second download, by the right kind of company',
  lead: (now) => ({
    person: { full_name: 'Priya Nair', email: 'priya@initech.example', title: 'VP Sales', country: 'DE' },
    account: { name: 'Initech', domain: 'initech.example', industry: 'saas', employees: 260, country: 'DE' },
    channel: 'content',
    signals: [
      { type: 'content_download', at: hoursBefore(now, 2), title: 'Guide to lead handover' },
      { type: 'content_download', at: hoursBefore(now, 50), title: 'Benchmark of response times' },
    ],
  }),
};

/** A demo request by somebody in particular, at a company of its own. */
export function demoRequest(name: string, company: string): ExampleLead {
  const { email, domain } = addressAt(name.split(' ')[0] ?? '', company);
  return {
    sourceId: 'website',
    about: 'a demo request',
    lead: () => ({
      person: { full_name: name, email, title: 'Head of Sales', country: 'DE' },
      account: { name: company, domain, industry: 'software', employees: 300, country: 'DE' },
      channel: 'demo_request',
    }),
  };
}
