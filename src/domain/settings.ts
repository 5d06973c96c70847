import * as z from 'zod';
import { FACTS, IDENTITY_FACTS } from './facts.ts';
import { CHANNELS, SIGNAL_TYPES, TEMPERATURES } from './lead.ts';

/** The shapes of `handoff.yaml`. Everything the team agrees on is here; secrets are named, never written. */

export const LEGS = ['mql_to_sdr', 'sql_to_ae', 'won_to_cs'] as const;
export type Leg = (typeof LEGS)[number];
/** The leg of a pool, a route or an SLA policy that names none. */
export const USUAL_LEG: Leg = 'mql_to_sdr';

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

export const WEEKDAYS = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] as const;
export type Weekday = (typeof WEEKDAYS)[number];

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

/** A length of time: minutes (`90m`, `4h`, `2d` = 48 hours) or business days (`5bd`). */
export type Duration = { unit: 'minutes'; amount: number } | { unit: 'business_days'; amount: number };

/** A moment counted from a press: a duration, or the opening of the rep's next working day. */
export type Delay = Duration | { unit: 'next_morning' };

const MINUTES = { m: 1, h: 60, d: 24 * 60 } as const;

function parseDuration(text: string): Duration {
  const amount = Number.parseInt(text, 10);
  if (text.endsWith('bd')) return { unit: 'business_days', amount };
  return { unit: 'minutes', amount: amount * MINUTES[text.at(-1) as keyof typeof MINUTES] };
}

/** Reads `90m`, `4h`, `2d`, `5bd`, `next_morning`: the texts the settings accept. */
export const parseDelay = (text: string): Delay =>
  text === 'next_morning' ? { unit: 'next_morning' } : parseDuration(text);

/** A text of one form. What was expected is said the same way for a wrong text and for something that is no text. */
const written = (pattern: RegExp, expected: string) => z.string(expected).regex(pattern, expected);

const durationText = written(
  /^[1-9]\d{0,4}(m|h|d|bd)$/,
  'a length of time such as 5m, 4h, 2d, or 5bd for business days',
);
const duration = durationText.transform(parseDuration);
/** A length of time whose end is an instant everywhere. */
const minutes = written(/^[1-9]\d{0,4}(m|h)$/, 'a length of time such as 2m or 1h').transform(parseDuration);
export const delaySchema = z
  .union([z.literal('next_morning'), durationText], {
    error: 'a length of time such as 15m, 4h or 2bd, or next_morning',
  })
  .transform(parseDelay);

const id = written(/^[a-z0-9][a-z0-9_-]{0,62}$/, 'an id (lower-case letters, digits, - and _; at most 63)');
const channelId = written(
  /^[CG][A-Z0-9]{2,}$/,
  'a Slack channel id such as C0123ABCD (channel details, at the bottom)',
);
const userId = written(/^[UW][A-Z0-9]{2,}$/, 'a Slack member id such as U0123ABCD (profile, Copy member ID)');
const groupId = written(/^S[A-Z0-9]{2,}$/, 'the id of a Slack user group such as S0123ABCD');
const envName = written(
  /^[A-Z][A-Z0-9_]*$/,
  'the NAME of an environment variable, such as WEBSITE_SECRET, never the secret itself',
);
const isoDate = z.iso.date('a date such as 2026-12-25');
const timeZone = z.string('an IANA time zone such as Europe/Berlin').refine(isTimeZone, {
  error: 'an IANA time zone such as Europe/Berlin',
  // For whoever words the mistake: the names a typing error may have meant.
  params: { names: () => Intl.supportedValuesOf('timeZone') },
});
const SHARE = 'a share from 0 to 1, such as 0.9';
const share = z.number(SHARE).min(0, SHARE).max(1, SHARE);
const text = z.string().min(1).max(300);

function isTimeZone(zone: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: zone });
    return true;
  } catch {
    return false;
  }
}

const scalar = z.union([z.string(), z.number(), z.boolean()], { error: 'a text, a number, true or false' });
const range = z
  .strictObject({ min: z.number().optional(), max: z.number().optional() })
  .refine(({ min, max }) => (min ?? max) !== undefined && (min ?? -Infinity) <= (max ?? Infinity), {
    error: 'min, max or both, min not above max',
    // Else zod takes whatever is no other test, even a wrong `includes`, for a range with an unknown key.
    abort: true,
  });
const test = z.union(
  [
    scalar,
    z.array(scalar).min(1),
    range,
    z.strictObject({ includes: z.array(z.string().min(1)).min(1) }),
    z.strictObject({ none_of: z.array(scalar).min(1) }),
  ],
  { error: 'a value, a list of values, {min, max}, {includes: [words]} or {none_of: [values]}' },
);
/** What one fact must be. A list means "any of"; `includes` looks for words inside a text. */
export type Test = z.output<typeof test>;

/** Facts and what each must be; all must hold. */
const conditions = z.partialRecord(z.enum(FACTS), test);
export type Conditions = z.output<typeof conditions>;

/** What somebody is good at. Only facts that are kept for ever: a choice by skills has to be explained years later. */
const skills = z.partialRecord(z.enum(FACTS).exclude(IDENTITY_FACTS), test);

const BLOCK = 'working time such as 09:00-12:30 (22:00-06:00 runs past midnight)';
const block = written(/^([01]\d|2[0-3]):[0-5]\d-(([01]\d|2[0-3]):[0-5]\d|24:00)$/, BLOCK).refine(
  (hours) => hours.slice(0, 5) !== hours.slice(6),
  BLOCK,
);
const week = z.partialRecord(z.enum(WEEKDAYS), z.array(block));
/** Working blocks by weekday, local wall time. */
export type Week = z.output<typeof week>;

/** The set of hours of a workspace that names none. */
export const USUAL_HOURS = 'office';
const OFFICE = ['09:00-18:00'];
/** The sets of hours where none are written. */
export const OFFICE_HOURS = {
  [USUAL_HOURS]: { mon: OFFICE, tue: OFFICE, wed: OFFICE, thu: OFFICE, fri: OFFICE },
};

const person = z.strictObject({
  id,
  name: text,
  email: z.email('an e-mail address'),
  slack_id: userId.optional(),
  roles: z.array(z.enum(ROLES)).min(1),
  manager: id.optional(),
  time_zone: timeZone.optional(),
  hours: id.optional(),
  holidays: z.array(id).default([]),
  team: id.optional(),
  skills: skills.optional(),
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

export const CALENDARS = ['rep', 'team', 'wall'] as const;
const clockTarget = z.strictObject({
  within: duration,
  calendar: z.enum(CALENDARS).default('rep'),
  overnight: duration.optional(),
});
export type ClockTarget = z.output<typeof clockTarget>;

export const LADDER_STEPS = ['remind', 'tell_manager', 'offer_next'] as const;
export type LadderStep = (typeof LADDER_STEPS)[number];

const ladderStep = z.strictObject({
  at: z.union([z.string().regex(/^(100|[1-9]\d?)%$/), durationText], {
    error: 'a part of the clock such as 50%, or a length of time after the offer such as 3m',
  }),
  do: z.enum(LADDER_STEPS),
});

const snooze = z.strictObject({
  choices: z.array(delaySchema).min(1).max(5),
  limit: delaySchema,
  callback_limit: delaySchema.prefault('5bd'),
  times: z.number().int().min(1).max(20),
  clock: z.enum(['runs_on', 'pauses']),
});
export type SnoozeRule = z.output<typeof snooze>;

const slaPolicy = z.strictObject({
  id,
  leg: z.enum(LEGS).default(USUAL_LEG),
  when: conditions.default({}),
  accept: clockTarget,
  response: clockTarget.optional(),
  unassigned: clockTarget.optional(),
  ladder: z.array(ladderStep).max(12),
  snooze,
});
export type SlaPolicy = z.output<typeof slaPolicy>;

export const REASON_USES = ['reject', 'recycle', 'disqualify'] as const;
export type ReasonUse = (typeof REASON_USES)[number];

const reason = z.strictObject({
  code: id,
  words: z.string().min(1).max(70),
  failure_point: z.enum(FAILURE_POINTS),
  consequence: z.enum(CONSEQUENCES).default('return_to_marketing'),
  note: z.enum(['optional', 'required']).default('optional'),
  offered_for: z.array(z.enum(REASON_USES)).min(1).default(['reject']),
  supported_when: conditions.optional(),
});
export type Reason = z.output<typeof reason>;

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
        header: z.string().min(1),
        prefix: z.string().default(''),
        template: z
          .string()
          .refine(
            (template) => template.includes('{body}'),
            'a text with {body}, and {timestamp} or {id} where the sender signs them',
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
    ]),
  ],
  { error: 'none, or {type: standard-webhooks | hmac | bearer | basic | header, secret_env: [NAME], …}' },
);
export type SourceAuth = z.output<typeof auth>;

export const sourceSchema = z.strictObject({
  id,
  name: text,
  auth: auth.optional(),
  format: z.enum(['canonical', 'mapped']).default('canonical'),
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
  mode: z.enum(MODES).optional(),
  batch: z.enum(BATCH_RULES).default('auto'),
});
export type Source = z.output<typeof sourceSchema>;

const domain = z.string().min(3);
const namedAccount = z.strictObject({
  domain,
  aliases: z.array(domain).default([]),
  subsidiaries: z.array(domain).default([]),
  owner: id.optional(),
  abm_tier: text.optional(),
});
export type NamedAccount = z.output<typeof namedAccount>;

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
  holidays: z.record(id, z.array(isoDate)).default({}),
  people: z.array(person).default([]),
  pools: z.array(poolSchema).default([]),
  territories: z.array(territory).default([]),
  segments: z.array(territory).default([]),
  named_accounts: z.array(namedAccount).default([]),
  free_mail: z
    .strictObject({ also: z.array(domain).default([]), except: z.array(domain).default([]) })
    .prefault({}),
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
  escalation: z.strictObject({ window: duration.prefault('1h') }).prefault({}),
  snooze_budget: z.strictObject({ per_rep_a_day: z.number().int().min(1).default(20) }).prefault({}),
  reasons: z.array(reason).min(1),
  sources: z.array(sourceSchema).default([]),
  targets: z
    .strictObject({
      sla_attainment: share.default(0.9),
      mql_to_sal: share.default(0.6),
      median_accept: duration.prefault('5m'),
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
};
export const NO_EDITS: Edits = {};
