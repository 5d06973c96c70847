import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type CheckedFor, checkRep, type RepStatus } from '#domain/routing/checks.ts';
import { type Candidate, chooseMember, NOTHING, type Standing } from '#domain/routing/choose.ts';
import type { RoutingDecision, RoutingQuestion } from '#domain/routing/decide-route.ts';
import type { Pool, Settings } from '#domain/settings.ts';
import { make } from '../make.ts';
import { anyQuestion, anySettings, decideByChance } from './random.ts';

/** What holds for every lead of every pool. */

const RUNS = 3_000;
type Turn = { settings: Settings; question: RoutingQuestion; decision: RoutingDecision; pools: Pool[] };

/** Runs a claim about whoever has a turn, on thousands of leads of teams by chance. */
function ofEveryTurn(claim: (turn: Turn, chosen: Candidate, others: Candidate[]) => void): void {
  let turns = 0;
  fc.assert(
    fc.property(anySettings, anyQuestion, (settings, chance) => {
      const { question, decision } = decideByChance(settings, chance);
      if (!decision.turn) return;
      turns += 1;
      const { record, turn } = decision;
      const asked = [record.poolId, ...(record.others ?? []).map(({ poolId }) => poolId)];
      const pools = settings.pools.filter(({ id }) => asked.includes(id));
      const candidates = turn.choice.candidates;
      const [chosen] = candidates.filter(({ repId }) => repId === record.chosenId);
      if (!chosen) throw new Error('somebody was chosen who is not of the pool');
      claim(
        { settings, question, decision, pools },
        chosen,
        candidates.filter((one) => one !== chosen),
      );
    }),
    { numRuns: RUNS },
  );
  // A claim about too few of them would say little.
  expect(turns).toBeGreaterThan(RUNS / 4);
}

const checked = ({ settings, question }: Turn, pool: Pool): CheckedFor => ({
  ...question,
  pool,
  availability: settings.availability,
});

test('nobody is chosen against whom something speaks that is not passed over', () => {
  ofEveryTurn((turn, chosen) => {
    const [pool = make.pool()] = turn.pools.filter(({ id }) => id === turn.decision.turn?.poolId);
    const status = turn.question.people.get(chosen.repId);
    const check = checkRep(status, checked(turn, pool), NOTHING);
    expect([null, 'not_answering', 'had_it']).toContain(check);
    expect(chosen.waived ?? null).toBe(check);
  });
}, 60_000);

test('nobody ever gets a lead again that they refused', () => {
  fc.assert(
    fc.property(anySettings, anyQuestion, (settings, chance) => {
      const { decision } = decideByChance(settings, chance);
      expect(chance.past.refused.has(decision.record.chosenId ?? '')).toBe(false);
    }),
    { numRuns: RUNS },
  );
}, 60_000);

const SILENT = new Set(['not_answering'] as const);
const couldHaveIt = (turn: Turn, waived: ReadonlySet<'not_answering'>) =>
  turn.pools.some(({ members, ...pool }) =>
    members.some(
      ({ person }) =>
        checkRep(turn.question.people.get(person), checked(turn, { ...pool, members }), waived) === null,
    ),
  );

test('somebody who had a lead gets it again only when nobody else of any pool can', () => {
  ofEveryTurn((turn, { repId }) => {
    const isRepeat = turn.question.past.had.has(repId);
    expect(isRepeat && (couldHaveIt(turn, SILENT) || !turn.question.mayRepeat)).toBe(false);
  });
}, 60_000);

test('somebody who did not answer lately gets a lead only when nobody of any pool did', () => {
  ofEveryTurn((turn, { waived }) => {
    expect(waived !== undefined && couldHaveIt(turn, new Set())).toBe(false);
  });
}, 60_000);

test('by open work nobody gets a lead who has more by weight than another who could take it', () => {
  ofEveryTurn((_, { open, weight }, others) => {
    const able = others.filter(({ check }) => check === null).map((one) => (one.open ?? 0) / one.weight);
    expect(open === undefined ? 0 : open / weight).toBeLessThanOrEqual(
      open === undefined ? 0 : Math.min(...able, open / weight),
    );
  });
}, 60_000);

const fitness = ({ fits = 0, misfits = 0 }: Candidate) => fits * 100 - misfits;

test('by skills nobody gets a lead whom it fits worse than another who could take it', () => {
  ofEveryTurn((_, chosen, others) => {
    const able = others.filter(({ check }) => check === null).map(fitness);
    expect(fitness(chosen)).toBeGreaterThanOrEqual(Math.max(...able, fitness(chosen)));
  });
}, 60_000);

// Leave, and catching up with it

const IDS = ['ana', 'ben', 'cleo', 'dan'];
const leave = fc.record({
  weights: fc.array(fc.integer({ min: 1, max: 5 }), { minLength: 4, maxLength: 4 }),
  perDay: fc.integer({ min: 1, max: 4 }),
  /** Who is on leave when each lead comes; dan never is. */
  away: fc.array(fc.subarray(IDS.slice(0, 3)), { minLength: 1, maxLength: 40 }),
  leadsADay: fc.integer({ min: 7, max: 12 }),
});
const nextWeek = new Date('2026-03-09T09:00:00Z');
const THERE = make.repStatus();

type Given = { day: number; repId: string; isCatchUp: boolean };

/** Gives leads one after another, as the balance would count them. */
function play(pool: Pool, days: readonly (readonly string[])[][]): { given: Given[]; standing: Standing } {
  const given: Given[] = [];
  const question = make.poolQuestion({ pool });
  let standing: Standing = make.standing();
  for (const [day, leads] of days.entries()) {
    const caughtUp = new Map<string, number>();
    for (const away of leads) {
      const people = new Map(
        IDS.map((id): [string, RepStatus] => [
          id,
          { ...THERE, id, awayUntil: away.includes(id) ? nextWeek : null },
        ]),
      );
      const isCatchingUp = given.at(-1)?.isCatchUp ?? false;
      const choice = chooseMember({ ...question, people, standing: { ...standing, caughtUp, isCatchingUp } });
      const repId = choice.chosenId ?? '';
      const isCatchUp = choice.kind === 'catch_up';
      given.push({ day, repId, isCatchUp });
      if (isCatchUp) caughtUp.set(repId, (caughtUp.get(repId) ?? 0) + 1);
      standing = {
        ...standing,
        lags: new Map(choice.standing.map(({ id, lag }) => [id, lag])),
        owed: new Map(choice.standing.map(({ id, owed }) => [id, owed])),
      };
    }
  }
  return { given, standing };
}

test('what was owed since a leave is caught up with in whole turns, so many a day, never two in a row', () => {
  fc.assert(
    fc.property(leave, ({ weights, perDay, away, leadsADay }) => {
      const pool = make.pool({
        catch_up_per_day: perDay,
        members: IDS.map((person, index) => ({ person, weight: weights[index] ?? 1 })),
      });
      const whileAway = play(pool, [away]);
      const backFor = Array.from({ length: 45 }, () => Array.from({ length: leadsADay }, () => []));
      const { given, standing } = play(pool, [away, ...backFor]);

      for (const id of IDS) {
        const caught = given.filter((one) => one.isCatchUp && one.repId === id);
        const early = whileAway.given.filter((one) => one.isCatchUp && one.repId === id).length;
        const owedOnReturn = whileAway.standing.owed.get(id) ?? 0;
        expect(caught.length).toBe(early + Math.floor(owedOnReturn));
        expect(standing.owed.get(id) ?? 0).toBeCloseTo(owedOnReturn % 1, 9);
        const days = backFor.map((_, day) => caught.filter((one) => one.day === day + 1).length);
        expect(Math.max(...days)).toBeLessThanOrEqual(perDay);
      }
      const inARow = given.filter((one, index) => one.isCatchUp && given[index - 1]?.isCatchUp);
      expect(inARow).toEqual([]);
    }),
    { numRuns: 40 },
  );
}, 60_000);

test('all that is owed is what those on leave would have had of each turn, no more', () => {
  fc.assert(
    fc.property(leave, ({ weights, away }) => {
      const [weight = 1] = weights;
      const total = weights.reduce((sum, one) => sum + one, 0);
      const pool = make.pool({
        catch_up_per_day: 1,
        members: IDS.map((person, index) => ({ person, weight: weights[index] ?? 1 })),
      });
      const { standing } = play(pool, [away.map(() => ['ana'])]);
      expect(standing.owed.get('ana')).toBeCloseTo((away.length * weight) / total, 6);
    }),
    { numRuns: 200 },
  );
});

test('turns that are caught up with change nothing of whose turn the others are', () => {
  fc.assert(
    fc.property(leave, fc.subarray(IDS.slice(0, 3)), ({ weights, perDay, away, leadsADay }, absent) => {
      const members = IDS.map((person, index) => ({ person, weight: weights[index] ?? 1 }));
      const whileAway = away.map(() => absent);
      const days = Array.from({ length: 5 }, () => Array.from({ length: leadsADay }, () => []));
      const { given } = play(make.pool({ catch_up_per_day: perDay, members }), [whileAway, ...days]);
      const turns = given.filter((one) => !one.isCatchUp).map(({ repId }) => repId);
      const later = turns.slice(away.length).map(() => []);
      const { given: plain } = play(make.pool({ members }), [whileAway, later]);
      expect(turns).toEqual(plain.map(({ repId }) => repId));
    }),
    { numRuns: 100 },
  );
}, 60_000);
