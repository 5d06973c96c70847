import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { FactValues } from '#domain/conditions.ts';
import { NO_PAST, type RepStatus } from '#domain/routing/checks.ts';
import { LEVEL } from '#domain/routing/choose.ts';
import { decideRoute } from '#domain/routing/decide-route.ts';
import type { Settings } from '#domain/settings.ts';
import { everybodyThere } from '#domain/shadow.ts';
import type { Arrival } from '#domain/simulate/arrival.ts';
import { createMatcher } from '#domain/simulate/match-routes.ts';
import { takeTurn } from '#domain/turns.ts';
import { make } from '../make.ts';
import { arrival, play, ROUND_THE_CLOCK } from './play.ts';

const MINUTE = 60_000;
const MONDAY = Date.parse('2026-03-02T00:00:00Z');
const IDS = ['ana', 'ben', 'mia'];
const UNTIL = '2026-03-30T00:00:00Z';

test('while everybody is there, the simulation gives each turn to whom the live turns give it', () => {
  fc.assert(
    fc.property(
      fc.array(fc.integer({ min: 1, max: 7 }), { minLength: 3, maxLength: 3 }),
      fc.integer({ min: 1, max: 120 }),
      (weights, leads) => {
        const members = IDS.map((id, index) => ({ id, weight: weights[index] ?? 1, lag: 0 }));
        const settings = make.settings({
          hours: ROUND_THE_CLOCK,
          pools: [
            {
              id: 'sdr',
              name: 'SDRs',
              members: members.map(({ id, weight }) => ({ person: id, weight })),
              caps: { unanswered: 1_000, uncontacted: 1_000, per_day: 1_000 },
            },
          ],
        });
        const arrivals = Array.from({ length: leads }, (_, no) =>
          arrival(`lead-${no}`, new Date(MONDAY + no * MINUTE).toISOString()),
        );
        let standing = members;
        const live = arrivals.map(() => {
          const turn = takeTurn(standing, new Set(IDS));
          standing = turn.members;
          return turn.chosen;
        });
        const { decided } = play(settings, arrivals, UNTIL);
        expect(decided.map(({ outcome }) => outcome.type === 'offered' && outcome.repId)).toEqual(live);
      },
    ),
    { numRuns: 100 },
  );
});

const cap = fc.integer({ min: 1, max: 4 });
const team = fc.record({
  weights: fc.array(fc.integer({ min: 1, max: 4 }), { minLength: 3, maxLength: 3 }),
  caps: fc.record({ unanswered: cap, uncontacted: cap, per_day: cap }),
  overflow: fc.constantFrom('hold' as const, { pool: 'second' }),
  mode: fc.constantFrom('round_robin' as const, 'load_balance' as const),
});
const leads = fc.array(
  fc.record({
    gap: fc.integer({ min: 0, max: 400 }),
    country: fc.constantFrom('DE', 'FR', 'US'),
    account: fc.integer({ min: 0, max: 8 }),
    temperature: fc.constantFrom('hot' as const, 'warm' as const, 'cold' as const),
    answered: fc.integer({ min: 0, max: 300 }),
    more: fc.integer({ min: 0, max: 300 }),
    isAccepted: fc.boolean(),
  }),
  { minLength: 1, maxLength: 60 },
);

type Team = typeof team extends fc.Arbitrary<infer T> ? T : never;
type Lead = typeof leads extends fc.Arbitrary<(infer L)[]> ? L : never;

const settingsOf = ({ weights, caps, overflow, mode }: Team): Settings =>
  make.settings({
    pools: [
      {
        id: 'first',
        name: 'First',
        mode,
        members: [
          { person: 'ana', weight: weights[0] ?? 1 },
          { person: 'ben', weight: weights[1] ?? 1 },
        ],
        caps,
        overflow,
      },
      { id: 'second', name: 'Second', members: [{ person: 'mia', weight: weights[2] ?? 1 }], caps },
    ],
    routes: [
      { id: 'german', when: { country: 'DE' }, to: { pool: 'first' } },
      { id: 'french', when: { country: 'FR' }, to: { pool: 'second' } },
    ],
  });

function arrivalsOf(drawn: readonly Lead[]): Arrival[] {
  let at = MONDAY;
  return drawn.map(({ gap, country, account, temperature, answered, more, isAccepted }, no) => {
    at += gap * MINUTE;
    const contacted = answered + more;
    return arrival(`lead-${no}`, new Date(at).toISOString(), {
      record: make.lead({ person: { email: `lead-${no}@company-${account}.example`, country } }),
      temperature,
      course: {
        answered: answered * MINUTE,
        contacted: contacted * MINUTE,
        closed: (contacted + more) * MINUTE,
        isAccepted,
      },
    });
  });
}

test('no lead is lost or decided about twice, and the same leads give the same outcomes', () => {
  fc.assert(
    fc.property(team, leads, (drawn, some) => {
      const arrivals = arrivalsOf(some);
      const once = play(settingsOf(drawn), arrivals, UNTIL);
      const { offered, claims, unmatched, waiting } = once.figures;
      expect(offered + claims + unmatched + once.waiting).toBe(arrivals.length);
      expect(waiting).toBe(once.waiting);
      expect(new Set(once.decided.map(({ id }) => id)).size).toBe(once.decided.length);
      expect(unmatched).toBeLessThanOrEqual(some.filter(({ country }) => country === 'US').length);
      expect(play(settingsOf(drawn), arrivals, UNTIL)).toEqual(once);
    }),
    { numRuns: 200 },
  );
});

test('whoever gets a turn of a pool is below each of its caps then', () => {
  fc.assert(
    fc.property(team, leads, (drawn, some) => {
      const arrivals = new Map(arrivalsOf(some).map((one) => [one.id, one]));
      const { decided } = play(settingsOf(drawn), [...arrivals.values()], UNTIL);
      const given = decided.flatMap(({ id, outcome }) => {
        const course = arrivals.get(id)?.course;
        return outcome.type === 'offered' && course ? [{ ...outcome, course }] : [];
      });
      for (const [index, { repId, at, isTurn }] of given.entries()) {
        if (!isTurn) continue;
        const since = (then: Date) => at.getTime() - then.getTime();
        const theirs = given.slice(0, index).filter((before) => before.repId === repId);
        const unanswered = theirs.filter((one) => since(one.at) < (one.course.answered ?? 0));
        const uncontacted = theirs.filter(
          ({ at: then, course }) =>
            course.isAccepted &&
            since(then) >= (course.answered ?? 0) &&
            since(then) < (course.contacted ?? 0),
        );
        const berlin = (instant: Date) => instant.toLocaleDateString('sv-SE', { timeZone: 'Europe/Berlin' });
        const today = theirs.filter((one) => berlin(one.at) === berlin(at));
        expect(unanswered.length).toBeLessThan(drawn.caps.unanswered);
        expect(uncontacted.length).toBeLessThan(drawn.caps.uncontacted);
        expect(today.length).toBeLessThan(drawn.caps.per_day);
      }
    }),
    { numRuns: 200 },
  );
});

const country = fc.constantFrom('DE', 'Germany', 'FR', 'US');
const when = fc.record(
  {
    country: fc.oneof(country, fc.array(country, { minLength: 1, maxLength: 2 })),
    employees: fc.record({ min: fc.integer({ min: 0, max: 500 }) }),
    tags: fc.record({ none_of: fc.array(fc.constantFrom('a', 'b'), { minLength: 1, maxLength: 2 }) }),
    territory: fc.constantFrom('north', 'south'),
    segment: fc.constantFrom('large', 'small'),
  },
  { requiredKeys: [] },
);
const { territory: _territory, segment: _segment, ...plain } = { territory: null, segment: null };
const rules = fc.record({
  territories: fc.array(
    when.map(({ country: c, employees }) => ({
      ...plain,
      ...(c && { country: c }),
      ...(employees && { employees }),
    })),
    { maxLength: 2 },
  ),
  routes: fc.array(
    fc.record({ when, to: fc.constantFrom({ pool: 'sdr' }, { pool: 'more' }, { person: 'mia' }) }),
    { maxLength: 6 },
  ),
});
const facts = fc.record(
  {
    country,
    employees: fc.integer({ min: 0, max: 600 }),
    tags: fc.array(fc.constantFrom('a', 'b', 'c'), { maxLength: 2 }),
  },
  { requiredKeys: [] },
);

test('the routes a lead is matched with decide as all rules do', () => {
  fc.assert(
    fc.property(rules, fc.array(facts, { minLength: 1, maxLength: 5 }), (drawn, many) => {
      const settings = make.settings({
        territories: drawn.territories.map((one, index) => ({
          id: index === 0 ? 'north' : 'south',
          when: one,
        })),
        segments: [{ id: 'large', when: { employees: { min: 300 } } }],
        pools: [
          { id: 'sdr', name: 'SDRs', members: [{ person: 'ana' }] },
          { id: 'more', name: 'More', members: [{ person: 'ben' }] },
        ],
        routes: drawn.routes.map((route, index) => ({ id: `route-${index}`, ...route })),
      });
      const match = createMatcher(settings, 'mql_to_sdr');
      for (const asked of many) {
        const matched = match(asked);
        expect(decided(matched.settings, matched.facts)).toEqual(decided(settings, asked));
      }
    }),
    { numRuns: 300 },
  );
});

/** Tuesday, eleven in Berlin: everybody is at work. */
function decided(settings: Settings, asked: FactValues) {
  const people: ReadonlyMap<string, RepStatus> = everybodyThere(settings);
  const answered = decideRoute(settings, {
    leg: 'mql_to_sdr',
    because: 'test',
    now: new Date('2026-03-03T10:00:00Z'),
    facts: asked,
    answers: {},
    owners: [],
    hints: [],
    past: NO_PAST,
    mayRepeat: true,
    isBacklog: false,
    people,
    standings: new Map(settings.pools.map(({ id }) => [id, LEVEL])),
  });
  if (answered.ask !== null) throw new Error('everything was told');
  const { chosenId, poolId, by, facts: known } = answered.decision.record;
  return { chosenId, poolId, by, known };
}
