import { expect, test } from 'vitest';
import {
  addBusinessDays,
  addWorkingMinutes,
  deadlineFor,
  isOpen,
  isOvernight,
  nextMorning,
  nextOpening,
  resolveDelay,
  workBetween,
  workingMinutesBetween,
} from '#domain/calendar.ts';
import { make } from './make.ts';

const at = (utc: string) => new Date(utc);

const berlin = make.hours();
const split = make.hours({
  week: { mon: ['13:00-17:00', '09:00-12:00'], tue: ['09:00-12:00', '13:00-17:00'] },
});
const night = make.hours({ week: { mon: ['22:00-06:00'], tue: ['22:00-06:00'] } });
const always = make.hours({
  week: {
    mon: ['00:00-24:00'],
    tue: ['00:00-24:00'],
    wed: ['00:00-24:00'],
    thu: ['00:00-24:00'],
    fri: ['00:00-24:00'],
    sat: ['00:00-24:00'],
    sun: ['00:00-24:00'],
  },
});
const never = make.hours({ week: {} });

test('a day is open from its opening on, and closed from its closing on', () => {
  expect([
    isOpen(berlin, at('2026-03-02T07:59:59.999Z')), // Mon 08:59:59 in Berlin
    isOpen(berlin, at('2026-03-02T08:00:00Z')), // 09:00
    isOpen(berlin, at('2026-03-02T15:59:59.999Z')), // 16:59:59
    isOpen(berlin, at('2026-03-02T16:00:00Z')), // 17:00
    isOpen(berlin, at('2026-03-07T10:00:00Z')), // Sat 11:00
  ]).toEqual([false, true, true, false, false]);
});

test('a holiday is closed, and the next opening is after it', () => {
  const easter = make.hours({ holidays: ['2026-04-03', '2026-04-06'] });
  expect(isOpen(easter, at('2026-04-03T10:00:00Z'))).toBe(false); // Good Friday 12:00
  expect(nextOpening(easter, at('2026-04-02T15:00:00Z'))).toEqual(at('2026-04-07T07:00:00Z')); // Tue 09:00
});

test('a holiday takes away the night shift that begins on it, not the end of the one before', () => {
  const hours = { ...night, holidays: ['2026-03-03'] };
  expect([
    isOpen(hours, at('2026-03-03T03:00:00Z')), // Tue 04:00, of Monday's shift
    isOpen(hours, at('2026-03-03T22:00:00Z')), // Tue 23:00
  ]).toEqual([true, false]);
});

test('the next opening is now when it is open, else when work begins', () => {
  expect([
    nextOpening(berlin, at('2026-03-02T10:00:00Z')), // Mon 11:00
    nextOpening(berlin, at('2026-03-02T16:00:00Z')), // Mon 17:00
    nextOpening(split, at('2026-03-02T11:30:00Z')), // Mon 12:30, lunch
    nextOpening(berlin, at('2026-03-06T20:00:00Z')), // Fri 21:00
  ]).toEqual([
    at('2026-03-02T10:00:00Z'),
    at('2026-03-03T08:00:00Z'),
    at('2026-03-02T12:00:00Z'),
    at('2026-03-09T08:00:00Z'),
  ]);
});

test('the next morning is the opening of the next working day, before, during and after work', () => {
  expect([
    nextMorning(berlin, at('2026-03-02T05:00:00Z')), // Mon 06:00
    nextMorning(berlin, at('2026-03-02T10:00:00Z')), // Mon 11:00
    nextMorning(berlin, at('2026-03-06T18:00:00Z')), // Fri 19:00
    nextMorning(split, at('2026-03-02T11:30:00Z')), // Mon 12:30, lunch
    nextMorning(always, at('2026-03-02T10:00:00Z')), // Mon 11:00
  ]).toEqual([
    at('2026-03-03T08:00:00Z'),
    at('2026-03-03T08:00:00Z'),
    at('2026-03-09T08:00:00Z'),
    at('2026-03-03T08:00:00Z'),
    at('2026-03-02T23:00:00Z'),
  ]);
});

test('for a night shift the next morning is the next evening, on both sides of midnight', () => {
  expect([
    nextMorning(night, at('2026-03-02T22:00:00Z')), // Mon 23:00
    nextMorning(night, at('2026-03-03T01:00:00Z')), // Tue 02:00
  ]).toEqual([at('2026-03-03T21:00:00Z'), at('2026-03-03T21:00:00Z')]);
});

test('working minutes pass over lunch, the night and the weekend', () => {
  expect([
    addWorkingMinutes(berlin, at('2026-03-02T10:00:00Z'), 60), // Mon 11:00
    addWorkingMinutes(split, at('2026-03-02T10:30:00Z'), 60), // Mon 11:30
    addWorkingMinutes(berlin, at('2026-03-06T15:30:00Z'), 60), // Fri 16:30
    addWorkingMinutes(berlin, at('2026-03-07T12:00:00Z'), 240), // Sat 13:00
  ]).toEqual([
    at('2026-03-02T11:00:00Z'),
    at('2026-03-02T12:30:00Z'),
    at('2026-03-09T08:30:00Z'),
    at('2026-03-09T12:00:00Z'),
  ]);
});

test('work that fills a day ends at its closing, not at the next opening', () => {
  expect(addWorkingMinutes(berlin, at('2026-03-02T15:00:00Z'), 60)).toEqual(at('2026-03-02T16:00:00Z'));
});

test('seconds are kept', () => {
  expect(addWorkingMinutes(berlin, at('2026-03-02T15:58:30.250Z'), 5)).toEqual(
    at('2026-03-03T08:03:30.250Z'),
  );
});

test('blocks that overlap or touch count once', () => {
  const hours = make.hours({
    week: { mon: ['09:00-12:00', '11:00-13:00', '13:00-14:00', '23:00-02:00'], tue: ['01:00-03:00'] },
  });
  expect(workingMinutesBetween(hours, at('2026-03-02T00:00:00Z'), at('2026-03-04T00:00:00Z'))).toBe(9 * 60);
});

test('work between two instants is told in stretches that do not touch, and none that is over or still to come', () => {
  const hours = make.hours({ week: { mon: ['13:00-15:00', '09:00-12:00', '12:00-12:30'] } });
  const morning = { from: at('2026-03-02T08:00:00Z'), to: at('2026-03-02T11:30:00Z') };
  expect(workBetween(hours, at('2026-03-02T06:00:00Z'), at('2026-03-02T13:00:00Z'))).toEqual([
    morning,
    { from: at('2026-03-02T12:00:00Z'), to: at('2026-03-02T13:00:00Z') },
  ]);
  expect(workBetween(hours, at('2026-03-02T06:00:00Z'), at('2026-03-02T12:00:00Z'))).toEqual([morning]);
  expect(workBetween(hours, at('2026-03-02T11:30:00Z'), at('2026-03-02T12:00:00Z'))).toEqual([]);
});

test('no work at all ends where it begins, or at the next opening', () => {
  expect(addWorkingMinutes(berlin, at('2026-03-02T10:00:00Z'), 0)).toEqual(at('2026-03-02T10:00:00Z'));
  expect(addWorkingMinutes(berlin, at('2026-03-02T20:00:00Z'), 0)).toEqual(at('2026-03-03T08:00:00Z'));
});

test('a block may end at 24:00 and run on into the next day', () => {
  expect(addWorkingMinutes(always, at('2026-03-02T22:30:00Z'), 60)).toEqual(at('2026-03-02T23:30:00Z')); // Mon 23:30
});

test('a night shift counts across midnight', () => {
  expect(workingMinutesBetween(night, at('2026-03-02T22:00:00Z'), at('2026-03-03T12:00:00Z'))).toBe(420); // Mon 23:00
});

test('no work lies between an instant and an earlier one', () => {
  expect(workingMinutesBetween(berlin, at('2026-03-02T12:00:00Z'), at('2026-03-02T10:00:00Z'))).toBe(0);
});

test('a shift over the spring change in Berlin is an hour shorter', () => {
  const hours = make.hours({ week: { sat: ['22:00-06:00'] } });
  const from = at('2026-03-28T21:00:00Z'); // Sat 22:00
  expect(addWorkingMinutes(hours, from, 420)).toEqual(at('2026-03-29T04:00:00Z')); // Sun 06:00, summer
});

test('a shift over the autumn change in Berlin is an hour longer', () => {
  const hours = make.hours({ week: { sat: ['22:00-06:00'] } });
  const from = at('2026-10-24T20:00:00Z'); // Sat 22:00, summer
  expect(addWorkingMinutes(hours, from, 540)).toEqual(at('2026-10-25T05:00:00Z')); // Sun 06:00
});

test('a block that begins in the spring gap begins when the gap is over', () => {
  const hours = make.hours({ week: { sun: ['02:30-04:00'] } });
  expect(nextOpening(hours, at('2026-03-28T12:00:00Z'))).toEqual(at('2026-03-29T01:00:00Z')); // Sun 03:00
});

test('a block inside the spring gap does not take place', () => {
  const hours = make.hours({ week: { sun: ['02:00-03:00'], mon: ['09:00-10:00'] } });
  expect(nextOpening(hours, at('2026-03-28T12:00:00Z'))).toEqual(at('2026-03-30T07:00:00Z')); // Mon 09:00
});

test('a time that comes twice in autumn means the first', () => {
  const hours = make.hours({ week: { sun: ['02:30-03:00'] } });
  expect(nextOpening(hours, at('2026-10-24T12:00:00Z'))).toEqual(at('2026-10-25T00:30:00Z')); // Sun 02:30, summer
  expect(isOpen(hours, at('2026-10-25T01:45:00Z'))).toBe(true); // Sun 02:45, winter
});

test('openings in New York follow its own change of the clock', () => {
  const hours = make.hours({ timeZone: 'America/New_York' });
  expect([
    nextOpening(hours, at('2026-03-06T23:00:00Z')), // Fri 18:00, winter
    nextOpening(hours, at('2026-10-30T23:00:00Z')), // Fri 19:00, summer
  ]).toEqual([at('2026-03-09T13:00:00Z'), at('2026-11-02T14:00:00Z')]);
});

test('Lord Howe changes by half an hour', () => {
  const hours = make.hours({ timeZone: 'Australia/Lord_Howe', week: { sun: ['00:00-06:00'] } });
  expect([
    workingMinutesBetween(hours, at('2026-04-04T12:00:00Z'), at('2026-04-05T12:00:00Z')), // to winter
    workingMinutesBetween(hours, at('2026-10-03T12:00:00Z'), at('2026-10-04T12:00:00Z')), // to summer
  ]).toEqual([390, 330]);
});

test('Kolkata is half an hour off the full hour', () => {
  const hours = make.hours({ timeZone: 'Asia/Kolkata' });
  expect(nextOpening(hours, at('2026-03-01T12:00:00Z'))).toEqual(at('2026-03-02T03:30:00Z')); // Mon 09:00
});

test('a date that a zone leaves out has no work', () => {
  const hours = make.hours({ timeZone: 'Pacific/Apia' });
  expect(nextMorning(hours, at('2011-12-29T20:00:00Z'))).toEqual(at('2012-01-01T19:00:00Z')); // Thu 10:00 → Mon 09:00
});

test('a business day later is the same local time on the next working day, over a change of the clock', () => {
  expect([
    addBusinessDays(berlin, at('2026-03-02T10:15:30Z'), 1), // Mon 11:15:30
    addBusinessDays(berlin, at('2026-03-27T10:00:00Z'), 1), // Fri 11:00, winter
    addBusinessDays(berlin, at('2026-03-07T10:00:00Z'), 1), // Sat 11:00
    addBusinessDays(make.hours({ holidays: ['2026-03-03'] }), at('2026-03-02T10:00:00Z'), 5), // Mon 11:00
  ]).toEqual([
    at('2026-03-03T10:15:30Z'),
    at('2026-03-30T09:00:00Z'),
    at('2026-03-09T10:00:00Z'),
    at('2026-03-10T10:00:00Z'),
  ]);
});

test('business days end inside the blocks of the last day', () => {
  expect([
    addBusinessDays(berlin, at('2026-03-02T05:00:00Z'), 1), // Mon 06:00
    addBusinessDays(berlin, at('2026-03-02T21:00:00Z'), 1), // Mon 22:00
    addBusinessDays(split, at('2026-03-02T11:30:00Z'), 1), // Mon 12:30, lunch
  ]).toEqual([at('2026-03-03T08:00:00Z'), at('2026-03-03T16:00:00Z'), at('2026-03-03T12:00:00Z')]);
});

test('a business day of a night shift ends at the same hour of the next night', () => {
  expect(addBusinessDays(night, at('2026-03-03T01:00:00Z'), 1)).toEqual(at('2026-03-04T01:00:00Z')); // Tue 02:00
});

test('somebody without working time is never at work, and an opening asked for says what is missing', () => {
  const monday = at('2026-03-02T10:00:00Z');
  expect(isOpen(never, monday)).toBe(false);
  expect(workingMinutesBetween(never, monday, at('2026-03-09T10:00:00Z'))).toBe(0);
  const message =
    'no working time in the 400 days after 2026-03-02T10:00:00.000Z (Europe/Berlin, week {}, 0 holidays): ' +
    'expected at least one block';
  expect(() => nextOpening(never, monday)).toThrow(message);
  expect(() => nextMorning(never, monday)).toThrow(message);
  expect(() => addWorkingMinutes(never, monday, 1)).toThrow(message);
  expect(() => addBusinessDays(never, monday, 1)).toThrow(message);
});

test('time does not run backwards', () => {
  const monday = at('2026-03-02T10:00:00Z');
  expect(() => addWorkingMinutes(berlin, monday, -1)).toThrow(
    'working minutes to add: -1, expected 0 or more',
  );
  expect(() => addBusinessDays(berlin, monday, 0)).toThrow('business days to add: 0, expected 1 or more');
});

const both = { rep: make.hours({ week: { mon: ['12:00-20:00'] } }), team: berlin };
const early = at('2026-03-02T10:00:00Z'); // Mon 11:00: the team is at work, the rep is not

test('a deadline follows the calendar its target names', () => {
  expect([
    deadlineFor(make.target({ calendar: 'rep' }), both, early, false),
    deadlineFor(make.target({ calendar: 'team' }), both, early, false),
    deadlineFor(make.target({ calendar: 'wall' }), both, at('2026-03-01T03:00:00Z'), false), // Sun 04:00
  ]).toEqual([at('2026-03-02T11:05:00Z'), at('2026-03-02T10:05:00Z'), at('2026-03-01T03:05:00Z')]);
});

test('a deadline in business days is counted in them, by wall time too', () => {
  const target = make.target({ within: { unit: 'business_days', amount: 2 }, calendar: 'wall' });
  const hours = { rep: berlin, team: both.rep };
  expect(deadlineFor(target, hours, at('2026-03-06T10:00:00Z'), false)).toEqual(at('2026-03-10T10:00:00Z')); // Fri 11:00
});

test('what arrived overnight has its own time from the opening on', () => {
  const target = make.target({ overnight: { unit: 'minutes', amount: 30 } });
  const sunday = at('2026-03-01T22:00:00Z');
  const hours = { rep: berlin, team: berlin };
  expect([
    deadlineFor(target, hours, sunday, true),
    deadlineFor({ ...target, calendar: 'wall' }, hours, sunday, true),
    deadlineFor(target, hours, sunday, false),
    deadlineFor(make.target(), hours, sunday, true),
  ]).toEqual([
    at('2026-03-02T08:30:00Z'), // Mon 09:30
    at('2026-03-02T08:30:00Z'),
    at('2026-03-02T08:05:00Z'),
    at('2026-03-02T08:05:00Z'),
  ]);
});

test('a postponed handoff comes back when its rep is at work', () => {
  expect([
    resolveDelay({ unit: 'minutes', amount: 15 }, berlin, at('2026-03-02T10:00:00Z')), // Mon 11:00
    resolveDelay({ unit: 'minutes', amount: 240 }, berlin, at('2026-03-02T15:00:00Z')), // Mon 16:00
    resolveDelay({ unit: 'next_morning' }, berlin, at('2026-03-06T10:00:00Z')), // Fri 11:00
    resolveDelay({ unit: 'business_days', amount: 5 }, berlin, at('2026-03-02T10:00:00Z')), // Mon 11:00
  ]).toEqual([
    at('2026-03-02T10:15:00Z'),
    at('2026-03-03T08:00:00Z'),
    at('2026-03-09T08:00:00Z'),
    at('2026-03-09T10:00:00Z'),
  ]);
});

test('a break of the day is not the night; before its first block, on a day off and after its last it is', () => {
  const monday = (time: string) => isOvernight(split, at(`2026-03-02T${time}:00Z`));
  expect([monday('07:59'), monday('08:00'), monday('11:30'), monday('12:00'), monday('16:00')]).toEqual([
    true,
    false,
    false,
    false,
    true,
  ]);
  expect(isOvernight(never, at('2026-03-02T10:00:00Z'))).toBe(true);
});

const christmas = make.hours({
  holidays: ['2026-12-25', '2026-12-26'],
  special: {
    '2026-12-24': ['09:00-12:00'],
    '2026-12-26': ['10:00-14:00'],
    '2026-12-27': ['10:00-14:00'],
    '2026-12-28': [],
  },
});

test('a half day closes early, and its work counts as one day', () => {
  // Christmas Eve is a Thursday in 2026.
  expect([
    isOpen(christmas, at('2026-12-24T10:59:00Z')),
    isOpen(christmas, at('2026-12-24T11:00:00Z')),
  ]).toEqual([true, false]);
  expect(workingMinutesBetween(christmas, at('2026-12-24T00:00:00Z'), at('2026-12-25T00:00:00Z'))).toBe(180);
  expect(addBusinessDays(christmas, at('2026-12-23T15:00:00Z'), 1)).toEqual(at('2026-12-24T11:00:00Z'));
});

test('an exceptional opening on a Sunday counts, one on a holiday does not, and a special day may be off', () => {
  expect(nextOpening(christmas, at('2026-12-24T11:00:00Z'))).toEqual(at('2026-12-27T09:00:00Z'));
  expect(nextOpening(christmas, at('2026-12-27T13:00:00Z'))).toEqual(at('2026-12-29T08:00:00Z'));
});

test('a working day that the clocks leave out is no working day', () => {
  // Samoa went from Thursday 29 to Saturday 31 December 2011.
  const day = ['09:00-17:00'];
  const apia = { timeZone: 'Pacific/Apia', week: { thu: day, fri: day, sat: day, mon: day }, holidays: [] };
  expect(addBusinessDays(apia, at('2011-12-29T22:00:00Z'), 1)).toEqual(at('2011-12-30T22:00:00Z'));
});
