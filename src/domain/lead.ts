import * as z from 'zod';
import { emailAddress } from './email-address.ts';
import { MEETING_STATUSES, MEETING_WORDS } from './meeting-words.ts';
import { RESPONSE_CHANNELS, RESPONSE_OUTCOMES } from './response.ts';
import { storableText } from './storable.ts';

/** The canonical lead: what every source is turned into, and what a `canonical` source sends as it is. */

export const TEMPERATURES = ['hot', 'warm', 'cold'] as const;
export type Temperature = (typeof TEMPERATURES)[number];

export const CHANNELS = [
  'demo_request',
  'pricing_request',
  'website',
  'content',
  'webinar',
  'trade_show',
  'hosted_event',
  'organic_search',
  'paid_search',
  'display_ads',
  'social',
  'paid_social',
  'review_site',
  'pr',
  'cold_call',
  'direct_mail',
  'referral',
  'partner',
  'email',
  'chat',
  'phone',
  'intent_data',
  'product',
  'sales_room',
  'direct',
  'other',
  'unknown',
] as const;
export type Channel = (typeof CHANNELS)[number];

export const SIGNAL_TYPES = [
  'page_view',
  'pricing_view',
  'form_submit',
  'content_download',
  'webinar_registered',
  'webinar_attended',
  'email_open',
  'email_click',
  'email_reply',
  'ad_click',
  'chat',
  'call',
  'meeting',
  'demo_view',
  'document_view',
  'room_view',
  'trial_start',
  'product_event',
  'intent_surge',
  'review_site_visit',
  'list_membership',
  'expansion',
  'churn',
  'other',
] as const;
export type SignalType = (typeof SIGNAL_TYPES)[number];

/** What somebody must not be asked. Each is its own. */
export const CONSENTS = ['do_not_call', 'do_not_contact', 'unsubscribed'] as const;
export type Consent = (typeof CONSENTS)[number];

/**
 * An `activity` is something a rep did, an `update` what a CRM says of somebody who is known, an `account_signal` what a
 * company did, of whom nobody knows who, a `spend` what was paid to be found, an `erasure` that nothing may be kept of
 * somebody; the others are what a lead did.
 */
export const ITEM_KINDS = [
  'lead',
  'signal',
  'account_signal',
  'activity',
  'update',
  'spend',
  'erasure',
  'test',
] as const;

export const OPPORTUNITY_STATUSES = ['open', 'won', 'lost'] as const;

/** Under this key a schema says of a text what it holds, where that is read in a way of its own. */
export const HOLDS = 'holds';
const LONGEST_TEXT = 5_000;
const LONGEST_LINK = 2_000;
// Nothing a person typed is refused for its length.
const short = z
  .string()
  .transform(cut)
  .meta({ [HOLDS]: 'text' });
// Forms and serializers write "nothing" as '' or null: a blank must neither refuse a lead nor name one.
const optional = <T extends z.ZodType>(shape: T) =>
  z
    .preprocess(
      (value: z.input<T> | null | undefined) => (isBlank(value) ? undefined : value),
      shape.nullish(),
    )
    .transform((value) => value ?? undefined);
const nullIsAbsent = <T extends z.ZodType>(shape: T) =>
  z.preprocess((value: z.input<T> | null) => value ?? undefined, shape);
const filled = z.string().trim().min(1, 'a text that is not empty').transform(cut);
const instant = z.iso.datetime({ offset: true, error: 'a time such as 2026-11-21T18:00:00Z' });
/** When something happened: never in the future. */
const happened = instant.meta({ [HOLDS]: 'happened' });
const email = z
  .string()
  .trim()
  .refine((text) => emailAddress(text) !== null, 'an e-mail address')
  .transform((text) => emailAddress(text) ?? text)
  .meta({ [HOLDS]: 'email' });
const link = z.string().transform(storableText).refine(isWebAddress, 'an http or https address');
const score = z.strictObject({
  value: z.number().min(0).max(100),
  reasons: nullIsAbsent(z.array(short).max(50).default([])),
});

function cut(value: string): string {
  const clean = storableText(value);
  return clean.length <= LONGEST_TEXT ? clean : Array.from(clean).slice(0, LONGEST_TEXT).join('');
}

function isBlank(value: unknown): boolean {
  return typeof value === 'string' && value.trim() === '';
}

function isWebAddress(value: string): boolean {
  // In bytes: the index of signals holds a link, and its rows have a limit.
  if (Buffer.byteLength(value) > LONGEST_LINK) return false;
  try {
    return ['http:', 'https:'].includes(new URL(value).protocol);
  } catch {
    return false;
  }
}

const person = z.strictObject({
  full_name: optional(short),
  first_name: optional(short),
  last_name: optional(short),
  email: optional(email),
  phone: optional(short),
  title: optional(short),
  seniority: optional(short),
  department: optional(short),
  linkedin_url: optional(link),
  language: optional(short),
  country: optional(short),
  region: optional(short),
  time_zone: optional(short),
});

const account = z.strictObject({
  name: optional(short),
  domain: optional(short),
  website: optional(link),
  industry: optional(short),
  country: optional(short),
  region: optional(short),
  employees: optional(z.number().int().min(0)),
  /** A year's, in whatever currency the sender counts in. */
  revenue: optional(z.number().meta({ [HOLDS]: 'money' })),
  existing_customer: optional(z.boolean()),
  open_opportunity: optional(z.boolean()),
  abm_tier: optional(short),
});

const signal = z.strictObject({
  type: z.enum(SIGNAL_TYPES),
  at: happened,
  title: optional(short),
  url: optional(link),
});
/** Something the lead did. */
export type LeadSignal = z.output<typeof signal>;

const name = z.string().trim().min(1).max(300);
const meeting = z.strictObject({
  /** The sender's own, by which it tells of it again. */
  id: optional(name),
  /** The id of the meeting it was put in the place of. */
  replaces: optional(name),
  status: optional(
    z.preprocess(
      (word) => (typeof word === 'string' && MEETING_WORDS[word]) || word,
      z.enum(MEETING_STATUSES),
    ),
  ),
  start_at: optional(instant),
  end_at: optional(instant),
  host_email: optional(email),
  join_url: optional(link),
  cancelled_by: optional(z.enum(['lead', 'host'])),
});

const activity = z.strictObject({
  channel: z.enum(RESPONSE_CHANNELS),
  /** Where nobody says what came of it, it was a try. */
  outcome: z.enum(RESPONSE_OUTCOMES).default('no_answer'),
  at: optional(happened),
  /** The rep's. */
  by_email: optional(email),
  /** Whether a machine made it, as the mails of a sequence; where nobody says, it is worked out. */
  automatic: optional(z.boolean()),
  /** Of whoever had the machine send it. */
  set_off_by_email: optional(email),
  note: optional(short),
  /** Where a call can be heard, by whoever may. */
  recording_url: optional(link),
});

const spend = z.strictObject({
  /** The days it was spent on: 2026-10, 2026-10-05, 2026-W41, 2026-Q4. */
  period: filled,
  amount: z.number().meta({ [HOLDS]: 'money' }),
  currency: filled,
  /** One of our sources, whose leads it paid for. */
  source: optional(short),
});

export const canonicalLeadSchema = z.strictObject({
  schema_version: z.literal(1).default(1),
  id: optional(
    z.union([z.string().min(1).max(300), z.number().int().max(Number.MAX_SAFE_INTEGER).transform(String)]),
  ),
  kind: z.enum(ITEM_KINDS).default('lead'),
  occurred_at: optional(happened),
  refs: nullIsAbsent(
    z
      .array(z.strictObject({ system: filled, type: filled, id: filled, url: optional(link) }))
      .max(20)
      .default([]),
  ),
  person: nullIsAbsent(person.prefault({})),
  account: nullIsAbsent(account.prefault({})),
  channel: optional(z.enum(CHANNELS)),
  campaign: optional(
    z.strictObject({
      name: optional(short),
      form: optional(short),
      landing_page: optional(short),
      utm_source: optional(short),
      utm_medium: optional(short),
      utm_campaign: optional(short),
      /** By which Google Ads is told what became of a click. */
      gclid: optional(short),
    }),
  ),
  product_interest: optional(z.array(short).max(20)),
  temperature: optional(z.enum(TEMPERATURES)),
  score: optional(score),
  signals: nullIsAbsent(z.array(signal).max(500).default([])),
  discovery: optional(
    z.strictObject({
      challenge: optional(short),
      timeline: optional(short),
      budget: optional(short),
      stakeholders: optional(short),
      notes: optional(short),
      answers: nullIsAbsent(
        z
          .array(z.strictObject({ question: short, answer: short }))
          .max(50)
          .default([]),
      ),
    }),
  ),
  meeting: optional(meeting),
  /** The deal, as a CRM has it. */
  opportunity: optional(
    z.strictObject({
      stage: optional(short),
      status: optional(z.enum(OPPORTUNITY_STATUSES)),
      amount: optional(z.number()),
      currency: optional(short),
      close_on: optional(short),
    }),
  ),
  /** Of items of these kinds, and of no other. */
  activity: optional(activity),
  spend: optional(spend),
  owner_email: optional(email),
  /** Of an update: whatever names somebody in it names one person, whom somebody merged elsewhere. */
  merged: optional(z.boolean()),
  consent: optional(
    z.strictObject({
      do_not_call: optional(z.boolean()),
      do_not_contact: optional(z.boolean()),
      unsubscribed: optional(z.boolean()),
    }),
  ),
  tags: nullIsAbsent(z.array(short).max(50).default([])),
});
/** A lead, a signal about one, or a rep's activity on one, as a source described it. */
export type CanonicalLead = z.output<typeof canonicalLeadSchema>;
