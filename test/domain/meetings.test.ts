import fc from 'fast-check';
import { expect, test } from 'vitest';
import { MEETING_STATUSES } from '#domain/meeting-words.ts';
import {
  changeIn,
  comesWithMeeting,
  hasMeeting,
  isToCome,
  isUnsettled,
  lastBegun,
  meetingsIn,
  type Telling,
  type ToldMeeting,
  withTelling,
} from '#domain/meetings.ts';
import { make } from './make.ts';

const at = (time: string): Date => new Date(`2026-03-02T${time}:00Z`);
const TEN = at('10:00');
const THREE = at('15:00');

const says = (status: Telling['status'], when: string, more: Partial<Telling> = {}): Telling => ({
  status,
  at: at(when),
  via: 'calendly',
  startAt: TEN,
  endAt: at('10:45'),
  hostEmail: null,
  joinUrl: null,
  by: null,
  ...more,
});

type Message = Telling & { key: string; replaces?: string; sourceId?: string };
const of = (key: string, telling: Telling, more: Partial<Message> = {}): Message => ({
  key,
  ...telling,
  ...more,
});

/** The rows that messages leave, told in this order. */
function told(...messages: Message[]): ToldMeeting[] {
  return messages.reduce<ToldMeeting[]>((rows, { key, replaces, sourceId = 'calendly', ...telling }) => {
    const known = rows.find((row) => row.key === key && row.sourceId === sourceId);
    const row = {
      ...{ id: `${sourceId}/${key}`, sourceId, key },
      replaces: replaces ?? known?.replaces ?? null,
      tellings: withTelling(known?.tellings ?? [], { ...telling, via: sourceId }),
    };
    return [...rows.filter((one) => one !== known), row];
  }, []);
}

const statuses = (...messages: Message[]) => meetingsIn(told(...messages)).map(({ status }) => status);

test('a meeting stands from its booking to its end, and without one for half an hour', () => {
  const [meeting] = meetingsIn(told(of('a', says('booked', '08:00'))));
  expect(meeting).toMatchObject({
    status: 'booked',
    startAt: TEN,
    endAt: at('10:45'),
    bookedAt: at('08:00'),
  });
  expect(meeting && [isToCome(meeting, at('10:44')), isToCome(meeting, at('10:45'))]).toEqual([true, false]);
  expect(meeting && [isUnsettled(meeting, at('10:44')), isUnsettled(meeting, at('10:45'))]).toEqual([
    false,
    true,
  ]);

  const [endless] = meetingsIn(told(of('a', says('booked', '08:00', { endAt: null }))));
  expect(endless?.endAt).toEqual(at('10:30'));
});

test('what was called off is not brought back by its booking told again, but by another time', () => {
  const booked = of('a', says('booked', '08:00'));
  const off = of('a', says('cancelled', '09:00', { by: 'lead' }));
  expect(meetingsIn(told(booked, off))).toMatchObject([{ status: 'cancelled', by: 'lead', at: at('09:00') }]);
  expect(statuses(booked, off, of('a', says('booked', '09:30')))).toEqual(['cancelled']);
  expect(statuses(off, booked)).toEqual(['cancelled']);
  expect(statuses(booked, off, of('a', says('moved', '09:30', { startAt: THREE })))).toEqual(['moved']);
});

test('a reschedule takes the place of what it replaces, in either order, and whether or not that was known', () => {
  const old = of('a', says('booked', '08:00'));
  const moved = of('a', says('moved', '09:00'));
  const anew = of('b', says('booked', '09:00', { startAt: THREE, endAt: null }), { replaces: 'a' });
  expect(statuses(old, moved, anew)).toEqual(['replaced', 'booked']);
  expect(statuses(old, anew, moved)).toEqual(['replaced', 'booked']);
  expect(statuses(anew)).toEqual(['booked']);
  expect(statuses(anew, old)).toEqual(['replaced', 'booked']);
  // As long as nobody knows the new time, the old one stands.
  expect(statuses(old, moved)).toEqual(['moved']);
});

test('what came of it outlasts what the calendar says, and may be taken back', () => {
  const booked = of('a', says('booked', '08:00'));
  const missed = of('a', says('no_show', '10:20'));
  expect(statuses(booked, missed)).toEqual(['no_show']);
  expect(statuses(booked, missed, of('a', says('cancelled', '11:00')))).toEqual(['no_show']);
  expect(statuses(booked, missed, of('a', says('reopened', '10:30')))).toEqual(['booked']);
  expect(statuses(booked, missed, of('a', says('held', '12:00')))).toEqual(['held']);
  expect(statuses(booked, missed, of('a', says('booked', '12:00', { startAt: THREE })))).toEqual(['booked']);
});

test('what several sources tell of one start is one meeting, whichever calls it off; ids of one source are two', () => {
  const booked = of('a', says('booked', '08:00'));
  const crm = of('77', says('booked', '08:05'), { sourceId: 'crm' });
  expect(meetingsIn(told(booked, crm)).map(({ ids }) => ids)).toEqual([['calendly/a', 'crm/77']]);
  expect(statuses(booked, crm, of('77', says('cancelled', '09:00'), { sourceId: 'crm' }))).toEqual([
    'cancelled',
  ]);
  const again = of('b', says('booked', '09:10'));
  expect(statuses(booked, of('a', says('cancelled', '09:00')), crm, again)).toEqual(['cancelled', 'booked']);
});

test('a source without ids tells of one meeting at a time', () => {
  const first = of('', says('booked', '08:00'));
  const second = of('', says('booked', '09:00', { startAt: THREE, endAt: null }));
  expect(meetingsIn(told(first, second))).toMatchObject([{ status: 'booked', startAt: THREE }]);
  expect(meetingsIn(told(second, first))).toMatchObject([{ status: 'booked', startAt: THREE }]);
});

test('a message that is news says what it made of the meeting, and one that is none says nothing', () => {
  const booked = of('a', says('booked', '08:00'));
  const off = of('a', says('cancelled', '09:00'));
  const anew = of('b', says('booked', '09:00', { startAt: THREE }), { replaces: 'a' });
  const change = (before: Message[], message: Message) => {
    const [rows, all] = [told(...before), told(...before, message)];
    const row = all.find(({ key }) => key === message.key);
    return row ? (changeIn(rows, all, row)?.became ?? null) : 'lost';
  };
  expect(change([], booked)).toBe('booked');
  expect(change([booked], booked)).toBeNull();
  expect(change([booked], off)).toBe('cancelled');
  expect(change([], off)).toBeNull();
  expect(change([off], booked)).toBeNull();
  expect(change([booked], of('a', says('moved', '09:00')))).toBeNull();
  expect(change([booked, of('a', says('moved', '09:00'))], anew)).toBe('moved');
  expect(change([booked, anew], of('a', says('moved', '09:00')))).toBeNull();
  expect(change([booked, off], of('b', says('booked', '09:30', { startAt: THREE })))).toBe('booked');
  expect(change([booked], of('a', says('no_show', '11:00')))).toBe('no_show');
  expect(change([booked, of('a', says('no_show', '11:00'))], of('a', says('reopened', '11:30')))).toBe(
    'reopened',
  );
  expect(change([booked], of('7', says('booked', '08:05'), { sourceId: 'crm' }))).toBeNull();
});

test('who has a meeting waits for nothing before it; a later leg counts its own', () => {
  const handoff = { leg: 'mql_to_sdr', createdAt: at('09:00') } as const;
  const meetings = meetingsIn(told(of('a', says('booked', '08:00'))));
  expect(hasMeeting(handoff, meetings, [], at('09:30'))).toBe(true);
  expect(hasMeeting(handoff, meetings, [], at('10:45'))).toBe(false);
  expect(hasMeeting({ ...handoff, leg: 'sql_to_ae' }, meetings, [], at('09:30'))).toBe(false);
  const own = meetingsIn(told(of('a', says('booked', '09:10'))));
  expect(hasMeeting({ ...handoff, leg: 'sql_to_ae' }, own, [], at('09:30'))).toBe(true);
});

test('a meeting somebody only wrote down counts until one is known that fell away or is over since', () => {
  const handoff = { leg: 'mql_to_sdr', createdAt: at('07:00') } as const;
  const written = [{ outcome: 'meeting_booked' as const, at: at('08:10') }];
  const off = meetingsIn(told(of('a', says('booked', '08:00')), of('a', says('cancelled', '09:00'))));
  expect(hasMeeting(handoff, [], written, at('09:30'))).toBe(true);
  expect(hasMeeting(handoff, off, written, at('09:30'))).toBe(false);
  expect(hasMeeting(handoff, off, [{ outcome: 'meeting_booked', at: at('09:10') }], at('09:30'))).toBe(true);
});

test('an outcome without a name is that of the last meeting that had begun and was not called off', () => {
  const meetings = meetingsIn(
    told(
      of('a', says('booked', '07:00', { startAt: at('08:00'), endAt: null })),
      of('b', says('booked', '07:00')),
      of('c', says('booked', '07:00', { startAt: THREE, endAt: null })),
    ),
  );
  expect(lastBegun(meetings, at('10:10'))?.ids).toEqual(['calendly/b']);
  expect(lastBegun(meetings, at('07:30'))).toBeNull();
});

test('a lead comes with a meeting only where that is to come and was not called off', () => {
  const lead = (meeting: object) => make.lead({ meeting });
  const start_at = TEN.toISOString();
  expect(comesWithMeeting(lead({ start_at }), at('10:29'))).toBe(true);
  expect(comesWithMeeting(lead({ start_at }), at('10:30'))).toBe(false);
  expect(comesWithMeeting(lead({ start_at, status: 'canceled' }), at('09:00'))).toBe(false);
  expect(comesWithMeeting(make.lead(), at('09:00'))).toBe(false);
});

// Whatever is told, in whatever order

const time = fc
  .integer({ min: 0, max: 12 })
  .map((step) => new Date(at('08:00').getTime() + step * 30 * 60_000));
const message: fc.Arbitrary<Message> = fc.record({
  key: fc.constantFrom('', 'a', 'b', 'c'),
  sourceId: fc.constantFrom('calendly', 'crm', 'form'),
  status: fc.constantFrom(...MEETING_STATUSES),
  at: time,
  via: fc.constant(null),
  startAt: fc.option(time),
  endAt: fc.option(time),
  hostEmail: fc.constantFrom(null, 'ana@acme.example', 'ben@acme.example'),
  joinUrl: fc.constantFrom(null, 'https://meet.example/1'),
  by: fc.constantFrom(null, 'lead' as const, 'host' as const),
});
/** What a message replaces is a part of what it is: no source says two things of that. */
const REPLACED: Record<string, string> = { b: 'a', c: 'b' };
const messages = fc
  .array(message, { maxLength: 12 })
  .map((list) =>
    list.map((one) => (REPLACED[one.key] ? { ...one, replaces: REPLACED[one.key] ?? '' } : one)),
  );
const shuffled = messages.chain((list) =>
  fc.tuple(fc.constant(list), fc.shuffledSubarray(list, { minLength: list.length }), fc.subarray(list)),
);
const plain = (rows: readonly ToldMeeting[]) =>
  meetingsIn(rows).map(({ ids, ...meeting }) => ({ ...meeting, ids: ids.toSorted() }));

test('the order in which messages come, and how often, changes nothing', () => {
  fc.assert(
    fc.property(shuffled, ([list, another, again]) => {
      expect(plain(told(...another, ...again))).toEqual(plain(told(...list)));
    }),
    { numRuns: 2_000 },
  );
});

test('every row is told of in one meeting, and one that is called off or replaced is never to come', () => {
  fc.assert(
    fc.property(messages, time, (list, now) => {
      const rows = told(...list);
      const meetings = meetingsIn(rows);
      expect(meetings.flatMap(({ ids }) => ids).toSorted()).toEqual(rows.map(({ id }) => id).toSorted());
      for (const meeting of meetings) {
        expect(isToCome(meeting, now) && isUnsettled(meeting, now)).toBe(false);
        if (isToCome(meeting, now)) expect(['booked', 'moved']).toContain(meeting.status);
        if (meeting.startAt && meeting.endAt) expect(meeting.endAt > meeting.startAt).toBe(true);
      }
    }),
  );
});
