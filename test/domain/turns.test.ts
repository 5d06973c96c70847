import fc from 'fast-check';
import { expect, test } from 'vitest';
import { giveBack, type TurnMember, takeTurn } from '#domain/turns.ts';

const RUNS = 2000;
const ana = { id: 'ana', weight: 1, lag: 0 };
const ben = { id: 'ben', weight: 1, lag: 0 };
const cleo = { id: 'cleo', weight: 2, lag: 0 };

/** Gives a turn to each set of eligible ids in order. */
function play(members: TurnMember[], turns: readonly (readonly string[])[]) {
  const chosen: (string | null)[] = [];
  let now = members;
  for (const eligible of turns) {
    const turn = takeTurn(now, new Set(eligible));
    chosen.push(turn.chosen);
    now = turn.members;
  }
  return { chosen, members: now };
}

const everyTurn = (ids: string[], count: number) => Array.from({ length: count }, () => ids);
const countOf = (chosen: (string | null)[], id: string) => chosen.filter((one) => one === id).length;

test('equal members take turns in the order of the list', () => {
  expect(play([ana, ben], everyTurn(['ana', 'ben'], 5)).chosen).toEqual(['ana', 'ben', 'ana', 'ben', 'ana']);
});

test('a turn is taken by one and owed to the others', () => {
  expect(takeTurn([ana, ben, cleo], new Set(['ana', 'ben', 'cleo']))).toEqual({
    chosen: 'cleo',
    members: [
      { id: 'ana', weight: 1, lag: 0.25 },
      { id: 'ben', weight: 1, lag: 0.25 },
      { id: 'cleo', weight: 2, lag: -0.5 },
    ],
  });
});

test('who weighs double has every second turn, never all at once', () => {
  expect(play([ana, ben, cleo], everyTurn(['ana', 'ben', 'cleo'], 8)).chosen).toEqual([
    'cleo',
    'ana',
    'ben',
    'cleo',
    'cleo',
    'ana',
    'ben',
    'cleo',
  ]);
});

test('the only one eligible has the turn, and owes and is owed nothing by it', () => {
  expect(takeTurn([ana, cleo], new Set(['cleo']))).toEqual({ chosen: 'cleo', members: [ana, cleo] });
});

test('when nobody is eligible nobody has the turn and nothing moves', () => {
  expect(takeTurn([ana, ben], new Set())).toEqual({ chosen: null, members: [ana, ben] });
});

test('what else a member carries is kept', () => {
  expect(takeTurn([{ ...ana, name: 'Ana' }], new Set(['ana'])).members).toEqual([{ ...ana, name: 'Ana' }]);
});

test('who is away neither accrues nor owes, and comes back level', () => {
  const { members } = play([ana, ben, cleo], everyTurn(['ana', 'ben'], 100));
  expect(members).toEqual([ana, ben, cleo]);
});

test('a new member starts level: one turn a round, not all they missed', () => {
  const { members } = play([ana, ben], everyTurn(['ana', 'ben'], 100));
  const { chosen } = play(
    [...members, { id: 'new', weight: 1, lag: 0 }],
    everyTurn(['ana', 'ben', 'new'], 6),
  );
  expect(countOf(chosen, 'new')).toBe(2);
});

test('a new member starts level after a hundred credits too', () => {
  let members: TurnMember[] = [ana, ben];
  for (let round = 0; round < 100; round += 1) {
    members = takeTurn(members, new Set(['ana', 'ben'])).members;
    members = giveBack(members, 'ana', new Set(['ana', 'ben']));
    members = takeTurn(members, new Set(['ana', 'ben'])).members;
  }
  const { chosen } = play(
    [...members, { id: 'new', weight: 1, lag: 0 }],
    everyTurn(['ana', 'ben', 'new'], 9),
  );
  expect(countOf(chosen, 'new')).toBe(3);
});

test('a turn given back comes next', () => {
  const everybody = new Set(['ana', 'ben', 'cleo']);
  const first = takeTurn([ana, ben, cleo], everybody);
  const credited = giveBack(first.members, 'cleo', everybody);
  expect(credited).toEqual([ana, ben, cleo]);
  expect(takeTurn(credited, everybody).chosen).toBe('cleo');
});

test('a turn given back while its taker is away waits for them and costs nobody else who was not in it', () => {
  const taken = takeTurn([ana, ben, cleo], new Set(['ana', 'ben'])).members;
  expect(giveBack(taken, 'ana', new Set(['ana', 'ben']))).toEqual([ana, ben, cleo]);
});

test('giving a turn back to somebody who left the pool changes nothing', () => {
  expect(giveBack([ana, ben], 'gone', new Set(['ana', 'gone']))).toEqual([ana, ben]);
});

test('a changed weight counts from now on and resets nothing', () => {
  const behind = [
    { ...ana, lag: 0.75 },
    { ...ben, lag: -0.75 },
  ];
  const reweighed = behind.map((member) => ({ ...member, weight: member.id === 'ben' ? 3 : 1 }));
  expect(takeTurn(reweighed, new Set(['ana', 'ben']))).toEqual({
    chosen: 'ana',
    members: [
      { id: 'ana', weight: 1, lag: 0 },
      { id: 'ben', weight: 3, lag: 0 },
    ],
  });
});

test('a thousand leads at once are shared to within one turn', () => {
  const { chosen } = play(
    [ana, ben, cleo, { id: 'dan', weight: 3, lag: 0 }],
    everyTurn(['ana', 'ben', 'cleo', 'dan'], 1000),
  );
  const counts = ['ana', 'ben', 'cleo', 'dan'].map((id) => countOf(chosen, id));
  expect(counts).toEqual([143, 143, 286, 428]);
});

test('a million turns leave no trace of rounding', () => {
  const weights = [3, 7, 1, 100, 13, 2, 5];
  const ids = new Set(weights.map((_, index) => `m${index}`));
  const counts = new Map<string, number>();
  let members: TurnMember[] = weights.map((weight, index) => ({ id: `m${index}`, weight, lag: 0 }));
  for (let turn = 0; turn < 1_000_000; turn += 1) {
    const { chosen, members: after } = takeTurn(members, ids);
    members = after;
    counts.set(chosen ?? 'nobody', (counts.get(chosen ?? 'nobody') ?? 0) + 1);
  }
  const errors = members.map(({ id, weight, lag }) =>
    Math.abs((weight / 131) * 1e6 - (counts.get(id) ?? 0) - lag),
  );
  expect(Math.max(...errors)).toBeLessThan(0.001);
  expect(Math.max(...members.map(({ lag }) => Math.abs(lag)))).toBeLessThan(1);
}, 20_000);

// Among four a turn is due from a sixth on, and a sixth was rounded when it was stored.
test('whoever is just due, but for what rounding took, is served by their deadline like the others', () => {
  const members = [
    { id: 'heavy', weight: 8, lag: -0.500000000001 },
    { id: 'light', weight: 1, lag: 0.416666666667 },
    { id: 'third', weight: 1, lag: 0 },
    { id: 'fourth', weight: 2, lag: 0 },
  ];
  const { chosen, members: after } = takeTurn(members, new Set(members.map(({ id }) => id)));
  expect([chosen, after[0]?.lag]).toEqual(['heavy', -0.833333333334]);
});

const pool = fc
  .array(fc.integer({ min: 1, max: 100 }), { minLength: 1, maxLength: 12 })
  .map((weights): TurnMember[] => weights.map((weight, index) => ({ id: `m${index}`, weight, lag: 0 })));
/** A pool, and for each turn who is eligible: everyone is, or so many in a hundred. */
const season = fc
  .tuple(
    pool,
    fc.integer({ min: 20, max: 95 }),
    fc.array(fc.array(fc.nat(99), { minLength: 12, maxLength: 12 }), { minLength: 150, maxLength: 150 }),
  )
  .map(([members, presence, dice]) => ({
    members,
    turns: dice.map((roll) =>
      members.filter((_, index) => index === 0 || (roll[index] ?? 0) < presence).map(({ id }) => id),
    ),
  }));

/** The furthest anyone was from their share at any moment. */
function furthest(members: TurnMember[], turns: readonly (readonly string[])[]): number {
  let worst = 0;
  let now = members;
  for (const eligible of turns) {
    now = takeTurn(now, new Set(eligible)).members;
    worst = Math.max(worst, ...now.map(({ lag }) => Math.abs(lag)));
  }
  return worst;
}

test('among the same people everyone is within one of their share at every moment', () => {
  fc.assert(
    fc.property(pool, (members) => {
      const ids = members.map(({ id }) => id);
      const bound = members.length < 2 ? 0 : 1 - 1 / (2 * members.length - 2);
      expect(furthest(members, everyTurn(ids, 200))).toBeLessThanOrEqual(bound + 1e-6);
    }),
    { numRuns: RUNS },
  );
});

// No rule that cannot foresee absences keeps within one: of seven equals five have a turn and leave, and of the two
// who stay one is owed 17/14 after the next. The most seen in some millions of random turns was 1.32.
test('however people come and go, nobody is more than a turn and a half from their share', () => {
  fc.assert(
    fc.property(season, ({ members, turns }) => {
      expect(furthest(members, turns)).toBeLessThan(1.5);
    }),
    { numRuns: RUNS / 10, seed: 1980 },
  );
});

/** The longest that somebody who is there throughout had to wait, in leads. */
function longestWait(members: TurnMember[], turns: readonly (readonly string[])[], id: string): number {
  const { chosen } = play(members, turns);
  const taken = chosen.flatMap((one, index) => (one === id ? [index] : []));
  return Math.max(...[...taken, chosen.length].map((index, n) => index - (taken[n - 1] ?? -1)));
}

// Their lag grows by their share of each lead that goes by, and never leaves the turn and a half of above.
test('whoever is there throughout has a turn at least every three rounds of the whole pool', () => {
  fc.assert(
    fc.property(season, ({ members, turns }) => {
      const [first = ana] = members;
      const total = members.reduce((sum, { weight }) => sum + weight, 0);
      expect(longestWait(members, turns, first.id)).toBeLessThanOrEqual(
        Math.ceil((3 * total) / first.weight),
      );
    }),
    { numRuns: RUNS / 10 },
  );
});

test('lags always add up to nothing, whoever takes part', () => {
  fc.assert(
    fc.property(season, ({ members, turns }) => {
      const { members: after } = play(members, turns);
      expect(after.reduce((sum, { lag }) => sum + lag, 0)).toBeCloseTo(0, 8);
    }),
    { numRuns: RUNS / 20 },
  );
});

test('a turn given back is as if it had never been taken', () => {
  fc.assert(
    fc.property(season, ({ members, turns }) => {
      const { members: before } = play(members, turns.slice(1));
      const eligible = new Set(turns[0]);
      const { chosen, members: after } = takeTurn(before, eligible);
      const lags = giveBack(after, chosen ?? '', eligible).map(({ lag }) => lag);
      lags.forEach((lag, index) => {
        expect(lag).toBeCloseTo(before[index]?.lag ?? Number.NaN, 9);
      });
    }),
    { numRuns: RUNS / 20 },
  );
});

test('the same turns replayed, even from stored numbers, choose the same people', () => {
  fc.assert(
    fc.property(season, ({ members, turns }) => {
      const half = play(members, turns.slice(0, 75));
      const stored: TurnMember[] = JSON.parse(JSON.stringify(half.members));
      const rest = play(stored, turns.slice(75));
      expect([...half.chosen, ...rest.chosen]).toEqual(play(members, turns).chosen);
    }),
    { numRuns: RUNS / 20 },
  );
});
