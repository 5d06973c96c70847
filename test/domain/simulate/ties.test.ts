import { expect, test } from 'vitest';
import type { Arrival } from '#domain/simulate/arrival.ts';
import type { CompanyFact } from '#domain/simulate/company-facts.ts';
import { createPastTally } from '#domain/simulate/figures.ts';
import { make } from '../make.ts';
import { arrival, play, ROUND_THE_CLOCK, told } from './play.ts';

/** What happens at one instant, and what is as much as something else: two runs must tell the same. */

// Ana and Ben are at work in Berlin from nine to five; Monday 2 March 2026, 08:00 UTC is nine there.
const NEXT_WEEK = '2026-03-09T12:00:00Z';
const EVENING = '2026-03-02T20:00:00Z';
const poolOf = (person: string, changes: object = {}) => ({
  id: `pool-${person}`,
  name: person,
  members: [{ person }],
  ...changes,
});
const anaAlone = (changes: object) => make.settings({ pools: [{ ...poolOf('ana', changes), id: 'sdr' }] });

test('of leads that came at one instant and wait, the one with the lower id is offered first', () => {
  const { decided } = play(
    make.settings(),
    ['c', 'a', 'b'].map((id) => arrival(id, EVENING)),
    NEXT_WEEK,
  );
  expect(told(decided)).toEqual([
    'a → ana 2026-03-03T08:00',
    'b → ben 2026-03-03T08:00',
    // Ana was passed over for the second, so Ben stands behind her share.
    'c → ben 2026-03-03T08:02',
  ]);
});

test('so it is among leads that wait for different people', () => {
  const settings = make.settings({
    pools: [poolOf('ana'), poolOf('ben')],
    routes: [
      { id: 'german', when: { country: 'DE' }, to: { pool: 'pool-ana' } },
      { id: 'french', when: { country: 'FR' }, to: { pool: 'pool-ben' } },
    ],
  });
  const from = (id: string, country: string) =>
    arrival(id, EVENING, { record: make.lead({ person: { email: `x@${id}.example`, country } }) });
  const some = [from('d', 'DE'), from('c', 'FR'), from('b', 'DE'), from('a', 'FR')];
  expect(told(play(settings, some, NEXT_WEEK).decided)).toEqual([
    'a → ben 2026-03-03T08:00',
    'b → ana 2026-03-03T08:00',
    'c → ben 2026-03-03T08:02',
    'd → ana 2026-03-03T08:02',
  ]);
});

test('of facts of one instant the one that was told first counts', () => {
  const at = new Date('2026-03-02T09:00:00Z');
  const owned = (domain: string, repId: string): CompanyFact => ({ at, domain, type: 'owned', repId });
  // Three of them, because of two even a heap without any order gives the first one first.
  const facts = [
    owned('hooli.example', 'mia'),
    owned('globex.example', 'ben'),
    owned('globex.example', 'ana'),
  ];
  const lead = arrival('one', '2026-03-02T10:00:00Z', {
    record: make.lead({ person: { email: 'x@globex.example' } }),
  });
  expect(told(play(make.settings(), [lead], NEXT_WEEK, facts).decided)).toEqual([
    'one → ben 2026-03-02T10:00',
  ]);
});

test('what happens at the instant of an arrival has happened before it', () => {
  // Ana answers the first at 09:15.
  const { decided } = play(
    anaAlone({ caps: { unanswered: 1 } }),
    [
      arrival('one', '2026-03-02T09:00:00Z'),
      arrival('waits', '2026-03-02T09:10:00Z'),
      arrival('hotter', '2026-03-02T09:15:00Z', { temperature: 'hot' }),
    ],
    NEXT_WEEK,
  );
  expect(told(decided)).toEqual([
    'one → ana 2026-03-02T09:00',
    'waits → ana 2026-03-02T09:15',
    'hotter → ana 2026-03-02T09:30',
  ]);
});

test('what happens at the very end belongs to the time looked at', () => {
  const late = [arrival('late', EVENING)];
  expect(told(play(make.settings(), late, '2026-03-03T08:00:00Z').decided)).toEqual([
    'late → ana 2026-03-03T08:00',
  ]);
  expect(play(make.settings(), late, '2026-03-03T07:59:59.999Z').waiting).toBe(1);
});

test('a day is over at its midnight: its cap, and the pace of a backlog, begin anew', () => {
  const always = (changes: object) => ({ ...anaAlone(changes), hours: ROUND_THE_CLOCK });
  const two = [arrival('one', '2026-03-02T20:00:00Z'), arrival('two', '2026-03-02T20:01:00Z')];
  expect(told(play(always({ caps: { per_day: 1 } }), two, NEXT_WEEK).decided)).toEqual([
    'one → ana 2026-03-02T20:00',
    'two → ana 2026-03-02T23:00',
  ]);
  // The second waited, and was offered a quarter of an hour before midnight in Berlin.
  const three = [
    arrival('one', '2026-03-02T22:30:00Z'),
    arrival('two', '2026-03-02T22:31:00Z'),
    arrival('three', '2026-03-02T22:46:00Z'),
  ];
  const paced = always({ caps: { unanswered: 1 }, backlog_pace: '1h' });
  expect(told(play(paced, three, NEXT_WEEK).decided)).toEqual([
    'one → ana 2026-03-02T22:30',
    'two → ana 2026-03-02T22:45',
    'three → ana 2026-03-02T23:00',
  ]);
});

test('a lead that joins a line later stands there by its age, not at its end', () => {
  const ownedBy = (domain: string, at: string): CompanyFact => ({
    at: new Date(at),
    domain,
    type: 'owned',
    repId: 'ana',
  });
  const from = (id: string, at: string, domain: string): Arrival =>
    arrival(id, at, { record: make.lead({ person: { email: `x@${domain}` } }) });
  const { decided } = play(
    make.settings(),
    [
      from('older', '2026-03-02T20:00:00Z', 'globex.example'),
      from('younger', '2026-03-02T20:10:00Z', 'hooli.example'),
    ],
    NEXT_WEEK,
    // Ana has the company of the younger from the start, and that of the older from half past on.
    [ownedBy('hooli.example', '2026-03-01T09:00:00Z'), ownedBy('globex.example', '2026-03-02T20:30:00Z')],
  );
  expect(told(decided)).toEqual(['older → ana 2026-03-03T08:00', 'younger → ana 2026-03-03T08:00']);
});

test('a lead that several could take is looked at again when the first of them begins to work', () => {
  const day = (hours: string) => ({ mon: [hours], tue: [hours], wed: [hours], thu: [hours], fri: [hours] });
  const hours = { office: day('09:00-17:00'), early: day('07:00-12:00'), late: day('11:00-19:00') };
  const settings = make.settings({
    hours,
    // Neither the first of them nor the last is whom it waits for.
    pools: [{ id: 'sdr', name: 'SDRs', members: ['ana', 'ben', 'mia'].map((person) => ({ person })) }],
    people: make.settings().people.map((one) => ({
      ...one,
      ...(one.id === 'ana' && { hours: 'late' }),
      ...(one.id === 'ben' && { hours: 'early' }),
    })),
  });
  expect(told(play(settings, [arrival('night', EVENING)], NEXT_WEEK).decided)).toEqual([
    'night → ben 2026-03-03T06:00',
  ]);
});

test('whoever has as many as somebody else is told by their name', () => {
  const settings = make.settings({
    pools: [
      { ...poolOf('ben'), members: [{ person: 'ben' }, { person: 'ana' }] },
      { ...poolOf('mia'), id: 'a-pool' },
    ],
    routes: [
      { id: 'z-german', when: { country: 'DE' }, to: { pool: 'pool-ben' } },
      { id: 'a-french', when: { country: 'FR' }, to: { pool: 'a-pool' } },
    ],
  });
  const from = (id: string, country: string) =>
    arrival(id, '2026-03-02T09:00:00Z', {
      record: make.lead({ person: { email: `x@${id}.example`, country } }),
    });
  const some = [from('1', 'DE'), from('2', 'DE'), from('3', 'FR'), from('4', 'FR')];
  const { figures } = play(settings, some, NEXT_WEEK);
  expect(figures.byRep.map(({ repId, count }) => [repId, count])).toEqual([
    ['mia', 2],
    ['ana', 1],
    ['ben', 1],
  ]);
  expect(figures.byRoute.map(({ rule }) => rule)).toEqual(['route a-french', 'route z-german']);
  expect(figures.byPool.map(({ poolId }) => poolId)).toEqual(['a-pool', 'pool-ben']);
});

test('so it is of what really happened, and nobody waited for what was offered as it came', () => {
  const past = createPastTally();
  const nine = new Date('2026-03-02T09:00:00Z');
  const later = new Date('2026-03-02T09:30:00Z');
  past.add({ ...arrival('1', nine.toISOString()), repId: 'ben', poolId: 'sdr', firstOfferedAt: nine });
  past.add({ ...arrival('2', nine.toISOString()), repId: 'ana', poolId: 'ae', firstOfferedAt: later });
  past.add({ ...arrival('3', nine.toISOString()), lay: 'claim', poolId: 'ae' });
  past.add({ ...arrival('4', nine.toISOString()), lay: 'claim', poolId: 'sdr' });
  past.add(arrival('5', nine.toISOString()));
  expect(past.figures(5)).toEqual({
    leads: 5,
    offered: 2,
    claims: 2,
    unmatched: 0,
    waiting: 1,
    waits: { count: 1, medianMinutes: 30, longestMinutes: 30 },
    byRep: [
      { repId: 'ana', count: 1, share: 0.5, due: null },
      { repId: 'ben', count: 1, share: 0.5, due: null },
    ],
    byRoute: [],
    byPool: [
      { poolId: 'ae', count: 2 },
      { poolId: 'sdr', count: 2 },
    ],
  });
});
