import { expect, test } from 'vitest';
import {
  comesTooSoon,
  groupOf,
  groupReader,
  isAbsent,
  isOvertaken,
  readerOf,
  replacedBy,
  waitsUntil,
  whenTold,
  windowEnd,
} from '#domain/escalation.ts';
import { make } from './make.ts';

// Monday 2 March 2026; Berlin is one hour ahead of UTC, and everybody works there from nine to five.
const at = (time: string) => new Date(`2026-03-02T${time}:00Z`);
const tuesday = (time: string) => new Date(`2026-03-03T${time}:00Z`);

const everybody = () => true;
const not = (id: string) => (other: string) => other !== id;
const withDeputy = (id: string, deputy: string) => {
  const settings = make.settings();
  return { ...settings, people: settings.people.map((one) => (one.id === id ? { ...one, deputy } : one)) };
};
const ANAS = { ownerId: 'ana', poolId: 'sdr' };

test('a manager is told of their people, and theirs where the ladder says so', () => {
  const settings = make.settings();
  expect(readerOf(settings, ANAS, 'tell_manager', everybody)).toBe('mia');
  expect(readerOf(settings, ANAS, 'tell_managers_manager', everybody)).toBe('max');
});

test('of a lead without an owner the manager of its pool is told', () => {
  expect(readerOf(make.settings(), { ownerId: null, poolId: 'sdr' }, 'tell_manager', everybody)).toBe('mia');
});

test('a manager who is away is passed over for the next above', () => {
  expect(readerOf(make.settings(), ANAS, 'tell_manager', not('mia'))).toBe('max');
});

test('where the manager’s manager is away, or there is none, the manager is told', () => {
  const settings = make.settings();
  expect(readerOf(settings, ANAS, 'tell_managers_manager', not('max'))).toBe('mia');
  const mias = { ownerId: 'mia', poolId: 'sdr' };
  expect(readerOf(settings, mias, 'tell_managers_manager', everybody)).toBe('max');
});

test('where nobody above is there, ops are told', () => {
  const nobody = () => false;
  expect(readerOf(make.settings(), ANAS, 'tell_manager', nobody)).toBe('ops');
  expect(readerOf(make.settings(), ANAS, 'tell_managers_manager', nobody)).toBe('ops');
  expect(readerOf(make.settings(), { ownerId: 'max', poolId: null }, 'tell_manager', everybody)).toBe('ops');
});

test('in the place of a manager who is away their deputy is told, before whoever is above', () => {
  const settings = withDeputy('mia', 'dan');
  expect(readerOf(settings, ANAS, 'tell_manager', not('mia'))).toBe('dan');
  expect(readerOf(settings, ANAS, 'tell_manager', everybody)).toBe('mia');
  expect(readerOf(settings, ANAS, 'tell_manager', (id) => id === 'max')).toBe('max');
  expect(readerOf(withDeputy('max', 'dan'), ANAS, 'tell_managers_manager', not('max'))).toBe('dan');
  expect(readerOf(withDeputy('max', 'dan'), ANAS, 'tell_manager', (id) => id === 'dan')).toBe('dan');
});

test('a deputy who let it pass themselves is not told that they did', () => {
  expect(readerOf(withDeputy('mia', 'ana'), ANAS, 'tell_manager', not('mia'))).toBe('max');
});

test('a deputy reads in whose place they are told', () => {
  expect(replacedBy(withDeputy('mia', 'dan'), 'dan', ANAS, not('mia'))).toEqual(['mia']);
  expect(replacedBy(withDeputy('max', 'dan'), 'dan', ANAS, (id) => id === 'dan')).toEqual(['mia', 'max']);
});

test('whoever is told in somebody’s place knows in whose', () => {
  const settings = make.settings();
  expect(replacedBy(settings, 'max', ANAS, not('mia'))).toEqual(['mia']);
  expect(replacedBy(settings, 'max', ANAS, everybody)).toEqual([]);
  expect(replacedBy(settings, 'mia', ANAS, not('max'))).toEqual([]);
  expect(replacedBy(settings, 'ops', ANAS, () => false)).toEqual(['mia', 'max']);
  expect(replacedBy(settings, groupReader('S123'), ANAS, () => false)).toEqual([]);
});

test('away and unreachable are absent; outside working hours and not answering are not', () => {
  const { availability } = make.settings({ availability: { away_statuses: [':palm_tree:'] } });
  const absent = (status: Parameters<typeof make.repStatus>[0]) =>
    isAbsent(make.repStatus(status), availability, at('22:00'));
  expect(absent({})).toBe(false);
  expect(absent({ misses: 9 })).toBe(false);
  expect(absent({ awayUntil: at('23:00') })).toBe(true);
  expect(absent({ awayUntil: at('21:00') })).toBe(false);
  expect(absent({ isActive: false })).toBe(true);
  expect(absent({ isKnown: false })).toBe(true);
  expect(absent({ status: { emoji: ':palm_tree:', until: null } })).toBe(true);
  expect(isAbsent(undefined, availability, at('22:00'))).toBe(true);
});

test('a group is told apart from every person', () => {
  expect(groupOf(groupReader('S0123ABCD'))).toBe('S0123ABCD');
  expect([groupOf('ops'), groupOf('mia'), groupOf('group-sales')]).toEqual([null, null, null]);
});

const PLAIN = { isUrgent: false };

test('in a manager’s hours they are told at once, in the window of that hour', () => {
  expect(whenTold(make.settings(), 'mia', PLAIN, at('10:20'))).toEqual({
    at: at('10:20'),
    windowAt: at('10:00'),
  });
});

test('in the night it waits for their opening, and stands in the window of that', () => {
  // 23:20 in Berlin; work begins at 09:00.
  expect(whenTold(make.settings(), 'mia', PLAIN, at('22:20'))).toEqual({
    at: tuesday('08:00'),
    windowAt: tuesday('08:00'),
  });
});

test('a window lasts as long as the settings say, in days of twenty-four hours too', () => {
  const ends = (window: string) => windowEnd(make.settings({ escalation: { window } }), at('10:00'));
  expect([ends('1h'), ends('90m'), ends('1d'), ends('2bd')]).toEqual([
    at('11:00'),
    at('11:30'),
    tuesday('10:00'),
    new Date('2026-03-04T10:00:00Z'),
  ]);
});

test('what is urgent is told in the night', () => {
  expect(whenTold(make.settings(), 'mia', { isUrgent: true }, at('22:20'))).toEqual({
    at: at('22:20'),
    windowAt: at('22:00'),
  });
});

test('a break in the day is no night', () => {
  const settings = make.settings({
    hours: { office: { mon: ['09:00-12:00', '13:00-17:00'], tue: ['09:00-17:00'] } },
  });
  // 12:30 in Berlin.
  expect(whenTold(settings, 'mia', PLAIN, at('11:30')).at).toEqual(at('11:30'));
});

test('the zone is the manager’s own', () => {
  const { people } = make.settings();
  const abroad = people.map((one) => (one.id === 'mia' ? { ...one, time_zone: 'America/New_York' } : one));
  const settings = { ...make.settings(), people: abroad };
  // 10:00 in Berlin is 04:00 in New York, where work begins at 14:00 UTC.
  expect(whenTold(settings, 'mia', PLAIN, at('09:00')).at).toEqual(at('14:00'));
  expect(whenTold(settings, 'max', PLAIN, at('09:00')).at).toEqual(at('09:00'));
});

test('ops and groups have the hours of the team', () => {
  expect(whenTold(make.settings(), 'ops', PLAIN, at('22:20')).at).toEqual(tuesday('08:00'));
  expect(whenTold(make.settings(), groupReader('S123'), PLAIN, at('22:20')).at).toEqual(tuesday('08:00'));
});

test('two times of day are quiet whatever the hours, and never is never', () => {
  const quiet = make.settings({ escalation: { quiet_hours: '20:00-07:30' } });
  // 18:20, 21:20 and 07:29 in Berlin.
  expect(whenTold(quiet, 'mia', PLAIN, at('17:20')).at).toEqual(at('17:20'));
  expect(whenTold(quiet, 'mia', PLAIN, at('20:20'))).toEqual({
    at: tuesday('06:30'),
    windowAt: tuesday('06:00'),
  });
  expect(whenTold(quiet, 'mia', PLAIN, tuesday('06:29')).at).toEqual(tuesday('06:30'));
  const never = make.settings({ escalation: { quiet_hours: 'never' } });
  expect(whenTold(never, 'mia', PLAIN, at('22:20')).at).toEqual(at('22:20'));
  const whole = make.settings({ escalation: { quiet_hours: '08:00-08:00' } });
  expect(whenTold(whole, 'mia', PLAIN, at('22:20')).at).toEqual(at('22:20'));
});

test('who never works is told at once', () => {
  const settings = make.settings({ hours: { office: {} } });
  expect(whenTold(settings, 'mia', PLAIN, at('22:20')).at).toEqual(at('22:20'));
});

const { escalation } = make.settings();
const STEP = { dueAt: at('09:00'), plannedAt: null };
const NOTHING = { quiet: null, workedOnAt: null };

test('a step waits for ten minutes after the last activity, not longer', () => {
  expect(waitsUntil(STEP, NOTHING, escalation, at('09:00'))).toBe(null);
  expect(waitsUntil(STEP, { ...NOTHING, workedOnAt: at('08:55') }, escalation, at('09:00'))).toEqual(
    at('09:05'),
  );
  expect(waitsUntil(STEP, { ...NOTHING, workedOnAt: at('08:50') }, escalation, at('09:00'))).toBe(null);
});

test('a step waits while Do Not Disturb goes on', () => {
  const quiet = { from: at('08:30'), until: at('09:20') };
  expect(waitsUntil(STEP, { ...NOTHING, quiet }, escalation, at('09:00'))).toEqual(at('09:20'));
  expect(waitsUntil(STEP, { ...NOTHING, quiet }, escalation, at('09:20'))).toBe(null);
  const begins = { from: at('09:00'), until: at('09:20') };
  expect(waitsUntil(STEP, { ...NOTHING, quiet: begins }, escalation, at('09:00'))).toEqual(at('09:20'));
  const later = { from: at('09:10'), until: at('09:20') };
  expect(waitsUntil(STEP, { ...NOTHING, quiet: later }, escalation, at('09:00'))).toBe(null);
});

test('no step waits longer than half an hour after it was planned', () => {
  const quiet = { from: at('08:30'), until: at('12:00') };
  expect(waitsUntil(STEP, { ...NOTHING, quiet }, escalation, at('09:00'))).toEqual(at('09:30'));
  const moved = { dueAt: at('09:30'), plannedAt: at('09:00') };
  expect(waitsUntil(moved, { quiet, workedOnAt: at('09:29') }, escalation, at('09:30'))).toBe(null);
});

test('a reminder is needless once somebody else is told, not while that is to come', () => {
  const remind = { index: 1, do: 'remind', dueAt: at('09:03') } as const;
  const tell = { index: 2, do: 'tell_manager', dueAt: at('09:05') } as const;
  expect(isOvertaken(remind, [tell], at('09:04'))).toBe(false);
  expect(isOvertaken(remind, [tell], at('09:05'))).toBe(true);
  expect(isOvertaken(tell, [remind], at('09:05'))).toBe(false);
});

test('a reminder at the deadline is sent although the manager is told then too', () => {
  const remind = { index: 1, do: 'remind', dueAt: at('09:05') } as const;
  const tell = { index: 2, do: 'tell_manager', dueAt: at('09:05') } as const;
  const breach = { index: 0, do: 'breach', dueAt: at('09:06') } as const;
  expect(isOvertaken(remind, [tell, breach], at('09:10'))).toBe(false);
});

test('nobody is offered what goes to the claim channel now', () => {
  const next = { index: 1, do: 'offer_next', dueAt: at('09:20') } as const;
  const claim = { index: 2, do: 'offer_claim', dueAt: at('09:20') } as const;
  expect(isOvertaken(next, [claim], at('09:20'))).toBe(true);
  expect(isOvertaken(claim, [next], at('09:20'))).toBe(false);
});

test('a lead is passed on only after what was due before was done', () => {
  const breach = { index: 0, do: 'breach', dueAt: at('09:05') } as const;
  const tell = { index: 2, do: 'tell_manager', dueAt: at('09:05') } as const;
  const next = { index: 3, do: 'offer_next', dueAt: at('09:05') } as const;
  const claim = { index: 4, do: 'offer_claim', dueAt: at('09:20') } as const;
  expect(comesTooSoon(next, [breach])).toBe(true);
  expect(comesTooSoon(next, [tell])).toBe(true);
  expect(comesTooSoon(next, [claim])).toBe(false);
  expect(comesTooSoon(claim, [tell])).toBe(true);
  expect(comesTooSoon(tell, [breach])).toBe(false);
});
