import type * as z from 'zod';
import type { Clock, StampedPolicy } from '#domain/clock.ts';
import { type FactValues, factsOf } from '#domain/conditions.ts';
import type { Actor, Facts, Handoff, Relation } from '#domain/handoff.ts';
import type { Hours } from '#domain/hours.ts';
import { type CanonicalLead, canonicalLeadSchema, type LeadSignal } from '#domain/lead.ts';
import { stamp } from '#domain/policy.ts';
import { type CheckedFor, NO_PAST, type RepStatus } from '#domain/routing/checks.ts';
import { LEVEL, NOTHING, type PoolQuestion, type Standing } from '#domain/routing/choose.ts';
import type { RoutingQuestion } from '#domain/routing/decide-route.ts';
import {
  type MqlDefinition,
  type Pool,
  poolSchema,
  type Reason,
  type Settings,
  settingsSchema,
} from '#domain/settings.ts';
import type { ClockTarget } from '#domain/sla-settings.ts';

const { mql, temperature, reasons, sla } = settingsSchema.shape;

const ACTORS: Record<Relation, Actor> = {
  owner: { personId: 'ana', name: 'Ana', relation: 'owner' },
  manager: { personId: 'mia', name: 'Mia', relation: 'manager' },
  ops: { personId: 'olga', name: 'Olga', relation: 'ops' },
  member: { personId: 'ben', name: 'Ben', relation: 'member' },
  system: { personId: null, name: 'Handoff', relation: 'system' },
  other: { personId: 'zoe', name: 'Zoe', relation: 'other' },
};

/** Valid values to start from; a test overrides only what it is about. */
export const make = {
  /** Anna Berg, Head of Operations of a German machine builder with 420 people, asks for a demo. */
  lead(overrides: z.input<typeof canonicalLeadSchema> = {}): CanonicalLead {
    return canonicalLeadSchema.parse({
      person: {
        full_name: 'Anna Berg',
        email: 'anna.berg@nordwerk.example',
        title: 'Head of Operations',
        country: 'DE',
      },
      account: { name: 'Nordwerk', industry: 'manufacturing', employees: 420 },
      channel: 'demo_request',
      ...overrides,
    });
  },

  /** What rules may ask about that lead. */
  facts(overrides: FactValues = {}): FactValues {
    const facts = factsOf({
      lead: make.lead(),
      sourceId: 'website',
      temperature: null,
    });
    return { ...facts, ...overrides };
  },

  /** A look at the price list on the Monday morning most tests are about. */
  signal(overrides: Partial<LeadSignal> = {}): LeadSignal {
    return {
      type: 'pricing_view',
      at: '2026-03-02T07:30:00Z',
      title: undefined,
      url: undefined,
      ...overrides,
    };
  },

  /** Berlin, Monday to Friday from nine to five. */
  hours(overrides: Partial<Hours> = {}): Hours {
    const day = ['09:00-17:00'];
    return {
      timeZone: 'Europe/Berlin',
      week: { mon: day, tue: day, wed: day, thu: day, fri: day },
      holidays: [],
      ...overrides,
    };
  },

  /** Five minutes by the rep's hours. */
  target(overrides: Partial<ClockTarget> = {}): ClockTarget {
    return { within: { unit: 'minutes', amount: 5 }, calendar: 'rep', ...overrides };
  },

  /** No students; manufacturers from 50 people on; one look at the price list in thirty days. */
  mql(overrides: Partial<z.input<typeof mql>> = {}): MqlDefinition {
    return mql.parse({
      version: '2026-1',
      signed_by: { marketing: 'Mia', sales: 'Sam', on: '2026-01-05' },
      review_by: '2026-07-05',
      exclusions: [{ id: 'student', when: { title: { includes: ['student', 'intern'] } } }],
      profiles: [{ id: 'manufacturer', when: { industry: 'manufacturing', employees: { min: 50 } } }],
      behaviours: [{ id: 'price', any_of: ['pricing_view'] }],
      ...overrides,
    });
  },

  temperature(overrides: z.input<typeof temperature> = {}): Settings['temperature'] {
    return temperature.parse(overrides);
  },

  /** Too small, which fewer than 50 people support. */
  reason(overrides: Partial<z.input<typeof reasons.element>> = {}): Reason {
    return reasons.element.parse({
      code: 'too_small',
      words: 'Too small',
      failure_point: 'qualification_threshold',
      supported_when: { employees: { max: 49 } },
      ...overrides,
    });
  },

  /** Offered to Ana at nine on that Monday in Berlin, as soon as it came. */
  handoff(overrides: Partial<Handoff> = {}): Handoff {
    const nine = new Date('2026-03-02T08:00:00Z');
    return {
      id: 'handoff',
      leadId: 'lead',
      leg: 'mql_to_sdr',
      state: 'offered',
      ownerId: 'ana',
      poolId: 'sdr',
      temperature: 'hot',
      policyId: 'hot',
      offerNo: 1,
      createdAt: nine,
      firstOfferedAt: nine,
      offeredAt: nine,
      acceptedAt: null,
      respondedAt: null,
      closedAt: null,
      snoozedUntil: null,
      snoozes: 0,
      tries: 0,
      exhaustedAt: null,
      cameFrom: null,
      claimKey: null,
      reservedFor: null,
      reservedUntil: null,
      deal: null,
      before: null,
      ...overrides,
    };
  },

  /** Hot: answer in five minutes, respond in fifteen; snooze once for fifteen while the clock runs on. */
  policy(overrides: Partial<z.input<typeof sla.element>> = {}): StampedPolicy {
    const parsed = sla.element.parse({
      id: 'hot',
      accept: { within: '5m', overnight: '30m' },
      response: { within: '15m', overnight: '45m' },
      unassigned: { within: '5m', calendar: 'team', overnight: '30m' },
      ladder: [
        { at: '3m', do: 'remind' },
        { at: '5m', do: 'tell_manager' },
        { at: '10m', do: 'offer_next' },
      ],
      snooze: { choices: ['15m'], limit: '15m', times: 1 },
      ...overrides,
    });
    return stamp(parsed);
  },

  /** The accept clock of that offer. */
  clock(overrides: Partial<Clock> = {}): Clock {
    return {
      id: 'accept-1',
      kind: 'accept',
      repId: 'ana',
      startedAt: new Date('2026-03-02T08:00:00Z'),
      deadlineAt: new Date('2026-03-02T08:05:00Z'),
      pausedAt: null,
      stoppedAt: null,
      met: null,
      breachedAt: null,
      planned: [],
      ...overrides,
    };
  },

  /** Ana is the owner, Mia her manager, Olga is ops, and Zoe has nothing to do with it. */
  actor(relation: Relation): Actor {
    return ACTORS[relation];
  },

  /** What `decide` has to know about that offer: Ana acts, and her clocks run. */
  situation(overrides: Partial<Facts> = {}): Facts {
    return {
      actor: make.actor('owner'),
      policy: make.policy(),
      repHours: make.hours(),
      teamHours: make.hours(),
      ownerName: 'Ana',
      clocks: [
        make.clock(),
        make.clock({ id: 'response', kind: 'response', deadlineAt: new Date('2026-03-02T08:15:00Z') }),
      ],
      reason: null,
      target: null,
      hasMeeting: false,
      weighed: null,
      isOutcomeOwed: true,
      mending: { isOwed: true, other: null },
      snoozesTodayByOwner: 0,
      snoozesADay: 20,
      lastRemindedAt: null,
      askedAgainAt: null,
      claimCheck: null,
      ahead: 0,
      touches: [],
      isOpenAgain: false,
      questions: [],
      needsMeeting: false,
      subStages: ['discovery', 'proposal'],
      isPaused: false,
      ...overrides,
    };
  },

  /** Ana and Ben share the leads of the pool `sdr`; Mia leads them and Max leads her; Olga is ops. */
  settings(overrides: Partial<z.input<typeof settingsSchema>> = {}): Settings {
    const day = ['09:00-17:00'];
    return settingsSchema.parse({
      version: 1,
      workspace: { name: 'Acme', time_zone: 'Europe/Berlin', hours: 'office' },
      channels: { ops: 'C0OPS', feedback: 'C0FEEDBACK' },
      hours: { office: { mon: day, tue: day, wed: day, thu: day, fri: day } },
      people: [
        { id: 'ana', name: 'Ana', email: 'ana@acme.example', roles: ['sdr'], manager: 'mia' },
        { id: 'ben', name: 'Ben', email: 'ben@acme.example', roles: ['sdr'], manager: 'mia' },
        { id: 'mia', name: 'Mia', email: 'mia@acme.example', roles: ['manager'], manager: 'max' },
        { id: 'max', name: 'Max', email: 'max@acme.example', roles: ['manager'] },
        { id: 'olga', name: 'Olga', email: 'olga@acme.example', roles: ['ops'] },
      ],
      pools: [{ id: 'sdr', name: 'SDRs', members: [{ person: 'ana' }, { person: 'ben' }] }],
      routes: [{ id: 'all', to: { pool: 'sdr' } }],
      mql: {
        version: '2026-1',
        signed_by: { marketing: 'Mara', sales: 'Sam', on: '2026-01-05' },
        review_by: '2026-07-05',
        profiles: [{ id: 'manufacturer', when: { industry: 'manufacturing' } }],
        behaviours: [{ id: 'price', any_of: ['pricing_view'] }],
      },
      sla: [
        {
          id: 'all',
          accept: { within: '4h' },
          ladder: [],
          snooze: { choices: ['1h'], limit: '4h', times: 2 },
        },
      ],
      reasons: [{ code: 'too_small', words: 'Too small', failure_point: 'qualification_threshold' }],
      sources: [{ id: 'website', name: 'Website', auth: 'none' }],
      ...overrides,
    });
  },

  /** Ana and Ben by turns, with three unanswered, fifteen uncontacted and thirty a day at most. */
  pool(overrides: Partial<z.input<typeof poolSchema>> = {}): Pool {
    return poolSchema.parse({
      id: 'sdr',
      name: 'SDRs',
      members: [{ person: 'ana' }, { person: 'ben' }],
      ...overrides,
    });
  },

  /** Ana at work, with nothing on her desk. */
  repStatus(overrides: Partial<RepStatus> = {}): RepStatus {
    return {
      id: 'ana',
      isReader: true,
      isKnown: true,
      isActive: true,
      awayUntil: null,
      status: null,
      quiet: null,
      misses: 0,
      hours: make.hours(),
      unanswered: 0,
      uncontacted: 0,
      open: 0,
      today: 0,
      lastOfferedAt: null,
      ...overrides,
    };
  },

  /** A new lead for that pool, on that Monday at ten in Berlin. */
  checkedFor(overrides: Partial<CheckedFor> = {}): CheckedFor {
    const { availability } = make.settings();
    return { pool: make.pool(), availability, past: NO_PAST, isBacklog: false, now: TEN, ...overrides };
  },

  /** How the members of a pool stand: all level, but for these. */
  standing(overrides: { [K in keyof Standing]?: Standing[K] | Record<string, number> } = {}): Standing {
    const places = Object.entries(overrides).map(([key, value]) => [
      key,
      typeof value === 'boolean' || value instanceof Map ? value : new Map(Object.entries(value ?? {})),
    ]);
    return { ...LEVEL, ...Object.fromEntries(places) };
  },

  /** Who of that pool gets a new lead at ten: everybody named here is there. */
  poolQuestion(
    overrides: Partial<Omit<PoolQuestion, 'people'>> & { people?: RepStatus[] } = {},
  ): PoolQuestion {
    const { people = [make.repStatus(), make.repStatus({ id: 'ben' })], ...rest } = overrides;
    return {
      settings: make.settings(),
      facts: make.facts(),
      standing: LEVEL,
      waived: NOTHING,
      ...make.checkedFor(),
      pool: make.pool(),
      ...rest,
      people: peopleOf(people),
    };
  },

  /** Where that new lead goes, before anything is known of anybody. */
  routingQuestion(
    overrides: Partial<Omit<RoutingQuestion, 'people' | 'standings'>> & {
      people?: RepStatus[];
      standings?: Record<string, Standing>;
    } = {},
  ): RoutingQuestion {
    const { people = [], standings = {}, ...rest } = overrides;
    return {
      leg: 'mql_to_sdr',
      because: 'new lead',
      now: TEN,
      facts: make.facts(),
      answers: {},
      owners: [],
      hints: [],
      past: NO_PAST,
      mayRepeat: true,
      isBacklog: false,
      ...rest,
      people: peopleOf(people),
      standings: new Map(Object.entries(standings)),
    };
  },
};

/** Monday 2026-03-02, ten in Berlin. */
const TEN = new Date('2026-03-02T09:00:00Z');

const peopleOf = (people: readonly RepStatus[]) => new Map(people.map((status) => [status.id, status]));
