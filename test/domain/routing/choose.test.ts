import { expect, test } from 'vitest';
import type { Past } from '#domain/routing/checks.ts';
import { chooseMember, takersOf } from '#domain/routing/choose.ts';
import { make } from '../make.ts';

/** Who of a pool gets a lead. Monday 2026-03-02, ten o’clock in Berlin. */

const tomorrow = new Date('2026-03-03T09:00:00Z');
const hadByAna: Past = { refused: new Set(), had: new Set(['ana']) };
const ana = make.repStatus();
const ben = make.repStatus({ id: 'ben' });
const cleo = make.repStatus({ id: 'cleo' });
const anaAway = make.repStatus({ awayUntil: tomorrow });
const three = [{ person: 'ana' }, { person: 'ben' }, { person: 'cleo' }];

// Turns

test('the first of equal members has the turn, and the log shows how everybody stood', () => {
  expect(chooseMember(make.poolQuestion())).toEqual({
    chosenId: 'ana',
    kind: 'turn',
    candidates: [
      { repId: 'ana', check: null, weight: 1, lag: 0 },
      { repId: 'ben', check: null, weight: 1, lag: 0 },
    ],
    standing: [
      { id: 'ana', lag: -0.5, owed: 0 },
      { id: 'ben', lag: 0.5, owed: 0 },
    ],
  });
});

test('whoever is furthest below their share has the turn', () => {
  const standing = make.standing({ lags: { ana: -0.5, ben: 0.5 } });
  expect(chooseMember(make.poolQuestion({ standing }))).toMatchObject({
    chosenId: 'ben',
    standing: [
      { id: 'ana', lag: 0, owed: 0 },
      { id: 'ben', lag: 0, owed: 0 },
    ],
  });
});

test('who cannot take a lead is named with the cause, and neither takes nor accrues a turn', () => {
  expect(chooseMember(make.poolQuestion({ people: [anaAway, ben] }))).toEqual({
    chosenId: 'ben',
    kind: 'turn',
    candidates: [
      { repId: 'ana', check: 'away', weight: 1, lag: 0 },
      { repId: 'ben', check: null, weight: 1, lag: 0 },
    ],
    standing: [
      { id: 'ana', lag: 0, owed: 0 },
      { id: 'ben', lag: 0, owed: 0 },
    ],
  });
});

test('with nobody eligible nobody is chosen, and the standing stays', () => {
  const standing = make.standing({ lags: { ben: 0.5 }, owed: { ana: 1.5 } });
  const question = make.poolQuestion({
    people: [anaAway],
    standing,
    pool: make.pool({ catch_up_per_day: 2 }),
  });
  expect(chooseMember(question)).toEqual({
    chosenId: null,
    kind: 'turn',
    candidates: [
      { repId: 'ana', check: 'away', weight: 1, lag: 0, owed: 1.5 },
      { repId: 'ben', check: 'unknown_to_slack', weight: 1, lag: 0.5, owed: 0 },
    ],
    standing: [
      { id: 'ana', lag: 0, owed: 1.5 },
      { id: 'ben', lag: 0.5, owed: 0 },
    ],
  });
});

test('a pool without members has nobody to choose', () => {
  expect(chooseMember(make.poolQuestion({ pool: make.pool({ members: [] }) }))).toEqual({
    chosenId: null,
    kind: 'turn',
    candidates: [],
    standing: [],
  });
});

test('an offer goes on to somebody who has not had it', () => {
  const standing = make.standing({ lags: { ana: 0.9 } });
  expect(chooseMember(make.poolQuestion({ past: hadByAna, standing })).chosenId).toBe('ben');
});

test('what was passed over for want of somebody else stands with whom it concerns', () => {
  const waived = new Set(['not_answering', 'had_it'] as const);
  const silent = make.repStatus({ id: 'ben', misses: 3 });
  expect(
    chooseMember(make.poolQuestion({ past: hadByAna, people: [ana, silent], waived })).candidates,
  ).toEqual([
    { repId: 'ana', check: null, waived: 'had_it', weight: 1, lag: 0 },
    { repId: 'ben', check: null, waived: 'not_answering', weight: 1, lag: 0 },
  ]);
});

// Open work

const byWork = make.pool({
  mode: 'load_balance',
  members: [{ person: 'ana', weight: 2 }, { person: 'ben' }],
});

test('the least open work by weight has the lead, and what was compared stands in the log', () => {
  const people = [make.repStatus({ open: 5 }), make.repStatus({ id: 'ben', open: 3 })];
  expect(chooseMember(make.poolQuestion({ pool: byWork, people }))).toMatchObject({
    chosenId: 'ana',
    candidates: [
      { repId: 'ana', check: null, weight: 2, lag: 0, open: 5 },
      { repId: 'ben', check: null, weight: 1, lag: 0, open: 3 },
    ],
    standing: [
      { id: 'ana', lag: 0, owed: 0 },
      { id: 'ben', lag: 0, owed: 0 },
    ],
  });
});

test('of equally loaded people it is the turn that decides', () => {
  const people = [make.repStatus({ open: 4 }), make.repStatus({ id: 'ben', open: 2 })];
  const standing = make.standing({ lags: { ana: -0.6, ben: 0.6 } });
  expect(chooseMember(make.poolQuestion({ pool: byWork, people, standing })).chosenId).toBe('ben');
});

test('by open work nobody is owed turns: who comes back has the least of it', () => {
  const pool = make.pool({ mode: 'load_balance', catch_up_per_day: 3 });
  const standing = make.standing({ owed: { ana: 5 } });
  const people = [make.repStatus({ open: 1 }), ben];
  expect(chooseMember(make.poolQuestion({ pool, standing, people }))).toMatchObject({
    chosenId: 'ben',
    kind: 'turn',
  });
  const level = make.standing({ owed: { ana: 5 }, lags: { ana: -0.5, ben: 0.5 } });
  expect(chooseMember(make.poolQuestion({ pool, standing: level }))).toMatchObject({
    chosenId: 'ben',
    kind: 'turn',
  });
  expect(chooseMember(make.poolQuestion({ pool, people: [anaAway, ben] })).standing).toEqual([
    { id: 'ana', lag: 0, owed: 0 },
    { id: 'ben', lag: 0, owed: 0 },
  ]);
});

// Skills

const skilled = make.settings({
  people: [
    { id: 'ana', name: 'Ana', email: 'ana@acme.example', roles: ['sdr'], skills: { country: ['DE', 'AT'] } },
    {
      id: 'ben',
      name: 'Ben',
      email: 'ben@acme.example',
      roles: ['sdr'],
      skills: { country: 'DE', industry: 'software' },
    },
    { id: 'cleo', name: 'Cleo', email: 'cleo@acme.example', roles: ['sdr'] },
  ],
  pools: [],
  routes: [],
});
const bySkill = make.pool({ mode: 'skills', members: three });
const bestFor = (facts: Parameters<typeof make.facts>[0]) =>
  chooseMember(
    make.poolQuestion({
      settings: skilled,
      pool: bySkill,
      facts: make.facts(facts),
      people: [ana, ben, cleo],
    }),
  );

test('whose skills fit best has the lead, and what fits and what does not stands in the log', () => {
  const { chosenId, candidates } = bestFor({ industry: 'software' });
  expect(chosenId).toBe('ben');
  expect(candidates).toEqual([
    { repId: 'ana', check: null, weight: 1, lag: 0, fits: 1, misfits: 0 },
    { repId: 'ben', check: null, weight: 1, lag: 0, fits: 2, misfits: 0 },
    { repId: 'cleo', check: null, weight: 1, lag: 0, fits: 0, misfits: 0 },
  ]);
});

test('of those whose skills fit as well, who is made for something else comes after', () => {
  expect(bestFor({ industry: 'retail' }).chosenId).toBe('ana');
});

test('where nobody’s skills fit, who has none goes before who has others', () => {
  expect(bestFor({ country: 'US', industry: 'retail' }).chosenId).toBe('cleo');
});

test('what is not known of a lead speaks neither for nor against anybody', () => {
  const { industry: _, country: __, ...unknown } = make.facts();
  const question = make.poolQuestion({ settings: skilled, pool: bySkill, people: [ana, ben, cleo] });
  expect(takersOf(chooseMember({ ...question, facts: unknown }).candidates)).toEqual(
    new Set(['ana', 'ben', 'cleo']),
  );
});

// Catching up

const catching = make.pool({ catch_up_per_day: 2, members: three });
const everybody = [ana, ben, cleo];

test('who is on leave is owed the share of each turn that they would have had', () => {
  const { chosenId, candidates, standing } = chooseMember(
    make.poolQuestion({ pool: catching, people: [anaAway, ben, cleo] }),
  );
  expect([chosenId, standing]).toEqual([
    'ben',
    [
      { id: 'ana', lag: 0, owed: expect.closeTo(1 / 3) },
      { id: 'ben', lag: -0.5, owed: 0 },
      { id: 'cleo', lag: 0.5, owed: 0 },
    ],
  ]);
  expect(candidates[0]).toEqual({
    repId: 'ana',
    check: 'away',
    missed: expect.closeTo(1 / 3),
    weight: 1,
    lag: 0,
    owed: 0,
  });
});

test('who is away but would not have had it either is owed nothing', () => {
  const night = new Date('2026-03-02T22:00:00Z');
  const owedAt = (status: Parameters<typeof make.repStatus>[0], now?: Date) =>
    chooseMember(
      make.poolQuestion({
        pool: catching,
        people: [make.repStatus({ awayUntil: tomorrow, ...status }), { ...ben, hours: AROUND_THE_CLOCK }],
        ...(now && { now }),
      }),
    ).standing[0]?.owed;
  expect(owedAt({})).toBe(0.5);
  expect(owedAt({ unanswered: 3 })).toBe(0);
  expect(owedAt({ misses: 2 })).toBe(0);
  expect(owedAt({}, night)).toBe(0);
});
const AROUND_THE_CLOCK = make.hours({ week: { mon: ['00:00-24:00'] } });

test('on leave one is owed only the leads that one’s skills were best for', () => {
  const pool = make.pool({ mode: 'skills', members: three, catch_up_per_day: 2 });
  const benAway = make.repStatus({ id: 'ben', awayUntil: tomorrow });
  const owedToBen = (industry: string) =>
    chooseMember(
      make.poolQuestion({
        settings: skilled,
        pool,
        facts: make.facts({ industry }),
        people: [ana, benAway, cleo],
      }),
    ).standing[1]?.owed;
  expect(owedToBen('software')).toBe(1);
  expect(owedToBen('retail')).toBe(0);
});

test('who is back has a turn that was owed, which moves nobody’s place', () => {
  const standing = make.standing({ lags: { ben: 0.6, cleo: -0.6 }, owed: { ana: 3.5 } });
  expect(chooseMember(make.poolQuestion({ pool: catching, people: everybody, standing }))).toEqual({
    chosenId: 'ana',
    kind: 'catch_up',
    candidates: [
      { repId: 'ana', check: null, weight: 1, lag: 0, owed: 3.5 },
      { repId: 'ben', check: null, weight: 1, lag: 0.6, owed: 0 },
      { repId: 'cleo', check: null, weight: 1, lag: -0.6, owed: 0 },
    ],
    standing: [
      { id: 'ana', lag: 0, owed: 2.5 },
      { id: 'ben', lag: 0.6, owed: 0 },
      { id: 'cleo', lag: -0.6, owed: 0 },
    ],
  });
});

const nextKind = (standing: Parameters<typeof make.standing>[0]) => {
  const { chosenId, kind } = chooseMember(
    make.poolQuestion({ pool: catching, people: everybody, standing: make.standing(standing) }),
  );
  return [chosenId, kind];
};

test('of several who are owed turns, who is owed most has theirs', () => {
  expect(nextKind({ owed: { ana: 1, ben: 2.5 } })).toEqual(['ben', 'catch_up']);
});

test('less than a whole turn is not yet owed', () => {
  expect(nextKind({ owed: { cleo: 0.999 } })).toEqual(['ana', 'turn']);
});

test('two turns that were owed never follow each other', () => {
  expect(nextKind({ owed: { cleo: 5 }, isCatchingUp: true })).toEqual(['ana', 'turn']);
});

test('so many a day are caught up with, and no more', () => {
  expect(nextKind({ owed: { cleo: 5 }, caughtUp: { cleo: 1 } })).toEqual(['cleo', 'catch_up']);
  expect(nextKind({ owed: { cleo: 5 }, caughtUp: { cleo: 2 } })).toEqual(['ana', 'turn']);
});

test('ten tenths of a turn are one', () => {
  const pool = make.pool({
    catch_up_per_day: 1,
    members: [{ person: 'ana' }, { person: 'ben', weight: 9 }],
  });
  let standing = make.standing();
  for (const _ of Array.from({ length: 10 })) {
    const after = chooseMember(make.poolQuestion({ pool, people: [anaAway, ben], standing })).standing;
    standing = make.standing({ owed: Object.fromEntries(after.map(({ id, owed }) => [id, owed])) });
  }
  expect(chooseMember(make.poolQuestion({ pool, standing }))).toMatchObject({
    chosenId: 'ana',
    kind: 'catch_up',
  });
});
