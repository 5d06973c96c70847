import { sql } from 'drizzle-orm';
import {
  bigint,
  bigserial,
  boolean,
  check,
  customType,
  date,
  index,
  integer,
  json,
  jsonb,
  pgTable,
  primaryKey,
  text,
  timestamp,
  unique,
  uniqueIndex,
} from 'drizzle-orm/pg-core';
import type { ClockKind, StampedPolicy } from '#domain/clock.ts';
import type { CustomerDeed } from '#domain/customer.ts';
import type { Deal, DealField } from '#domain/deal.ts';
import type { DigestKind } from '#domain/digest-readers.ts';
import type { Evidence, Weighed } from '#domain/evidence.ts';
import type { Before, CommandType, HandoffEvent, State } from '#domain/handoff.ts';
import { OPEN_STATES } from '#domain/handoff.ts';
import type { CanonicalLead, Channel, Temperature } from '#domain/lead.ts';
import type { AnswerKind, Decision } from '#domain/marketing-answers.ts';
import type { Meeting, Telling } from '#domain/meetings.ts';
import type { AccountSystem } from '#domain/mirror-systems.ts';
import type { AccountFacts } from '#domain/mirrored-account.ts';
import type { StoredOrigins } from '#domain/origin.ts';
import type { OutcomeType } from '#domain/outcome-types.ts';
import type { OutcomeDetail } from '#domain/outcomes.ts';
import type { PackedRows } from '#domain/pack-funnel.ts';
import type { EvidenceRow } from '#domain/records.ts';
import type { ReturnEnd } from '#domain/returns.ts';
import type { StoredRecord } from '#domain/routing/pack-record.ts';
import type { FailurePoint } from '#domain/settings.ts';
import type { Leg } from '#domain/settings-shapes.ts';
import type { FieldChange, PlannedWrite, SinkProblemAbout } from '#domain/sink-writes.ts';
import type { LadderStep } from '#domain/sla-settings.ts';
import type { Stage } from '#domain/stages.ts';
import type { Study } from '#domain/suggest/suggestion.ts';
import { TEST_SOURCE } from '#domain/test-lead.ts';
import type { Sides } from '#domain/trial/judge-trial.ts';
import type { Promised, ProposalState } from '#domain/trial/proposal.ts';
import type { Trial } from '#domain/trial/trial-schema.ts';

/** A value as jsonb gives it back: instants are texts. */
export type Stored<T> = {
  [K in keyof T]: T[K] extends Date ? string : T[K] extends Date | null ? string | null : T[K];
};

const bytes = customType<{ data: Buffer; driverData: Uint8Array }>({
  dataType: () => 'bytea',
  fromDriver: (value) => Buffer.from(value),
});
const at = (name: string) => timestamp(name, { withTimezone: true, mode: 'date' });
const openStates = sql.raw(OPEN_STATES.map((state) => `'${state}'`).join(', '));

/** Every settings document that has ever decided something. */
export const settingsVersions = pgTable('settings_versions', {
  version: text('version').primaryKey(),
  document: jsonb('document').$type<unknown>().notNull(),
  loadedAt: at('loaded_at').notNull(),
  /** When it last came into force; null in rows of older versions. */
  lastLoadedAt: at('last_loaded_at'),
});

/** What was edited in Slack: each row the whole of it, in the shape of the settings file. The newest is in force. */
export const settingsEdits = pgTable('settings_edits', {
  no: bigserial('no', { mode: 'number' }).primaryKey(),
  document: jsonb('document').$type<unknown>().notNull(),
  what: text('what').notNull(),
  bySlackId: text('by_slack_id').notNull(),
  at: at('at').notNull(),
});

/** What is known of a person beyond the settings: their Slack id and whether they can be reached now. */
export const people = pgTable('people', {
  id: text('id').primaryKey(),
  slackId: text('slack_id').unique(),
  dmChannel: text('dm_channel'),
  isActive: boolean('is_active').notNull().default(true),
  problem: text('problem'),
  checkedAt: at('checked_at'),
  awayUntil: at('away_until'),
  missesInARow: integer('misses_in_a_row').notNull().default(0),
  /** Their Slack status, where the settings ask for it. */
  statusEmoji: text('status_emoji'),
  statusUntil: at('status_until'),
  /** The present, or next, time in which Slack does not disturb them. */
  quietFrom: at('quiet_from'),
  quietUntil: at('quiet_until'),
});

/** The digests that somebody wants none of until they say otherwise. */
export const mutedDigests = pgTable(
  'muted_digests',
  {
    personId: text('person_id').notNull(),
    digest: text('digest').$type<DigestKind>().notNull(),
    at: at('at').notNull(),
  },
  (t) => [primaryKey({ columns: [t.personId, t.digest] })],
);

/** Who of the settings is in a Slack user group that a pool is made of, as Slack said last. */
export const userGroups = pgTable('user_groups', {
  id: text('id').primaryKey(),
  /** Ids of people, in the order of the settings. */
  members: jsonb('members').$type<string[]>().notNull(),
  problem: text('problem'),
  checkedAt: at('checked_at').notNull(),
  changedAt: at('changed_at').notNull(),
});

/** One HTTP request from a source, as it came. */
export const deliveries = pgTable(
  'deliveries',
  {
    id: text('id').primaryKey(),
    sourceId: text('source_id').notNull(),
    key: text('key').notNull(),
    contentType: text('content_type'),
    /** Null once its time is over: `keep` in the settings. */
    body: bytes('body'),
    receivedAt: at('received_at').notNull(),
    readAt: at('read_at'),
    /** How often somebody began to read it. */
    tries: integer('tries').notNull().default(0),
    /** Until then somebody reads it, or it rests after a failure. By the database's clock. */
    takenUntil: at('taken_until'),
    /** How often it came again on the day when it last did. */
    repeats: integer('repeats').notNull().default(0),
    repeatedAt: at('repeated_at'),
    /** Until when a visitor's page waits for an answer; null where a tool sent it, which waits for none. */
    answerBy: at('answer_by'),
  },
  (t) => [
    unique('deliveries_once').on(t.sourceId, t.key),
    index('deliveries_by_source').on(t.sourceId, t.receivedAt),
    index('deliveries_unread').on(t.receivedAt).where(sql`read_at is null`),
    index('deliveries_repeated').on(t.repeatedAt).where(sql`repeated_at is not null`),
    index('deliveries_to_empty').on(t.receivedAt, t.id).where(sql`read_at is not null and body is not null`),
  ],
);

/** One thing found in a delivery, and what became of it. */
export const items = pgTable(
  'items',
  {
    id: text('id').primaryKey(),
    deliveryId: text('delivery_id')
      .notNull()
      .references(() => deliveries.id),
    sourceId: text('source_id').notNull(),
    key: text('key').notNull(),
    position: integer('position').notNull(),
    outcome: text('outcome').$type<ItemOutcome>().notNull(),
    lead: jsonb('lead').$type<CanonicalLead>(),
    problems: jsonb('problems').$type<{ path: string; problem: string; sent?: string }[]>(),
    leadId: text('lead_id'),
    handoffId: text('handoff_id'),
    at: at('at').notNull(),
  },
  (t) => [
    unique('items_once').on(t.sourceId, t.key),
    index('items_by_lead').on(t.leadId),
    index('items_by_delivery').on(t.deliveryId),
    index('items_by_time').on(t.at),
    index('items_quarantined').on(t.at).where(sql`outcome = 'quarantined'`),
    index('items_repeated').on(t.at, t.id).where(sql`outcome = 'repeated'`),
  ],
);
export type ItemOutcome =
  | 'handoff'
  | 'shadow'
  | 'nurture'
  | 'joined'
  | 'activity'
  | 'signal'
  | 'updated'
  | 'erased'
  | 'imported'
  | 'test'
  | 'repeated'
  | 'quarantined'
  | 'ignored';

export const accounts = pgTable(
  'accounts',
  {
    id: text('id').primaryKey(),
    domain: text('domain').unique(),
    name: text('name'),
    /**
     * The name as names are compared: without its legal form, accents and marks. Null in rows of older versions; in
     * those that such a version made of subdomains, a dot and the domain that was registered.
     */
    nameKey: text('name_key'),
    ownerId: text('owner_id'),
    createdAt: at('created_at').notNull(),
  },
  (t) => [index('accounts_by_name').on(t.nameKey)],
);

export const leads = pgTable(
  'leads',
  {
    id: text('id').primaryKey(),
    accountId: text('account_id').references(() => accounts.id),
    stage: text('stage').$type<Stage>().notNull(),
    temperature: text('temperature').$type<Temperature>().notNull(),
    sourceId: text('source_id').notNull(),
    campaign: text('campaign'),
    record: jsonb('record').$type<CanonicalLead>().notNull(),
    /** Who said what of it, where that was not its source when it was captured. */
    origins: jsonb('origins').$type<StoredOrigins>(),
    evidence: jsonb('evidence').$type<EvidenceRow>().notNull(),
    capturedAt: at('captured_at').notNull(),
    createdAt: at('created_at').notNull(),
  },
  (t) => [
    index('leads_by_account').on(t.accountId),
    index('leads_by_creation').on(t.createdAt),
    // With what the funnel counts, so that it need not read the records of a year.
    index('leads_by_capture').on(t.capturedAt, t.sourceId, t.id, t.stage),
  ],
);

/** What a CRM, or a file, says of a company. A row is the record as it was read last. */
export const mirroredAccounts = pgTable(
  'mirrored_accounts',
  {
    system: text('system').$type<AccountSystem>().notNull(),
    recordId: text('record_id').notNull(),
    name: text('name'),
    nameKey: text('name_key').notNull(),
    /** What a name has in common with those it is nearly the same as: `src/domain/near-name.ts`. */
    nearKeys: text('near_keys').array().notNull(),
    /** Its domains, and the registered ones above them. */
    lookedUpBy: text('looked_up_by').array().notNull(),
    facts: jsonb('facts').$type<AccountFacts>().notNull(),
    mirroredAt: at('mirrored_at').notNull(),
    /** Since when the CRM has it no more: it is used no longer, and no older reading brings it back. */
    goneAt: at('gone_at'),
  },
  (t) => [
    primaryKey({ columns: [t.system, t.recordId] }),
    // Asked for with each lead: what was added last is not to be searched apart.
    index('mirrored_accounts_by_domain')
      .using('gin', t.lookedUpBy)
      .with({ fastupdate: false })
      .where(sql`gone_at is null`),
    index('mirrored_accounts_by_name').using('gin', t.nearKeys).where(sql`gone_at is null`),
    // None by age: each night it would be written anew for every row.
  ],
);

/** Records of a CRM that it told to have changed, and that are to be read again. */
export const accountChanges = pgTable(
  'account_changes',
  {
    system: text('system').$type<AccountSystem>().notNull(),
    recordId: text('record_id').notNull(),
    at: at('at').notNull(),
  },
  (t) => [primaryKey({ columns: [t.system, t.recordId] })],
);

/** How far the accounts of each CRM are read, and what came of that last. */
export const mirrorRuns = pgTable('mirror_runs', {
  system: text('system').$type<AccountSystem>().primaryKey(),
  /** Of the reading in progress: when it began, where it goes on, and how many it has read. */
  startedAt: at('started_at'),
  cursor: text('cursor'),
  read: integer('read').notNull().default(0),
  /** When the last whole reading began and ended, and how many accounts it found. */
  wholeSince: at('whole_since'),
  finishedAt: at('finished_at'),
  accounts: integer('accounts'),
  /** Since it last worked: since when it fails, how often it did, why, and when ops were told. */
  failedAt: at('failed_at'),
  failures: integer('failures').notNull().default(0),
  problem: text('problem'),
  toldAt: at('told_at'),
  /** Who reads it now, until when, or until when it rests after a failure. By the database's clock. */
  takenBy: text('taken_by'),
  takenUntil: at('taken_until'),
});

/** What people said when they were asked whether a lead's company is one of the CRM's. */
export const accountAnswers = pgTable(
  'account_answers',
  {
    leadId: text('lead_id')
      .notNull()
      .references(() => leads.id, { onDelete: 'cascade' }),
    /** The account of the lead's domain: it is said of everybody there. Null where only of the lead. */
    accountId: text('account_id'),
    system: text('system').$type<AccountSystem>().notNull(),
    recordId: text('record_id').notNull(),
    isSame: boolean('is_same').notNull(),
    byId: text('by_id').notNull(),
    at: at('at').notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.leadId, t.system, t.recordId] }),
    index('account_answers_by_account').on(t.accountId),
  ],
);

/**
 * What makes two descriptions the same person: an e-mail address, a phone number, a record in another system. What several
 * people share stands here for each of them.
 */
export const identities = pgTable(
  'identities',
  {
    kind: text('kind').notNull(),
    value: text('value').notNull(),
    leadId: text('lead_id')
      .notNull()
      .references(() => leads.id),
  },
  (t) => [primaryKey({ columns: [t.kind, t.value, t.leadId] }), index('identities_by_lead').on(t.leadId)],
);

export const signals = pgTable(
  'signals',
  {
    id: text('id').primaryKey(),
    leadId: text('lead_id')
      .notNull()
      .references(() => leads.id),
    sourceId: text('source_id').notNull(),
    type: text('type').notNull(),
    at: at('at').notNull(),
    title: text('title'),
    url: text('url'),
  },
  (t) => [
    // The same signal told twice is one signal.
    uniqueIndex('signals_once').on(t.leadId, t.type, t.at, sql`coalesce(${t.url}, '')`),
  ],
);

/** What a company did, where nobody knows who of it: shown to whoever works on its leads, and kept for who comes later. */
export const accountSignals = pgTable(
  'account_signals',
  {
    id: text('id').primaryKey(),
    accountId: text('account_id')
      .notNull()
      .references(() => accounts.id),
    sourceId: text('source_id').notNull(),
    type: text('type').notNull(),
    at: at('at').notNull(),
    title: text('title'),
    url: text('url'),
    /** The message to the account's owner that tells of it; empty where there is none. */
    messageKey: text('message_key').notNull(),
  },
  (t) => [
    // Told twice it is one; it also finds the newest of an account.
    uniqueIndex('account_signals_once').on(
      t.accountId,
      t.at,
      t.type,
      // A title may be longer than a row of an index.
      sql`md5(coalesce(${t.title}, ''))`,
      sql`coalesce(${t.url}, '')`,
    ),
    index('account_signals_by_time').on(t.at, t.id),
    index('account_signals_told').on(t.messageKey).where(sql`message_key <> ''`),
  ],
);

/**
 * A meeting with a lead, as one source knows it: everything that was told of it, and what that comes to. `src/domain/meetings.ts`
 * makes the one from the other.
 */
export const meetings = pgTable(
  'meetings',
  {
    id: text('id').primaryKey(),
    leadId: text('lead_id')
      .notNull()
      .references(() => leads.id),
    sourceId: text('source_id').notNull(),
    /** The source's own id for it; empty where it names none. */
    key: text('key').notNull(),
    /** The id of the one it was put in the place of. */
    replaces: text('replaces'),
    tellings: jsonb('tellings').$type<Stored<Telling>[]>().notNull(),
    status: text('status').$type<Meeting['status']>().notNull(),
    startAt: at('start_at'),
    endAt: at('end_at'),
    /** When what comes of it was asked for, or nobody was there to be asked; null before it is over. */
    askedAt: at('asked_at'),
  },
  (t) => [
    unique('meetings_once').on(t.leadId, t.sourceId, t.key),
    index('meetings_over').on(t.endAt).where(sql`asked_at is null and status in ('booked', 'moved')`),
  ],
);

export const handoffs = pgTable(
  'handoffs',
  {
    id: text('id').primaryKey(),
    leadId: text('lead_id')
      .notNull()
      .references(() => leads.id),
    leg: text('leg').$type<Leg>().notNull(),
    state: text('state').$type<State>().notNull(),
    ownerId: text('owner_id'),
    poolId: text('pool_id'),
    temperature: text('temperature').$type<Temperature>().notNull(),
    policyId: text('policy_id').notNull(),
    /** The policy it was stamped with: a later change of the settings does not move it. */
    policy: jsonb('policy').$type<StampedPolicy>().notNull(),
    sourceId: text('source_id').notNull(),
    campaign: text('campaign'),
    settingsVersion: text('settings_version').notNull(),
    offerNo: integer('offer_no').notNull(),
    createdAt: at('created_at').notNull(),
    firstOfferedAt: at('first_offered_at'),
    offeredAt: at('offered_at'),
    acceptedAt: at('accepted_at'),
    respondedAt: at('responded_at'),
    closedAt: at('closed_at'),
    snoozedUntil: at('snoozed_until'),
    snoozes: integer('snoozes').notNull(),
    /** Tries since the lead was last reached. */
    tries: integer('tries').notNull().default(0),
    /** Since when recycling is proposed, because nobody answers. */
    exhaustedAt: at('exhausted_at'),
    /** The message in which it lies to be claimed; null while it waits for an owner, or has one. */
    claimKey: text('claim_key'),
    /** The handoff before, of a lead that came back on a day that was chosen. */
    cameFrom: text('came_from'),
    /** Who will be offered it, and when; null while nobody may be choosing a time with them. */
    reservedFor: text('reserved_for'),
    reservedUntil: at('reserved_until'),
    /** What was said last of the deal; null while there is none. */
    deal: jsonb('deal').$type<Deal>(),
    before: jsonb('before').$type<Stored<Before>>(),
    /** When a press can no longer be undone, and the card has to stop offering it. */
    undoUntil: at('undo_until'),
  },
  (t) => [
    uniqueIndex('handoffs_one_open').on(t.leadId, t.leg).where(sql`state in (${openStates})`),
    index('handoffs_by_owner').on(t.ownerId, t.state),
    index('handoffs_by_lead').on(t.leadId),
    index('handoffs_open')
      .on(t.ownerId, t.state)
      .where(sql`state in ('offered', 'snoozed', 'accepted', 'working')`),
    index('handoffs_of_tests')
      .on(t.id)
      .where(sql`source_id = ${sql.raw(`'${TEST_SOURCE}'`)}`),
    // With what the funnel counts: a policy is stamped on each row, and a year of them is not read.
    index('handoffs_by_creation').on(
      t.createdAt,
      t.leg,
      t.leadId,
      t.id,
      t.state,
      t.ownerId,
      t.firstOfferedAt,
      t.acceptedAt,
      t.respondedAt,
    ),
    index('handoffs_waiting').on(t.createdAt).where(sql`state = 'waiting'`),
    index('handoffs_reserved').on(t.reservedFor, t.reservedUntil).where(sql`reserved_for is not null`),
    index('handoffs_to_claim').on(t.claimKey).where(sql`claim_key is not null`),
    index('handoffs_to_settle').on(t.undoUntil).where(sql`undo_until is not null`),
    index('handoffs_to_wake').on(t.snoozedUntil).where(sql`state = 'snoozed'`),
  ],
);

/** Each person a handoff was put to. */
export const offers = pgTable(
  'offers',
  {
    handoffId: text('handoff_id')
      .notNull()
      .references(() => handoffs.id),
    no: integer('no').notNull(),
    repId: text('rep_id').notNull(),
    poolId: text('pool_id'),
    offeredAt: at('offered_at').notNull(),
    endedAt: at('ended_at'),
  },
  (t) => [primaryKey({ columns: [t.handoffId, t.no] }), index('offers_by_rep').on(t.repId, t.offeredAt)],
);

/** Append-only: what happened to a handoff, by whom. */
export const handoffEvents = pgTable(
  'handoff_events',
  {
    id: bigserial('id', { mode: 'number' }).primaryKey(),
    handoffId: text('handoff_id')
      .notNull()
      .references(() => handoffs.id),
    type: text('type').$type<HandoffEvent['type']>().notNull(),
    at: at('at').notNull(),
    actorId: text('actor_id'),
    /** Who was responsible when it happened. */
    repId: text('rep_id'),
    sourceId: text('source_id').notNull(),
    event: jsonb('event').$type<HandoffEvent>().notNull(),
  },
  (t) => [
    index('handoff_events_by_handoff').on(t.handoffId, t.id),
    index('handoff_events_by_time').on(t.type, t.at),
    index('handoff_events_covered').on(t.handoffId, t.at).where(sql`type = 'covered'`),
  ],
);

export const stageChanges = pgTable(
  'stage_changes',
  {
    id: bigserial('id', { mode: 'number' }).primaryKey(),
    leadId: text('lead_id')
      .notNull()
      .references(() => leads.id),
    handoffId: text('handoff_id'),
    stage: text('stage').$type<Stage>().notNull(),
    at: at('at').notNull(),
    cause: text('cause').notNull(),
    evidence: jsonb('evidence').$type<unknown>(),
    undoneAt: at('undone_at'),
    /** Whether nobody saw it happen: `at` is when it was concluded, and says nothing about time. */
    isInferred: boolean('is_inferred').notNull().default(false),
  },
  (t) => [
    index('stage_changes_by_lead').on(t.leadId, t.id),
    index('stage_changes_by_stage').on(t.stage, t.at),
  ],
);

/** Each change of what an open deal is said to be: the first of each field is from nothing. The next step stands in the events alone. */
export const dealChanges = pgTable(
  'deal_changes',
  {
    id: bigserial('id', { mode: 'number' }).primaryKey(),
    handoffId: text('handoff_id')
      .notNull()
      .references(() => handoffs.id),
    leadId: text('lead_id').notNull(),
    field: text('field').$type<DealField>().notNull(),
    /** As text: a number, three letters, a day (`2027-03-31`), the code of a sub-stage. Null where nothing was said before. */
    fromValue: text('from_value'),
    toValue: text('to_value').notNull(),
    at: at('at').notNull(),
    /** Who pressed; null where a source told it. */
    byId: text('by_id'),
    /** The source that told it; null where somebody pressed. */
    via: text('via'),
    /** Whose deal it was then. */
    repId: text('rep_id'),
    undoneAt: at('undone_at'),
  },
  (t) => [
    index('deal_changes_by_handoff').on(t.handoffId, t.id),
    index('deal_changes_by_lead').on(t.leadId, t.id),
    index('deal_changes_by_field').on(t.field, t.at),
  ],
);

export const clocks = pgTable(
  'clocks',
  {
    id: text('id').primaryKey(),
    handoffId: text('handoff_id')
      .notNull()
      .references(() => handoffs.id),
    kind: text('kind').$type<ClockKind>().notNull(),
    /** The offer it runs for; 0 while waiting. */
    offerNo: integer('offer_no').notNull(),
    repId: text('rep_id'),
    sourceId: text('source_id').notNull(),
    startedAt: at('started_at').notNull(),
    deadlineAt: at('deadline_at').notNull(),
    pausedAt: at('paused_at'),
    stoppedAt: at('stopped_at'),
    /** Whether it stopped because what it waits for happened. */
    met: boolean('met'),
    breachedAt: at('breached_at'),
  },
  (t) => [
    index('clocks_by_handoff').on(t.handoffId),
    index('clocks_by_kind').on(t.kind, t.startedAt),
    index('clocks_running').on(t.deadlineAt).where(sql`stopped_at is null`),
    index('clocks_paused').on(t.handoffId).where(sql`stopped_at is null and paused_at is not null`),
  ],
);

/** What falls due while a clock runs. Done once: the row is the proof. */
export const steps = pgTable(
  'steps',
  {
    clockId: text('clock_id')
      .notNull()
      .references(() => clocks.id),
    index: integer('index').notNull(),
    /** How often it was repeated before. */
    round: integer('round').notNull().default(0),
    handoffId: text('handoff_id').notNull(),
    do: text('do').$type<LadderStep | 'breach'>().notNull(),
    dueAt: at('due_at').notNull(),
    /** When it was due before it waited, for activity or Do Not Disturb; null where it did not. */
    plannedAt: at('planned_at'),
    /** False while its clock is stopped or paused. */
    isLive: boolean('is_live').notNull(),
    doneAt: at('done_at'),
    /** What came of it. */
    outcome: text('outcome').$type<StepOutcome>(),
    /** Whom it told, and in which window, when it tells a manager. */
    managerId: text('manager_id'),
    windowAt: at('window_at'),
  },
  (t) => [
    primaryKey({ columns: [t.clockId, t.index, t.round] }),
    index('steps_due').on(t.dueAt).where(sql`is_live and done_at is null`),
    index('steps_by_manager').on(t.managerId, t.windowAt).where(sql`manager_id is not null`),
    index('steps_told_nobody').on(t.dueAt, t.clockId).where(sql`manager_id is null`),
    index('steps_by_handoff').on(t.handoffId),
  ],
);

/** Done; or left out, because a later step fell due with it. */
export type StepOutcome = 'done' | 'left_out';

/** When ops stopped all clocks. The newest that has not ended is in force. */
export const pauses = pgTable('pauses', {
  no: bigserial('no', { mode: 'number' }).primaryKey(),
  from: at('from').notNull(),
  /** When it ends by itself; null where somebody has to end it. */
  until: at('until'),
  why: text('why').notNull(),
  byId: text('by_id').notNull(),
  endedAt: at('ended_at'),
  /** Null where it ended by itself. */
  endedById: text('ended_by_id'),
});

/** When the product did nothing: no tick of any process ran. One row is open: the present. */
export const outages = pgTable('outages', {
  /** The last tick before it. */
  from: at('from').primaryKey(),
  to: at('to').notNull(),
});

/** One row: the last tick of any process. */
export const lastTick = pgTable('last_tick', {
  id: integer('id').primaryKey(),
  at: at('at').notNull(),
});

/** Absences that were told ahead of their time. One that has begun is the person's `away_until` from then on. */
export const plannedAbsences = pgTable(
  'planned_absences',
  {
    id: text('id').primaryKey(),
    personId: text('person_id').notNull(),
    from: at('from').notNull(),
    until: at('until').notNull(),
    createdAt: at('created_at').notNull(),
    begunAt: at('begun_at'),
    /** When it was told that it began, and cover was proposed. */
    toldAt: at('told_at'),
    takenBackAt: at('taken_back_at'),
  },
  (t) => [
    index('planned_absences_ahead').on(t.from).where(sql`told_at is null and taken_back_at is null`),
    index('planned_absences_by_person').on(t.personId),
  ],
);

/** `moving` from the answer on until each lead was looked at. */
export type CoverState = 'proposed' | 'asked' | 'moving' | 'active' | 'declined' | 'expired' | 'ended';

/** Somebody's open work, in other hands while they are away. */
export const covers = pgTable(
  'covers',
  {
    id: text('id').primaryKey(),
    personId: text('person_id').notNull(),
    /** The colleague who is asked; null where the rules choose for each lead. */
    colleagueId: text('colleague_id'),
    state: text('state').$type<CoverState>().notNull(),
    createdAt: at('created_at').notNull(),
    until: at('until').notNull(),
    /** When it was agreed to, or declined. */
    answeredAt: at('answered_at'),
    endedAt: at('ended_at'),
  },
  (t) => [index('covers_by_person').on(t.personId, t.state), index('covers_by_colleague').on(t.colleagueId)],
);

/** Each lead that moved: to whom, and what became of it when its owner was back. */
export const coveredHandoffs = pgTable(
  'covered_handoffs',
  {
    coverId: text('cover_id')
      .notNull()
      .references(() => covers.id),
    handoffId: text('handoff_id')
      .notNull()
      .references(() => handoffs.id),
    toId: text('to_id').notNull(),
    movedAt: at('moved_at').notNull(),
    /** `kept` by the cover, who worked it; `over` was closed, or given to somebody else. */
    outcome: text('outcome').$type<'returned' | 'kept' | 'over'>(),
  },
  (t) => [
    primaryKey({ columns: [t.coverId, t.handoffId] }),
    index('covered_handoffs_by_handoff').on(t.handoffId),
  ],
);

/** Marketing's answers: one for all rejections of a source with a reason that were open then. */
export const answers = pgTable(
  'answers',
  {
    id: text('id').primaryKey(),
    sourceId: text('source_id').notNull(),
    reason: text('reason').notNull(),
    kind: text('kind').$type<AnswerKind>().notNull(),
    note: text('note').notNull(),
    byId: text('by_id').notNull(),
    at: at('at').notNull(),
    /** When the leads come back, where that is the answer. */
    until: at('until'),
  },
  (t) => [index('answers_by_source').on(t.sourceId, t.reason)],
);

/** Leads that come back to sales on a day somebody chose. One that waits has not ended. */
export const returns = pgTable(
  'returns',
  {
    id: text('id').primaryKey(),
    leadId: text('lead_id')
      .notNull()
      .references(() => leads.id, { onDelete: 'cascade' }),
    /** The handoff that was recycled, or rejected. */
    handoffId: text('handoff_id').notNull(),
    dueAt: at('due_at').notNull(),
    /** Who chose the day. */
    byId: text('by_id').notNull(),
    /** Marketing's answer that says so; null where a rep recycled it. */
    answerId: text('answer_id').references(() => answers.id),
    endedAt: at('ended_at'),
    end: text('end').$type<ReturnEnd>(),
    /** The handoff it came back with. */
    openedId: text('opened_id'),
  },
  (t) => [
    index('returns_due').on(t.dueAt, t.id).where(sql`ended_at is null`),
    index('returns_by_lead').on(t.leadId),
    index('returns_by_handoff').on(t.handoffId),
  ],
);

/** A message we own in Slack, and what it showed last. The reconciler makes Slack match. */
export const messages = pgTable(
  'messages',
  {
    key: text('key').primaryKey(),
    kind: text('kind').$type<MessageKind>().notNull(),
    /** Stands in the message's metadata, so that it can be found again; says nothing to a stranger. */
    marker: text('marker').notNull(),
    handoffId: text('handoff_id'),
    /** A person's id (their direct messages) or a channel's. */
    place: text('place').notNull(),
    /** The message whose thread it stands in. */
    parentKey: text('parent_key'),
    detail: jsonb('detail').$type<Record<string, string | number>>().notNull(),
    channel: text('channel'),
    ts: text('ts'),
    shownHash: text('shown_hash'),
    sendingSince: at('sending_since'),
    notBefore: at('not_before'),
    attempts: integer('attempts').notNull().default(0),
    problem: text('problem'),
    /** Counts the changes that should show; `shown` is the count that does. */
    wanted: integer('wanted').notNull(),
    /** When it was wanted last; null in rows of older versions. */
    wantedAt: at('wanted_at'),
    shown: integer('shown').notNull(),
    createdAt: at('created_at').notNull(),
    postedAt: at('posted_at'),
    /** Until then somebody shows it, or it rests after a failure. By the database's clock. */
    takenUntil: at('taken_until'),
    /** Until then what belongs with it is being written. By the database's clock. */
    quietUntil: at('quiet_until'),
  },
  (t) => [
    index('messages_by_handoff').on(t.handoffId),
    index('messages_by_parent').on(t.parentKey),
    index('messages_of_no_handoff').on(t.kind, t.place, t.createdAt).where(sql`handoff_id is null`),
    index('messages_to_show').on(sql`coalesce(not_before, wanted_at, created_at)`).where(sql`shown < wanted`),
    index('messages_to_tell')
      .on(sql`coalesce(not_before, wanted_at, created_at)`)
      .where(sql`shown < wanted and kind = 'escalations'`),
    index('messages_quiet').on(t.quietUntil).where(sql`quiet_until is not null`),
    index('messages_that_pass').on(t.createdAt, t.key).where(sql`kind not in ('card', 'claim', 'home')`),
  ],
);
export type MessageKind =
  | 'card'
  | 'reminder'
  | 'late'
  | 'joined'
  | 'account'
  | 'escalations'
  | 'feedback'
  | 'ops'
  | 'home'
  | 'digest'
  | 'marketing_digest'
  | 'rep_digest'
  | 'claim'
  | 'answers'
  | 'correction'
  | 'batch'
  | 'cover'
  | 'proposal'
  | 'dispute'
  | 'acceptance';

/** Why a lead went where it went. Facts without identity, kept for ever. */
export const routingLog = pgTable(
  'routing_log',
  {
    id: bigserial('id', { mode: 'number' }).primaryKey(),
    handoffId: text('handoff_id').notNull(),
    at: at('at').notNull(),
    settingsVersion: text('settings_version').notNull(),
    chosenId: text('chosen_id'),
    record: jsonb('record').$type<StoredRecord>().notNull(),
  },
  (t) => [index('routing_log_by_handoff').on(t.handoffId, t.id)],
);

/** What would have been offered to whom, and what would have fallen due, while the settings only looked on. */
export const shadowOffers = pgTable(
  'shadow_offers',
  {
    id: text('id').primaryKey(),
    leadId: text('lead_id')
      .notNull()
      .references(() => leads.id),
    leg: text('leg').$type<Leg>().notNull(),
    sourceId: text('source_id').notNull(),
    temperature: text('temperature').$type<Temperature>().notNull(),
    /** Null where nobody could have taken it. */
    repId: text('rep_id'),
    poolId: text('pool_id'),
    policyId: text('policy_id').notNull(),
    settingsVersion: text('settings_version').notNull(),
    at: at('at').notNull(),
    acceptBy: at('accept_by').notNull(),
    /** What the ladder would have done, had nobody answered. Instants are texts. */
    plan: jsonb('plan').$type<{ do: LadderStep; at: string }[]>().notNull(),
    /** The day it is told under, in the team's calendar: 2026-11-23. */
    day: text('day').notNull(),
    isImported: boolean('is_imported').notNull(),
  },
  (t) => [index('shadow_offers_by_day').on(t.day), index('shadow_offers_by_lead').on(t.leadId)],
);

export type BalanceKind = 'turn' | 'catch_up' | 'credit' | 'debit';

/**
 * How far each member of a pool stands from their share, and what they are owed since an absence; turns, by rep. A row
 * for the whole pool: a turn changes where everybody stands.
 */
export const poolStandings = pgTable('pool_standings', {
  poolId: text('pool_id').primaryKey(),
  lags: jsonb('lags').$type<Record<string, number>>().notNull(),
  /** Of those only who are owed something. */
  owed: jsonb('owed').$type<Record<string, number>>().notNull(),
});

/** Every turn, credit and debit; `catch_up` is a turn that was owed since an absence. */
export const balanceEntries = pgTable(
  'balance_entries',
  {
    id: bigserial('id', { mode: 'number' }).primaryKey(),
    poolId: text('pool_id').notNull(),
    repId: text('rep_id').notNull(),
    handoffId: text('handoff_id').notNull(),
    offerNo: integer('offer_no').notNull(),
    kind: text('kind').$type<BalanceKind>().notNull(),
    at: at('at').notNull(),
  },
  (t) => [
    index('balance_entries_by_rep').on(t.poolId, t.repId, t.at),
    index('balance_entries_by_pool').on(t.poolId, t.id),
    index('balance_entries_by_handoff').on(t.handoffId),
  ],
);

export const rejections = pgTable(
  'rejections',
  {
    id: text('id').primaryKey(),
    handoffId: text('handoff_id')
      .notNull()
      .references(() => handoffs.id),
    leadId: text('lead_id').notNull(),
    sourceId: text('source_id').notNull(),
    campaign: text('campaign'),
    reason: text('reason').notNull(),
    failurePoint: text('failure_point').$type<FailurePoint>().notNull(),
    note: text('note').notNull(),
    evidence: text('evidence').$type<Evidence>(),
    /** The fact it stands or falls by: what the record said, and what its rep says instead. */
    weighed: jsonb('weighed').$type<Weighed>(),
    /** The manager who objected to that, and when: the record says again what it did. */
    objectedBy: text('objected_by'),
    objectedAt: at('objected_at'),
    /** The message in which marketing’s disagreement waits for the manager of whoever rejected it, and what they decided. */
    disputeKey: text('dispute_key'),
    decision: text('decision').$type<Decision>(),
    decidedBy: text('decided_by'),
    decidedAt: at('decided_at'),
    repId: text('rep_id'),
    byId: text('by_id').notNull(),
    at: at('at').notNull(),
    undoneAt: at('undone_at'),
    /** The feedback message it stands in. */
    messageKey: text('message_key').notNull(),
    /** By when marketing owes an answer; null in rows of older versions. */
    answerDueAt: at('answer_due_at'),
    /** The answer that covers it. */
    answerId: text('answer_id').references(() => answers.id),
    /** When the marketing lead was told that there was none. */
    answerToldAt: at('answer_told_at'),
  },
  (t) => [
    index('rejections_by_message').on(t.messageKey),
    index('rejections_by_time').on(t.at),
    index('rejections_by_handoff').on(t.handoffId),
    index('rejections_disputed').on(t.disputeKey).where(sql`dispute_key is not null`),
    index('rejections_open')
      .on(t.sourceId, t.reason, t.at)
      .where(sql`answer_due_at is not null and answer_id is null and undone_at is null`),
    index('rejections_to_answer')
      .on(t.answerDueAt)
      .where(sql`answer_id is null and answer_told_at is null and undone_at is null`),
  ],
);

/** What the past was found to speak for. The newest one is shown. */
export const studies = pgTable('studies', {
  at: at('at').primaryKey(),
  /** Leads judged from then on. */
  since: at('since').notNull(),
  /** Counts and rules: nothing of any lead. */
  study: jsonb('study').$type<Study>().notNull(),
});

/** Changes of the definition that somebody wants tried, with who signed them and what came of it. */
export const proposals = pgTable('proposals', {
  /** Of its trial in the settings too. */
  id: text('id').primaryKey(),
  state: text('state').$type<ProposalState>().notNull(),
  words: text('words').notNull(),
  trial: jsonb('trial').$type<Trial>().notNull(),
  /** What the back-test said: counts alone. */
  promise: jsonb('promise').$type<Promised>().notNull(),
  byId: text('by_id').notNull(),
  at: at('at').notNull(),
  marketingId: text('marketing_id'),
  marketingAt: at('marketing_at'),
  salesId: text('sales_id'),
  salesAt: at('sales_at'),
  /** What was counted last of its leads, and when. */
  sides: jsonb('sides').$type<Sides>(),
  /** What came of the trial, in words; who ended or promoted it, and when it came into its state. */
  why: text('why'),
  endedById: text('ended_by_id'),
  since: at('since').notNull(),
  /** Since when what it keeps out, once promoted, is taken by sales more than it promised. */
  missedAt: at('missed_at'),
});

/** What both definitions say of each lead that came while one is tried. */
export const trialVerdicts = pgTable(
  'trial_verdicts',
  {
    proposalId: text('proposal_id').notNull(),
    leadId: text('lead_id')
      .notNull()
      .references(() => leads.id, { onDelete: 'cascade' }),
    at: at('at').notNull(),
    isPromoted: boolean('is_promoted').notNull(),
    /** Whether the definition without the change lets it in, and the one with it. */
    without: boolean('without').notNull(),
    with: boolean('with').notNull(),
    /** Whether it is one of the share that goes to sales in any case. */
    isDrawn: boolean('is_drawn').notNull(),
    /** The handoff it went to sales with; null where it did not. */
    handoffId: text('handoff_id'),
  },
  (t) => [
    primaryKey({ columns: [t.proposalId, t.leadId, t.isPromoted] }),
    index('trial_verdicts_by_lead').on(t.leadId),
  ],
);

/** The counted leads of one day, by something: `db/funnel-days.ts`. */
export const funnelDays = pgTable(
  'funnel_days',
  {
    /** In the team's calendar: 2026-11-30. */
    day: text('day').notNull(),
    timeZone: text('time_zone').notNull(),
    by: text('by').notNull(),
    /** Read and written as a whole: nobody asks Postgres what is in it. */
    rows: json('rows').$type<PackedRows>().notNull(),
  },
  (t) => [primaryKey({ columns: [t.day, t.timeZone, t.by] })],
);

/** Leads that may have changed since the day they were captured on was counted. */
export const funnelChanges = pgTable('funnel_changes', {
  no: bigserial('no', { mode: 'number' }).primaryKey(),
  capturedAt: at('captured_at').notNull(),
});

/** Commands that were refused because the presser had no right to them. */
export const refusals = pgTable(
  'refusals',
  {
    id: bigserial('id', { mode: 'number' }).primaryKey(),
    handoffId: text('handoff_id').notNull(),
    slackUserId: text('slack_user_id').notNull(),
    personId: text('person_id'),
    command: text('command')
      .$type<CommandType | 'name_account' | 'object' | 'decide_dispute' | CustomerDeed>()
      .notNull(),
    at: at('at').notNull(),
  },
  (t) => [index('refusals_by_time').on(t.at, t.id)],
);

/** What came from a source in one hour: so the rhythm of a source is known without reading its deliveries. */
export const sourceHours = pgTable(
  'source_hours',
  {
    sourceId: text('source_id').notNull(),
    hour: at('hour').notNull(),
    deliveries: integer('deliveries').notNull().default(0),
    /** Those that were refused, because they did not prove who sent them, or could not be read at all. */
    unproven: integer('unproven').notNull().default(0),
    unreadable: integer('unreadable').notNull().default(0),
  },
  (t) => [primaryKey({ columns: [t.sourceId, t.hour] })],
);

/** One row: up to when deliveries are counted by the hour, and when some process last looked after the sources. */
export const sourceLooks = pgTable('source_looks', {
  id: integer('id').primaryKey(),
  lookedAt: at('looked_at').notNull(),
  countedTo: at('counted_to'),
});

/** Since when somebody looks after a source, without having stopped; and until when its tool will go on sending. */
export const watchedSources = pgTable('watched_sources', {
  sourceId: text('source_id').primaryKey(),
  from: at('from').notNull(),
  seenAt: at('seen_at').notNull(),
  subscriptionEndsAt: at('subscription_ends_at'),
});

export type TroubleKind = 'silent' | 'refused' | 'subscription';

/** What is wrong with a source, as ops were told once. */
export const sourceTroubles = pgTable(
  'source_troubles',
  {
    sourceId: text('source_id').notNull(),
    kind: text('kind').$type<TroubleKind>().notNull(),
    /** The last delivery before a silence, the first hour of refusals, or when a subscription ends. */
    since: at('since').notNull(),
    /** How many should have come, or were refused. */
    amount: integer('amount').notNull(),
    /** What the tool said; null where it said nothing. */
    problem: text('problem'),
    toldAt: at('told_at').notNull(),
    endedAt: at('ended_at'),
  },
  (t) => [
    primaryKey({ columns: [t.sourceId, t.kind, t.since] }),
    uniqueIndex('source_troubles_open').on(t.sourceId, t.kind).where(sql`ended_at is null`),
  ],
);

/** A file of spending that was imported, so that it can be taken back. */
export const spendImports = pgTable('spend_imports', {
  id: text('id').primaryKey(),
  file: text('file').notNull(),
  at: at('at').notNull(),
});

/** What was spent to be found, as it was told: by whole days of the team's calendar, the last included. */
export const spend = pgTable(
  'spend',
  {
    id: text('id').primaryKey(),
    /** `import:<id>` of a file, or `source:<id>` of a source. */
    toldBy: text('told_by').notNull(),
    toldAt: at('told_at').notNull(),
    from: date('from', { mode: 'string' }).notNull(),
    to: date('to', { mode: 'string' }).notNull(),
    source: text('source'),
    channel: text('channel').$type<Channel>(),
    campaign: text('campaign'),
    currency: text('currency').notNull(),
    cents: bigint('cents', { mode: 'number' }).notNull(),
    /** The `told_by` that told of these days anew; null while it counts. */
    replacedBy: text('replaced_by'),
  },
  (t) => [
    uniqueIndex('spend_once')
      .on(
        sql`lower(coalesce(${t.source}, ''))`,
        sql`coalesce(${t.channel}, '')`,
        sql`lower(coalesce(${t.campaign}, ''))`,
        t.currency,
        t.from,
      )
      .where(sql`replaced_by is null`),
    index('spend_by_day').on(t.from, t.to).where(sql`replaced_by is null`),
    index('spend_by_teller').on(t.toldBy),
    check('spend_days', sql`"from" <= "to"`),
    check('spend_amount', sql`cents >= 0`),
  ],
);

/** What sales did with a lead, for the tools that are told of it. A lead without sinks in the settings has none. */
export const outcomes = pgTable(
  'outcomes',
  {
    no: bigserial('no', { mode: 'number' }).primaryKey(),
    /** By which others know it. */
    id: text('id').notNull().unique(),
    leadId: text('lead_id')
      .notNull()
      .references(() => leads.id),
    /** Null where it is of no handoff. */
    handoffId: text('handoff_id'),
    type: text('type').$type<OutcomeType>().notNull(),
    at: at('at').notNull(),
    /** When it can no longer be undone. */
    dueAt: at('due_at').notNull(),
    detail: jsonb('detail').$type<OutcomeDetail>().notNull(),
    /** The sinks that are told of it. */
    sinks: text('sinks').array().notNull(),
    takenBackAt: at('taken_back_at'),
  },
  (t) => [index('outcomes_by_lead').on(t.leadId, t.no), index('outcomes_by_handoff').on(t.handoffId, t.at)],
);

/** A lead in a tool: the queue of what that is still to be told, and what it was told last. */
export const sinkRecords = pgTable(
  'sink_records',
  {
    sinkId: text('sink_id').notNull(),
    leadId: text('lead_id')
      .notNull()
      .references(() => leads.id),
    /** When it is to be looked at next; null while there is nothing to tell. */
    dueAt: at('due_at'),
    /** The number of the last outcome that was carried out. */
    doneNo: bigint('done_no', { mode: 'number' }).notNull().default(0),
    tries: integer('tries').notNull().default(0),
    recordType: text('record_type'),
    recordId: text('record_id'),
    recordUrl: text('record_url'),
    /** What we wrote last, by field of the tool. */
    written: jsonb('written').$type<Record<string, string | null>>().notNull().default({}),
    /** What is being written at this moment, from what to what: kept first, so that an answer that is lost loses nothing. */
    writing: jsonb('writing').$type<FieldChange[]>(),
    /** What would be written, while the sink is dry. */
    planned: jsonb('planned').$type<PlannedWrite>(),
    /** Why it could not be told; null where it was. */
    problem: text('problem'),
    problemAbout: text('problem_about').$type<SinkProblemAbout>(),
    failedSince: at('failed_since'),
    /** What was left as it is there, or could not be written, in words. */
    notes: text('notes').array().notNull().default([]),
    doneAt: at('done_at'),
    /** Until then somebody tells it, or it rests after a failure. By the database's clock. */
    takenUntil: at('taken_until'),
  },
  (t) => [
    primaryKey({ columns: [t.sinkId, t.leadId] }),
    index('sink_records_due').on(t.dueAt).where(sql`due_at is not null`),
    index('sink_records_by_lead').on(t.leadId),
    index('sink_records_by_record').on(t.recordId).where(sql`record_id is not null`),
    index('sink_records_failed').on(t.sinkId, t.failedSince).where(sql`failed_since is not null`),
    index('sink_records_planned').on(t.sinkId).where(sql`planned is not null`),
  ],
);

/** Each field that we changed in a tool, and from what: by it, it can be put back. */
export const sinkChanges = pgTable(
  'sink_changes',
  {
    id: bigserial('id', { mode: 'number' }).primaryKey(),
    sinkId: text('sink_id').notNull(),
    leadId: text('lead_id')
      .notNull()
      .references(() => leads.id),
    recordType: text('record_type').notNull(),
    recordId: text('record_id').notNull(),
    at: at('at').notNull(),
    field: text('field').notNull(),
    fromValue: text('from_value'),
    toValue: text('to_value'),
    putBackAt: at('put_back_at'),
  },
  (t) => [index('sink_changes_by_sink').on(t.sinkId, t.id), index('sink_changes_by_lead').on(t.leadId)],
);

/** How a sink stands. It begins dry: it writes nothing before somebody has seen what it would write. */
export const sinks = pgTable('sinks', {
  id: text('id').primaryKey(),
  firstSeenAt: at('first_seen_at').notNull(),
  approvedAt: at('approved_at'),
  /** Slack's id of whoever did, or that it was the command line. */
  approvedBy: text('approved_by'),
  /** What it wrote in the first hour after that. */
  earlyWrites: integer('early_writes').notNull().default(0),
  /** Until then it is not asked: it is busy, or refuses us. */
  pausedUntil: at('paused_until'),
  problem: text('problem'),
  problemSince: at('problem_since'),
});

/** Tokens that were bought, encrypted by a key of the environment. */
export const connections = pgTable('connections', {
  sinkId: text('sink_id').primaryKey(),
  /** Of the credentials they were bought with, a hash: others begin anew. */
  boughtWith: text('bought_with').notNull(),
  accessToken: text('access_token').notNull(),
  /** That which buys the next; null where the credentials do. */
  refreshToken: text('refresh_token'),
  boughtAt: at('bought_at').notNull(),
});
