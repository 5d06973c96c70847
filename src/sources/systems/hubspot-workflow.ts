import type { Channel } from '#domain/lead.ts';
import type { Found, Reading } from '../adapter.ts';
import { at, recordsAt, textAt } from '../pick.ts';

/** What a workflow's *Send a webhook* tells of a contact: every value is a text, times are milliseconds in a text. */
export function workflowContact(body: unknown, { settings }: Reading): Found {
  const value = (...path: string[]): unknown => at(body, 'properties', ...path, 'value');
  const company = (name: string): unknown => at(body, 'associated-company', 'properties', name, 'value');
  const vid = textAt(body, 'vid');
  const portal = textAt(body, 'portal-id');
  const modified = textAt(value('lastmodifieddate'));
  const forms = recordsAt(body, 'form-submissions').toSorted(
    (a, b) => Number(at(b, 'timestamp')) - Number(at(a, 'timestamp')),
  );
  const deals = Number(textAt(company('hs_num_open_deals')));
  return {
    item: body,
    lead: {
      // HubSpot names no event: the contact as it was is one.
      id: modified === undefined ? undefined : [portal, vid, modified].join('|'),
      occurred_at: at(forms[0], 'timestamp') ?? modified,
      refs: [{ system: 'hubspot', type: 'contact', id: vid, url: textAt(body, 'profile-url') }],
      person: contactOf((name) => value(name)),
      account: {
        ...companyOf(company, value),
        open_opportunity: Number.isNaN(deals) ? undefined : deals > 0,
        existing_customer: textAt(company('lifecyclestage')) === 'customer' ? true : undefined,
      },
      channel: settings.defaults.channel ?? channelOf(value('hs_analytics_source')),
      campaign: { form: textAt(forms[0], 'title'), landing_page: textAt(forms[0], 'page-url') },
      score: scoreOf(value('hubspotscore')),
      discovery: { notes: value('message') },
      consent: consentOf((name) => value(name)),
    },
  };
}

type Property = (name: string) => unknown;

/** Of a contact, by HubSpot's own names. */
export const contactOf = (property: Property) => ({
  email: property('email'),
  first_name: property('firstname'),
  last_name: property('lastname'),
  phone: property('phone') ?? property('mobilephone'),
  title: property('jobtitle'),
  seniority: property('hs_seniority') ?? property('seniority'),
  country: property('country'),
  region: property('state'),
  language: property('hs_language'),
  time_zone: textAt(property('hs_timezone'))?.replaceAll('_slash_', '/'),
});

/** Of their company, and of the contact where it says so itself. */
export const companyOf = (company: Property, contact: Property) => ({
  name: company('name') ?? contact('company'),
  domain: company('domain'),
  website: company('website') ?? contact('website'),
  industry: company('industry') ?? contact('industry'),
  employees: company('numberofemployees') ?? contact('numemployees'),
  revenue: company('annualrevenue') ?? contact('annualrevenue'),
  country: company('country'),
  region: company('state'),
});

export const consentOf = (property: Property) => ({
  unsubscribed: property('hs_email_optout') === 'true' ? true : undefined,
});

/** HubSpot's scores go beyond a hundred where somebody lets them. */
export const scoreOf = (value: unknown): object | undefined =>
  textAt(value) === undefined ? undefined : { value: Math.min(100, Math.max(0, Number(value))) };

const CHANNELS: Record<string, Channel> = {
  ORGANIC_SEARCH: 'organic_search',
  PAID_SEARCH: 'paid_search',
  PAID_SOCIAL: 'paid_social',
  SOCIAL_MEDIA: 'social',
  EMAIL_MARKETING: 'email',
  REFERRALS: 'referral',
  AI_REFERRALS: 'referral',
  DIRECT_TRAFFIC: 'direct',
  OTHER_CAMPAIGNS: 'other',
};

/** By what brought them first. How somebody came in offline is not said. */
export const channelOf = (source: unknown): Channel | undefined => CHANNELS[textAt(source) ?? ''];
