import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  alsoGiven,
  askEndsAt,
  doesLegs,
  hasWorked,
  holdersOf,
  type Moved,
  movedAlready,
  outcomeOf,
  readCoverRequest,
  standingWithGiven,
  withGiven,
} from '#domain/cover.ts';
import type { HandoffEvent, State } from '#domain/handoff.ts';
import { AS_USUAL, statusFrom } from '#domain/routing/record.ts';
import { readUntil } from '#domain/typed-time.ts';
import { make } from './make.ts';

const hours = { timeZone: 'Europe/Berlin', week: {}, holidays: [] };
const at = (time: string) => new Date(`2026-11-23T${time}:00Z`);

describe('what somebody is to cover counts as their work', () => {
  test('an offer counts as unanswered, what was accepted as uncontacted, what is in work as open alone', () => {
    const first = alsoGiven(new Map(), 'ben', { state: 'offered', acceptedAt: null });
    const second = alsoGiven(first, 'ben', { state: 'accepted', acceptedAt: at('09:00') });
    const third = alsoGiven(second, 'ben', { state: 'working', acceptedAt: at('09:00') });

    expect(third).toEqual(new Map([['ben', { turns: 3, unanswered: 1, uncontacted: 1, open: 3 }]]));
    expect(withGiven(statusFrom('ben', hours, { unanswered: 1, today: 4 }), third.get('ben'))).toEqual({
      ...AS_USUAL,
      id: 'ben',
      hours,
      unanswered: 2,
      uncontacted: 1,
      open: 3,
      today: 4,
    });
  });

  test('what moved already is counted by the rows, and only the order is left to be kept', () => {
    const [given] = movedAlready(new Map([['ben', 2]])).values();
    expect(withGiven(statusFrom('ben', hours, { open: 2 }), given)).toEqual({
      ...AS_USUAL,
      id: 'ben',
      hours,
      open: 2,
    });
  });

  test('each lead moves the order as a turn would, among those who are there', () => {
    const members = [
      { person: 'ana', weight: 1 },
      { person: 'ben', weight: 3 },
      { person: 'cleo', weight: 1 },
    ];
    const standing = {
      lags: new Map([['ana', 0.5]]),
      owed: new Map([['cleo', 2]]),
      caughtUp: new Map(),
      isCatchingUp: false,
    };
    expect(standingWithGiven(standing, members, movedAlready(new Map([['ben', 2]])), 'ana')).toEqual({
      lags: new Map([
        ['ana', 0.5],
        ['ben', -0.5],
        ['cleo', 0.5],
      ]),
      owed: new Map([['cleo', 2]]),
      caughtUp: new Map(),
      isCatchingUp: true,
    });
  });
});

const accepted: HandoffEvent = { type: 'accepted', by: 'ben' };
const undone: HandoffEvent = { type: 'undone', by: 'ben', command: 'accept' };

describe('what becomes of a lead when its owner is back', () => {
  const held = { state: 'offered', ownerId: 'ben' } as const;
  const movedAt = at('10:00');
  const plain = { handoff: held, holders: ['ben'], movedAt, eventsSince: [], isThere: true };

  test('it goes back as long as nobody worked it', () => {
    expect(outcomeOf(plain)).toBe('returned');
    expect(outcomeOf({ ...plain, eventsSince: [accepted] })).toBe('kept');
    expect(outcomeOf({ ...plain, eventsSince: [accepted, undone] })).toBe('returned');
    expect(outcomeOf({ ...plain, eventsSince: [{ type: 'accepted', by: 'mia' }] })).toBe('returned');
  });

  test('what was closed, or given to somebody else, is over', () => {
    expect(outcomeOf({ ...plain, handoff: { state: 'completed', ownerId: 'ben' } })).toBe('over');
    expect(outcomeOf({ ...plain, handoff: { state: 'offered', ownerId: 'cleo' } })).toBe('over');
    expect(outcomeOf({ ...plain, handoff: { state: 'waiting', ownerId: null } })).toBe('over');
  });

  test('to somebody who left nothing goes back', () => {
    expect(outcomeOf({ ...plain, isThere: false })).toBe('kept');
  });

  test('any work counts that was done by one of those who had it', () => {
    const snoozed: HandoffEvent = { type: 'snoozed', by: 'cleo', until: at('12:00') };
    expect(hasWorked([snoozed], ['ben', 'cleo'], movedAt)).toBe(true);
    expect(hasWorked([snoozed], ['ben'], movedAt)).toBe(false);
    expect(hasWorked([{ type: 'reminded', to: 'ben', by: 'mia' }], ['ben', 'mia'], movedAt)).toBe(false);
  });

  test('whoever takes a press back, it was no work; what was done beside it still is', () => {
    const recycled: HandoffEvent = { type: 'recycled', by: 'ben', reason: 'later', note: '', until: null };
    const snoozed: HandoffEvent = { type: 'snoozed', by: 'ben', until: at('12:00') };
    const works = (...events: HandoffEvent[]) => hasWorked(events, ['ben'], movedAt);
    expect(works(accepted, { ...undone, by: 'mia' })).toBe(false);
    expect(works(recycled, { type: 'undone', by: 'ben', command: 'recycle' })).toBe(false);
    expect(works(snoozed, { type: 'undone', by: 'mia', command: 'snooze' })).toBe(false);
    expect(works(snoozed, { type: 'accepted', by: 'mia' }, { ...undone, by: 'mia' })).toBe(true);
    expect(works(accepted, undone, accepted)).toBe(true);
  });

  test('a try that is told without a name is whose lead it was, unless it was made before', () => {
    const tried: HandoffEvent = {
      type: 'responded',
      by: null,
      channel: 'call',
      outcome: 'no_answer',
      note: '',
      first: false,
      via: 'dialler',
    };
    const again: HandoffEvent = {
      type: 'told_again',
      by: null,
      channel: 'call',
      of: at('10:05').toISOString(),
      outcome: 'reached',
      note: '',
      via: 'dialler',
    };
    const before = at('09:50').toISOString();
    const works = (...events: HandoffEvent[]) => hasWorked(events, ['ben'], movedAt);
    expect(works(tried)).toBe(true);
    expect(works(again)).toBe(true);
    expect(works({ ...again, by: 'ben' })).toBe(true);
    expect(works({ ...again, by: 'ana' })).toBe(false);
    expect(works({ ...tried, doneAt: before }, { ...again, of: before })).toBe(false);
    expect(works({ ...tried, doneAt: movedAt.toISOString() })).toBe(true);
    expect(works({ ...tried, doneAt: new Date(movedAt.getTime() - 1).toISOString() })).toBe(false);
    const toCleo: HandoffEvent = { type: 'offered', to: 'cleo', poolId: null, no: 3 };
    expect(works(toCleo, tried)).toBe(false);
    expect(works(toCleo, { ...toCleo, to: 'ben' }, tried)).toBe(true);
  });
});

test('a cover who is covered leads on to whoever has it', () => {
  const open: Moved[] = [
    { personId: 'ana', toId: 'ben' },
    { personId: 'ben', toId: 'cleo' },
  ];
  expect(holdersOf({ toId: 'ben' }, open)).toEqual(['ben', 'cleo']);
  expect(holdersOf({ toId: 'cleo' }, open)).toEqual(['cleo']);
  expect(holdersOf({ toId: 'ben' }, [...open, { personId: 'cleo', toId: 'ben' }])).toEqual([
    'ben',
    'cleo',
    'ben',
  ]);
});

const people = ['ana', 'ben', 'cleo', 'dan'] as const;
const states: State[] = ['offered', 'accepted', 'working', 'snoozed', 'waiting', 'completed', 'rejected'];

test('every lead that moved comes back exactly once, or is kept, or is over', () => {
  // One lead: it moves on while covers go away, somebody may work it or be given it, and its owners come back in any order.
  const history = fc.record({
    chain: fc.shuffledSubarray([...people], { minLength: 2 }),
    endsIn: fc.constantFrom(...states),
    workedBy: fc.option(fc.constantFrom(...people)),
    givenTo: fc.option(fc.constantFrom(...people)),
    order: fc.shuffledSubarray([0, 1, 2], { minLength: 3 }),
  });
  fc.assert(
    fc.property(history, ({ chain, endsIn, workedBy, givenTo, order }) => {
      const moves = chain.slice(1).map((toId, index) => ({ personId: chain[index] ?? '', toId }));
      const open = new Set(moves);
      const outcomes = new Map<Moved, string>();
      let ownerId: string | null = endsIn === 'waiting' ? null : (givenTo ?? chain.at(-1) ?? null);
      const holder = chain.at(-1);
      const events: HandoffEvent[] = workedBy === null ? [] : [{ type: 'accepted', by: workedBy }];
      for (const move of order.flatMap((index) => moves[index] ?? [])) {
        const holders = holdersOf(move, [...open]);
        const outcome = outcomeOf({
          handoff: { state: endsIn, ownerId },
          holders,
          movedAt: at('10:00'),
          eventsSince: events,
          isThere: true,
        });
        if (outcome === 'returned') ownerId = move.personId;
        expect(outcomes.has(move)).toBe(false);
        outcomes.set(move, outcome);
        open.delete(move);
      }
      expect(outcomes.size).toBe(moves.length);
      const isUntouched =
        workedBy === null &&
        (givenTo === null || givenTo === holder) &&
        endsIn !== 'waiting' &&
        endsIn !== 'completed' &&
        endsIn !== 'rejected';
      if (isUntouched) expect(ownerId).toBe(chain[0]);
    }),
  );
});

test('a question is open for an hour, but never longer than the absence', () => {
  expect(askEndsAt({ createdAt: at('09:00'), until: at('17:00') })).toEqual(at('10:00'));
  expect(askEndsAt({ createdAt: at('09:00'), until: at('09:30') })).toEqual(at('09:30'));
});

test('a colleague can cover legs by their role, as a member of such a pool, or as a manager', () => {
  const pools = [{ leg: 'sql_to_ae' as const, members: [{ person: 'eva' }] }];
  expect(doesLegs({ id: 'ben', roles: ['sdr'] }, ['mql_to_sdr'], pools)).toBe(true);
  expect(doesLegs({ id: 'ben', roles: ['sdr'] }, ['mql_to_sdr', 'sql_to_ae'], pools)).toBe(false);
  expect(doesLegs({ id: 'eva', roles: ['sdr'] }, ['mql_to_sdr', 'sql_to_ae'], pools)).toBe(true);
  expect(doesLegs({ id: 'mia', roles: ['manager'] }, ['won_to_cs'], pools)).toBe(true);
  expect(doesLegs({ id: 'mara', roles: ['marketer'] }, ['mql_to_sdr'], pools)).toBe(false);
});

test('who is asked stands before how long', () => {
  const isTime = (text: string) => readUntil(text, make.hours(), at('10:00')).ok;
  const read = (text: string) => readCoverRequest(text, isTime);
  expect(read('<@U0BEN|ben> until monday')).toEqual({ who: '<@U0BEN|ben>', time: 'until monday' });
  expect(read('@ben 2h')).toEqual({ who: '@ben', time: '2h' });
  expect(read('@Ben Okafor 2h')).toEqual({ who: '@Ben Okafor', time: '2h' });
  expect(read('@Ben Okafor 2 hours')).toEqual({ who: '@Ben Okafor', time: '2 hours' });
  expect(read('Ben Okafor until 2026-12-01')).toEqual({ who: 'Ben Okafor', time: 'until 2026-12-01' });
  expect(read('Ben Okafor next monday')).toEqual({ who: 'Ben Okafor', time: 'next monday' });
  expect(read('Ben Okafor for half an hour')).toEqual({ who: 'Ben Okafor', time: 'for half an hour' });
  expect(read('Ben Okafor until mondy')).toEqual({ who: 'Ben Okafor', time: 'until mondy' });
  expect(read('Ben Okafor')).toEqual({ who: 'Ben Okafor', time: '' });
  expect(read('@ben soon')).toEqual({ who: '@ben', time: 'soon' });
  expect(read('ben 2h')).toEqual({ who: 'ben', time: '2h' });
  expect(read('')).toEqual({ who: '', time: '' });
});
