import fc from 'fast-check';
import type { Past, RepStatus } from '#domain/routing/checks.ts';
import { LEVEL, type Standing } from '#domain/routing/choose.ts';
import { decideRoute, type RoutingDecision, type RoutingQuestion } from '#domain/routing/decide-route.ts';
import type { NamedOwner, TriedRule } from '#domain/routing/record.ts';
import { POOL_MODES, type Settings } from '#domain/settings.ts';
import type { Test, Weekday } from '#domain/settings-shapes.ts';
import { hoursOf } from '#domain/team.ts';
import { make } from '../make.ts';

/** Teams, leads and moments by chance. Monday 2026-03-02 and the days after. */

export const IDS = ['ana', 'ben', 'cleo', 'dan', 'eve', 'finn'];
const MANAGER = 'mia';
const POOLS = ['p0', 'p1', 'p2'];
const ZONES = ['Europe/Berlin', 'America/New_York', 'Asia/Tokyo'];

const country = fc.constantFrom('DE', 'FR', 'US', ['DE', 'US'], { none_of: ['US'] });
const conditions = fc.record(
  {
    country,
    industry: fc.constantFrom('software', 'retail'),
    employees: fc.constantFrom<Test>({ min: 100 }, { max: 500 }),
    territory: fc.constantFrom('t0', 't1'),
    segment: fc.constantFrom('s0', 's1'),
    // These say who a lead is, and are not kept.
    company: fc.constantFrom('Nordwerk', 'Globex'),
    email_domain: fc.constantFrom('nordwerk.example', 'globex.example'),
    title: fc.constantFrom<Test>({ includes: ['head'] }, { includes: ['intern'] }),
  },
  { requiredKeys: [] },
);
const places = fc.array(
  fc.record({ country, company: fc.constantFrom('Nordwerk', 'Globex') }, { requiredKeys: [] }),
  {
    maxLength: 3,
  },
);
const skills = fc.record(
  { country: fc.constantFrom('DE', 'US'), industry: fc.constantFrom('software', 'retail') },
  { requiredKeys: [] },
);
const member = fc.record({
  person: fc.constantFrom(...IDS),
  weight: fc.integer({ min: 1, max: 5 }),
  days: fc.constantFrom<Weekday[] | undefined>(undefined, undefined, ['mon'], ['tue', 'wed']),
});
const pool = fc.record({
  mode: fc.constantFrom(...POOL_MODES.filter((mode) => mode !== 'claim')),
  members: fc.uniqueArray(member, { selector: ({ person }) => person, maxLength: 5 }),
  outside_hours: fc.constantFrom('hold' as const, 'offer' as const),
  catch_up_per_day: fc.integer({ min: 0, max: 2 }),
  overflow: fc.constantFrom('hold', 'manager', 'next', 'next'),
});
const target = fc.oneof(
  { arbitrary: fc.constantFrom(...POOLS).map((id) => ({ pool: id })), weight: 4 },
  { arbitrary: fc.constantFrom(...IDS).map((id) => ({ person: id })), weight: 1 },
);

// Reading settings takes longer than anything that is done with them here: what is usual is read once.
const USUAL = make.settings();
const USUAL_POOL = make.pool();
const USUAL_PERSON = { email: 'mia@acme.example', holidays: [] };

/** A team with three pools, of which each may overflow into the next, the last perhaps to be claimed. */
export const anySettings: fc.Arbitrary<Settings> = fc
  .record({
    skills: fc.array(skills, { minLength: IDS.length, maxLength: IDS.length }),
    pools: fc.array(pool, { minLength: 3, maxLength: 3 }),
    isLastClaimed: fc.boolean(),
    territories: places,
    segments: fc.array(conditions, { maxLength: 2 }),
    routes: fc.array(fc.record({ when: conditions, to: target }), { maxLength: 6 }),
    doNotDisturb: fc.boolean(),
  })
  .map(({ skills: known, pools, isLastClaimed, territories, segments, routes, doNotDisturb }) => ({
    ...USUAL,
    people: [
      ...IDS.map((id, index) => ({
        ...USUAL_PERSON,
        ...{ id, name: id, email: `${id}@acme.example`, roles: ['sdr' as const], manager: MANAGER },
        time_zone: ZONES[index % ZONES.length] ?? 'UTC',
        skills: known[index] ?? {},
      })),
      { ...USUAL_PERSON, id: MANAGER, name: MANAGER, roles: ['manager' as const] },
    ],
    pools: pools.map(({ overflow, members, ...one }, index) => ({
      ...USUAL_POOL,
      ...one,
      id: POOLS[index] ?? '',
      members: members.map(({ days, ...rest }) => ({ ...rest, ...(days && { days }) })),
      ...(isLastClaimed && index === 2
        ? { mode: 'claim' as const, deliver_to: 'C0OPEN' }
        : { overflow: overflowOf(overflow, POOLS[index + 1]) }),
    })),
    territories: territories.map((when, index) => ({ id: `t${index}`, when })),
    segments: segments.map((when, index) => ({ id: `s${index}`, when })),
    routes: [
      ...routes.map((route, index) => ({ id: `r${index}`, leg: 'mql_to_sdr' as const, ...route })),
      { id: 'rest', leg: 'mql_to_sdr' as const, when: {}, to: { pool: 'p0' } },
    ],
    availability: { not_answering_after: 2, do_not_disturb: doNotDisturb, away_statuses: [':palm_tree:'] },
  }));

const overflowOf = (chosen: string, next: string | undefined) =>
  chosen === 'manager'
    ? ('manager' as const)
    : chosen === 'next' && next
      ? { pool: next }
      : ('hold' as const);

const later = new Date('2026-03-06T17:00:00Z');
/** Mostly as usual, so that there is somebody to choose. */
const mostly = <T>(usual: T, ...others: T[]): fc.Arbitrary<T> =>
  fc.oneof(
    { arbitrary: fc.constant(usual), weight: 9 },
    { arbitrary: fc.constantFrom(...others), weight: 1 },
  );
const status = fc.record({
  isReader: mostly(true, false),
  isKnown: mostly(true, false),
  isActive: mostly(true, false),
  awayUntil: mostly<Date | null>(null, later),
  status: mostly<RepStatus['status']>(
    null,
    { emoji: ':palm_tree:', until: later },
    { emoji: ':coffee:', until: null },
  ),
  quiet: mostly<RepStatus['quiet']>(null, { from: new Date('2026-03-01T00:00:00Z'), until: later }),
  misses: mostly(0, 1, 2, 3, 3),
  unanswered: mostly(0, 2, 3, 3),
  uncontacted: mostly(0, 15),
  open: fc.integer({ min: 0, max: 9 }),
  today: mostly(0, 30),
  lastOfferedAt: mostly<Date | null>(null, new Date('2026-03-02T08:59:00Z')),
});
const standing: fc.Arbitrary<Standing> = fc
  .record({
    lags: fc.array(fc.integer({ min: -140, max: 140 }), { minLength: IDS.length, maxLength: IDS.length }),
    owed: fc.array(fc.integer({ min: 0, max: 40 }), { minLength: IDS.length, maxLength: IDS.length }),
    caughtUp: fc.array(fc.integer({ min: 0, max: 2 }), { minLength: IDS.length, maxLength: IDS.length }),
    isCatchingUp: fc.boolean(),
  })
  .map(({ lags, owed, caughtUp, isCatchingUp }) => ({
    lags: byId(lags.map((hundredths) => hundredths / 100)),
    owed: byId(owed.map((tenths) => tenths / 10)),
    caughtUp: byId(caughtUp),
    isCatchingUp,
  }));
const byId = (values: readonly number[]) => new Map(IDS.map((id, index) => [id, values[index] ?? 0]));

const somePeople = (ids: string[], most: number) =>
  fc.uniqueArray(fc.constantFrom(...ids), { maxLength: most });
const past: fc.Arbitrary<Past> = fc
  .tuple(somePeople(IDS, 1), somePeople([...IDS, MANAGER], 3))
  .map(([refused, had]) => ({ refused: new Set(refused), had: new Set([...refused, ...had]) }));
const owner: fc.Arbitrary<NamedOwner> = fc.record({
  by: fc.constantFrom('senders_owner', 'customer', 'account_team', 'account_owner', 'domain', 'pair'),
  repId: fc.constantFrom(null, ...IDS),
  rule: fc.constantFrom('owner named by crm', 'named account'),
});
const hint: fc.Arbitrary<TriedRule> = fc.record({
  rule: fc.constant('same name as an account'),
  result: fc.constant('hint' as const),
  repId: fc.constantFrom(...IDS),
  poolId: fc.constant(null),
});
const facts = fc
  .record(
    {
      country: fc.constantFrom('DE', 'FR', 'US'),
      industry: fc.constantFrom('software', 'retail'),
      employees: fc.constantFrom(20, 200, 2_000),
      company: fc.constantFrom('Nordwerk', 'Globex'),
      email_domain: fc.constantFrom('nordwerk.example', 'globex.example'),
      title: fc.constantFrom('Head of Sales', 'Intern'),
    },
    { requiredKeys: [] },
  )
  .map((some) => ({ ...some, tags: ['a', 'b'] }));

export type Chance = Omit<RoutingQuestion, 'people' | 'standings'> & {
  known: Omit<RepStatus, 'id' | 'hours'>[];
  standing: Standing[];
};
const AFTERNOON = new Date('2026-03-02T15:00:00Z');
/** A lead, and how everybody stands then: mostly while Berlin and New York work and Tokyo sleeps. */
export const anyQuestion: fc.Arbitrary<Chance> = fc.record({
  leg: fc.constant('mql_to_sdr' as const),
  because: fc.constantFrom('new lead', 'waiting'),
  now: mostly(AFTERNOON, new Date('2026-03-04T01:00:00Z'), new Date('2026-03-01T12:00:00Z')),
  facts,
  answers: fc.constant({}),
  owners: fc.oneof(fc.constant([]), fc.array(owner, { maxLength: 3 })),
  hints: fc.array(hint, { maxLength: 2 }),
  past,
  mayRepeat: fc.boolean(),
  isBacklog: fc.boolean(),
  known: fc.array(status, { minLength: IDS.length + 1, maxLength: IDS.length + 1 }),
  standing: fc.array(standing, { minLength: 3, maxLength: 3 }),
});

/** The decision, with what it asked for told only then; and the question as it was in the end. */
export function decideByChance(
  settings: Settings,
  { known, standing: standings, ...asked }: Chance,
): { question: RoutingQuestion; decision: RoutingDecision } {
  const statusOf = (id: string): RepStatus => {
    const { [[...IDS, MANAGER].indexOf(id)]: one = make.repStatus() } = known;
    return { ...one, id, hours: hoursOf(settings, id) };
  };
  let question: RoutingQuestion = { ...asked, people: new Map(), standings: new Map() };
  for (;;) {
    const answer = decideRoute(settings, question);
    if (answer.ask === null) return { question, decision: answer.decision };
    const ids = answer.ask === 'people' ? answer.ids : answer.pool.members.map(({ person }) => person);
    question = {
      ...question,
      people: new Map([...question.people, ...ids.map((id) => [id, statusOf(id)] as const)]),
      ...(answer.ask === 'pool' && {
        standings: new Map(question.standings).set(
          answer.pool.id,
          standings[POOLS.indexOf(answer.pool.id)] ?? LEVEL,
        ),
      }),
    };
  }
}
