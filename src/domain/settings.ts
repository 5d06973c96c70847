import * as z from 'zod';
import { isPeriodName, PERIOD_NAMES } from './calendar-period.ts';
import { CURRENCIES, isCurrency } from './deal.ts';
import { ASKABLE_FACTS } from './facts.ts';
import { readEntry } from './identity-entry.ts';
import { CHANNELS, CONSENTS, SIGNAL_TYPES, TEMPERATURES } from './lead.ts';
import { accountsSettings } from './mirror-settings.ts';
import { qualification } from './questions.ts';
import {
  block,
  channelId,
  conditions,
  daysFrom,
  duration,
  envName,
  groupId,
  id,
  isoDate,
  LEGS,
  minutes,
  OFFICE_HOURS,
  origin,
  publicLink,
  rate,
  share,
  skills,
  text,
  timeZone,
  USUAL_HOURS,
  USUAL_LEG,
  userId,
  WEEKDAYS,
  week,
  written,
} from './settings-shapes.ts';
import { sinksSettings } from './sink-settings.ts';
import { digests, escalation, feedback, keep, prospects, slaPolicy } from './sla-settings.ts';
import { FORMATS } from './systems.ts';
import { trialSchema } from './trial/trial-schema.ts';

/** The shapes of `handoff.yaml`. Everything the team agrees on is here; secrets are named, never written. */

export const ROLES = ['sdr', 'ae', 'csm', 'manager', 'marketer', 'ops'] as const;
export type Role = (typeof ROLES)[number];

export const FAILURE_POINTS = [
  'response_timing',
  'routing_accuracy',
  'qualification_threshold',
  'data_quality',
] as const;
export type FailurePoint = (typeof FAILURE_POINTS)[number];

export const CONSEQUENCES = ['return_to_marketing', 'reroute', 'suppress', 'merge'] as const;

/**
 * How a pool chooses among those who can take a lead: by weighted turns; by turns among those with the least open
 * work; by turns among those whose skills fit best; or whoever takes it first.
 */
export const POOL_MODES = ['round_robin', 'load_balance', 'skills', 'claim'] as const;
export type PoolMode = (typeof POOL_MODES)[number];

/** Whether the leads of a large delivery lie in one batch, to be taken one after another. */
export const BATCH_RULES = ['auto', 'always', 'never'] as const;

/** Whether leads are handed over, or only what would happen to them is told to ops. */
export const MODES = ['live', 'shadow'] as const;
export type Mode = (typeof MODES)[number];

/** A day off, or a day with hours of its own: half a day, or a Saturday on which the office is open. */
const specialDay = z.union([isoDate, z.strictObject({ on: isoDate, hours: z.array(block).min(1) })], {
  error: 'a date such as 2026-12-25 (a day off), or {on: 2026-12-24, hours: [09:00-13:00]}',
});
export type SpecialDay = z.output<typeof specialDay>;

const person = z.strictObject({
  id,
  name: text,
  email: z.email('an e-mail address'),
  slack_id: userId.optional(),
  roles: z.array(z.enum(ROLES)).min(1),
  manager: id.optional(),
  /** Of a manager: who is told in their place while they are away. */
  deputy: id.optional(),
  time_zone: timeZone.optional(),
  hours: id.optional(),
  holidays: z.array(id).default([]),
  team: id.optional(),
  skills: skills.optional(),
  /** Their calendar, where whoever is qualified by a form may choose a time. */
  booking_url: publicLink.optional(),
});
export type Person = z.output<typeof person>;

export const poolSchema = z.strictObject({
  id,
  name: text,
  leg: z.enum(LEGS).default(USUAL_LEG),
  mode: z.enum(POOL_MODES).default('round_robin'),
  /** Before a team and a user group are added; in the settings in force, everybody. */
  members: z
    .array(
      z.strictObject({
        person: id,
        weight: z.number().int().min(1).max(100).default(1),
        days: z.array(z.enum(WEEKDAYS)).min(1).optional(),
      }),
    )
    .default([]),
  team: id.optional(),
  user_group: groupId.optional(),
  deliver_to: z
    .union([z.literal('dm'), channelId], { error: 'dm, or a Slack channel id such as C0123ABCD' })
    .default('dm'),
  outside_hours: z.enum(['hold', 'offer']).default('hold'),
  overflow: z
    .union([z.enum(['hold', 'manager']), z.strictObject({ pool: id })], {
      error: 'hold, manager, or {pool: <pool id>} (one of mode claim makes it a claim)',
    })
    .default('hold'),
  catch_up_per_day: z.number().int().min(0).max(50).default(0),
  backlog_pace: minutes.prefault('2m'),
  /** For members without a calendar of their own. */
  booking_url: publicLink.optional(),
  caps: z
    .strictObject({
      unanswered: z.number().int().min(1).default(3),
      uncontacted: z.number().int().min(1).default(15),
      per_day: z.number().int().min(1).default(30),
    })
    .prefault({}),
});
export type Pool = z.output<typeof poolSchema>;

const territory = z.strictObject({ id, when: conditions });

const route = z.strictObject({
  id,
  leg: z.enum(LEGS).default(USUAL_LEG),
  when: conditions.default({}),
  to: z.union([z.strictObject({ pool: id }), z.strictObject({ person: id })], {
    error: '{pool: <pool id>} or {person: <person id>}',
  }),
});

const behaviour = z.strictObject({
  id,
  any_of: z.array(z.enum(SIGNAL_TYPES)).min(1),
  at_least: z.number().int().min(1).default(1),
  within: duration.prefault('30d'),
  /** Of which leads it counts. */
  when: conditions.default({}),
});

const namedRule = z.strictObject({ id, when: conditions });

const mql = z.strictObject({
  version: z.string().min(1),
  signed_by: z.strictObject({ marketing: text, sales: text, on: isoDate }),
  review_by: isoDate,
  exclusions: z.array(namedRule).default([]),
  profiles: z.array(namedRule).min(1),
  behaviours: z.array(behaviour).min(1),
  hand_raisers: conditions.prefault({ channel: ['demo_request', 'pricing_request', 'phone', 'chat'] }),
});
export type MqlDefinition = z.output<typeof mql>;

const temperature = z.strictObject({
  by_source: z.array(z.strictObject({ when: conditions, is: z.enum(TEMPERATURES) })).default([]),
  by_behaviour: z.array(behaviour.extend({ is: z.enum(TEMPERATURES) })).default([]),
  otherwise: z.enum(TEMPERATURES).default('warm'),
});

export const REASON_USES = ['reject', 'recycle', 'disqualify', 'lose', 'churn'] as const;
export type ReasonUse = (typeof REASON_USES)[number];

const reason = z.strictObject({
  code: id,
  words: z.string().min(1).max(70),
  failure_point: z.enum(FAILURE_POINTS),
  consequence: z.enum(CONSEQUENCES).default('return_to_marketing'),
  note: z.enum(['optional', 'required']).default('optional'),
  offered_for: z.array(z.enum(REASON_USES)).min(1).default(['reject']),
  legs: z.array(z.enum(LEGS)).min(1).optional(),
  supported_when: conditions.optional(),
});
export type Reason = z.output<typeof reason>;

/** A step of an open deal. */
const subStage = z.strictObject({
  code: id,
  words: z.string().min(1).max(70),
  /** How many of those that stand there are won in the end, 0 to 1: for those who plan by it. */
  probability: share.optional(),
  /** What the CRM calls it, where that is neither its code nor its words. */
  in_crm: z.array(z.string().min(1).max(300)).min(1).optional(),
});
export type SubStage = z.output<typeof subStage>;

const opportunity = z.strictObject({
  stages: z.array(subStage).max(25).default([]),
  /** Nobody says that there is a deal before a meeting with them was held. */
  needs_meeting: z.boolean().default(false),
});

const secrets = z.array(envName).min(1, 'at least one environment variable name');
const hash = written(
  /^[0-9a-f]{64}$/,
  'the SHA-256 of a random token, as 64 hexadecimal digits (lower case)',
);
/** A token that is sent as it is may be kept as its hash, which lets nobody in who reads it. */
const tokens = {
  secret_env: secrets.optional(),
  secret_sha256: z.array(hash).min(1, 'at least one hash').optional(),
};
const ONE_OF_TWO = 'either secret_env: [NAME] or secret_sha256: [hash], and not both';
const hasOneOfTwo = (written: { secret_env?: unknown; secret_sha256?: unknown }): boolean =>
  (written.secret_env === undefined) !== (written.secret_sha256 === undefined);

/** In the way of the tool that `format` names, with what that way asks for. */
const ownAuth = z
  .strictObject({
    type: z.literal('own'),
    ...tokens,
    /** The name beside the password, where the tool sends both. */
    user: z.string().min(1).optional(),
    /** Which customer of the tool we are, where it says so in each delivery. */
    organization: z.string().min(1).optional(),
    /** What the tool asks for before its first delivery, where that is another secret. */
    verify_env: secrets.optional(),
    /** Also take signatures without a time, which somebody who saw one can send again. */
    older_signatures: z.boolean().default(false),
  })
  .refine(hasOneOfTwo, ONE_OF_TWO);

const auth = z.union(
  [
    z.literal('none'),
    z.discriminatedUnion('type', [
      z.strictObject({ type: z.literal('standard-webhooks'), secret_env: secrets }),
      z.strictObject({
        type: z.literal('hmac'),
        secret_env: secrets,
        algorithm: z.enum(['sha1', 'sha256', 'sha512']).default('sha256'),
        encoding: z.enum(['hex', 'base64']).default('hex'),
        header: z.string().min(1).optional(),
        /** Where the signature stands in the address instead of a header. */
        parameter: z.string().min(1).optional(),
        prefix: z.string().default(''),
        template: z
          .string()
          .refine(
            (template) => template.includes('{body}'),
            'a text with {body}, and {timestamp}, {id}, {method} or {url} where the sender signs them',
          )
          .default('{body}'),
        timestamp_header: z.string().min(1).optional(),
        id_header: z.string().min(1).optional(),
        tolerance: duration.prefault('5m'),
      }),
      z.strictObject({ type: z.literal('bearer'), ...tokens }).refine(hasOneOfTwo, ONE_OF_TWO),
      z
        .strictObject({ type: z.literal('basic'), user: z.string().min(1), ...tokens })
        .refine(hasOneOfTwo, ONE_OF_TWO),
      z
        .strictObject({ type: z.literal('header'), header: z.string().min(1), ...tokens })
        .refine(hasOneOfTwo, ONE_OF_TWO),
      // For tools that can set no header: behind the source's id, in the query, or in a field that is never stored.
      z.strictObject({ type: z.literal('path'), ...tokens }).refine(hasOneOfTwo, ONE_OF_TWO),
      z
        .strictObject({ type: z.literal('query'), parameter: z.string().min(1), ...tokens })
        .refine(hasOneOfTwo, ONE_OF_TWO),
      z
        .strictObject({ type: z.literal('body'), field: z.string().min(1), ...tokens })
        .refine(hasOneOfTwo, ONE_OF_TWO),
      /** RS256, over the address and the body; the secrets are public keys in PEM. */
      z.strictObject({ type: z.literal('jwt'), secret_env: secrets }),
      ownAuth,
    ]),
  ],
  {
    error:
      'none, or {type: own | standard-webhooks | hmac | bearer | basic | header | path | query | body | jwt, secret_env: [NAME], …}',
  },
);
export type SourceAuth = z.output<typeof auth>;
export type OwnAuth = z.output<typeof ownAuth>;

const locale = text.refine(isLocale, 'a language and a country such as de-DE or en-US');

function isLocale(value: string): boolean {
  return (
    /^[a-z]{2,3}(-[a-z0-9]{2,8})*$/i.test(value) && Intl.NumberFormat.supportedLocalesOf(value).length > 0
  );
}

/** How a page's form is answered while its visitor waits. No secret is in it: a browser cannot keep one. */
const qualify = z.strictObject({
  origins: z.array(origin).min(1),
  /** For so long nobody is told of a lead whose visitor may be choosing a time. */
  hold: minutes.prefault('3m'),
  per_address: rate.prefault('10/minute'),
  /** Of e-mail addresses; a free-mail address counts for itself. */
  per_domain: rate.prefault('30/hour'),
  ask: z.array(z.enum(ASKABLE_FACTS)).default([]),
});
export type QualifyRules = z.output<typeof qualify>;

export const sourceSchema = z.strictObject({
  id,
  name: text,
  auth: auth.optional(),
  format: z.enum(FORMATS).default('canonical'),
  /** By what the tool is asked for the rest, where a delivery names records only. */
  api: z
    .strictObject({
      token_env: envName,
      /** Where the token is one that buys others, for a while: of the client that may. */
      client_id_env: envName.optional(),
      client_secret_env: envName.optional(),
      base_url: z
        .url({ protocol: /^https?$/, error: 'an address such as https://api.hubapi.com' })
        .optional(),
    })
    .optional(),
  items: z.string().min(1).optional(),
  when: z.string().min(1).optional(),
  map: z.record(z.string(), z.string().min(1)).optional(),
  defaults: z
    .strictObject({
      channel: z.enum(CHANNELS).optional(),
      temperature: z.enum(TEMPERATURES).optional(),
      campaign: z.string().min(1).optional(),
    })
    .prefault({}),
  owner: z.enum(['ours', 'senders']).default('ours'),
  qualified_by_sender: z.boolean().default(false),
  accept_if: text.optional(),
  time_zone: timeZone.optional(),
  locale: locale.optional(),
  /** What they said must not be asked, and this source may say may be asked again. */
  authority_for: z.array(z.enum(CONSENTS)).default([]),
  mode: z.enum(MODES).optional(),
  batch: z.enum(BATCH_RULES).default('auto'),
  qualify: qualify.optional(),
});
export type Source = z.output<typeof sourceSchema>;

const mailboxes = z
  .string()
  .refine(
    (entry) => ['name', 'address', 'domain'].includes(readEntry(entry)?.form ?? ''),
    'a name before the @ (info), an e-mail address, or all addresses of a domain (@lists.acme.com)',
  );
const namesNobody = z
  .string()
  .refine(
    (entry) => readEntry(entry) !== null,
    'a name before the @ (noemail), an e-mail address, all addresses of a domain (@noemail.acme.com), or a phone number',
  );

const domain = z.string().min(3);
const namedAccount = z.strictObject({
  domain,
  aliases: z.array(domain).default([]),
  subsidiaries: z.array(domain).default([]),
  owner: id.optional(),
  /** Who has which leg of its leads. */
  team: z.strictObject({ sdr: id.optional(), ae: id.optional(), csm: id.optional() }).optional(),
  abm_tier: text.optional(),
});
export type NamedAccount = z.output<typeof namedAccount>;

const revenueTarget = z.strictObject({
  period: z.string().refine(isPeriodName, PERIOD_NAMES),
  amount: z.number().positive('a number above zero, such as 250000'),
  currency: z.string().refine((code) => isCurrency(code), {
    error: 'a currency in three letters, such as EUR',
    params: { names: () => CURRENCIES },
  }),
});

export const settingsSchema = z.strictObject({
  version: z.literal(1),
  mode: z.enum(MODES).default('live'),
  workspace: z
    .strictObject({
      name: text.default('Our team'),
      time_zone: timeZone.default('UTC'),
      hours: id.default(USUAL_HOURS),
      holidays: z.array(id).default([]),
    })
    .prefault({}),
  channels: z.strictObject({ ops: channelId.optional(), feedback: channelId.optional() }).prefault({}),
  hours: z.record(id, week).default(OFFICE_HOURS),
  holidays: z.record(id, z.array(specialDay)).default({}),
  people: z.array(person).default([]),
  pools: z.array(poolSchema).default([]),
  territories: z.array(territory).default([]),
  segments: z.array(territory).default([]),
  named_accounts: z.array(namedAccount).default([]),
  accounts: accountsSettings,
  free_mail: z
    .strictObject({ also: z.array(domain).default([]), except: z.array(domain).default([]) })
    .prefault({}),
  identities: z
    .strictObject({
      /** Name nobody. */
      placeholders: z.array(namesNobody).default([]),
      /** Mailboxes of several people. */
      role_names: z.array(mailboxes).default([]),
    })
    .prefault({}),
  /** Who works with whom: what an SDR qualifies goes to their AE. */
  pairs: z.array(z.strictObject({ sdr: id, ae: id })).default([]),
  routes: z.array(route).default([]),
  availability: z
    .strictObject({
      not_answering_after: z.number().int().min(1).max(20).default(2),
      do_not_disturb: z.boolean().default(false),
      away_statuses: z.array(written(/^:[^:\s]+:$/, 'a status emoji such as :palm_tree:')).default([]),
    })
    .prefault({}),
  batch: z.strictObject({ from: z.number().int().min(2).max(1_000).default(10) }).prefault({}),
  mql,
  temperature: temperature.prefault({}),
  sla: z.array(slaPolicy).min(1),
  escalation,
  feedback,
  digests,
  prospects,
  keep,
  /** For how many days whoever qualified a lead is named as the source of what becomes of it. */
  sourcing_credit: daysFrom(1).prefault('180d'),
  snooze_budget: z.strictObject({ per_rep_a_day: z.number().int().min(1).default(20) }).prefault({}),
  reasons: z.array(reason).min(1),
  trials: z.array(trialSchema).default([]),
  recycle: z
    .strictObject({
      /** So often a lead comes back by itself on the day that was chosen; then never again. */
      at_most: z.number().int().min(0).max(20).default(3),
    })
    .prefault({}),
  qualification,
  opportunity: opportunity.prefault({}),
  sources: z.array(sourceSchema).default([]),
  sinks: sinksSettings,
  targets: z
    .strictObject({
      sla_attainment: share.default(0.9),
      mql_to_sal: share.default(0.6),
      median_accept: duration.prefault('5m'),
      /** What is to be won, by period and currency. */
      revenue: z.array(revenueTarget).default([]),
    })
    .prefault({}),
});
/** The settings in force, parsed. */
export type Settings = z.output<typeof settingsSchema>;

/** Parts of the settings as they are written, before defaults: what may be edited in Slack. */
export type Edits = {
  mode?: Mode;
  channels?: { ops?: string; feedback?: string };
  workspace?: { time_zone?: string; hours?: string; name?: string };
  hours?: Record<string, z.input<typeof week>>;
  people?: z.input<typeof person>[];
  pools?: z.input<typeof poolSchema>[];
  routes?: z.input<typeof route>[];
  sources?: z.input<typeof sourceSchema>[];
  trials?: z.input<typeof trialSchema>[];
};
export const NO_EDITS: Edits = {};
