import { expect, test } from 'vitest';
import { possibleOrders, readDate } from '#src/import/dates.ts';

const BERLIN = 'Europe/Berlin';
const read = (text: string, order: Parameters<typeof readDate>[1] = null) => {
  const reading = readDate(text, order, BERLIN);
  return reading.ok ? `${reading.date.at.toISOString()} ${reading.date.hasTime}` : reading.because;
};

test('ISO dates are in the zone of the export, unless they name an offset', () => {
  expect(read('2026-11-03 10:15')).toBe('2026-11-03T09:15:00.000Z true');
  expect(read('2026-07-03T10:15:30')).toBe('2026-07-03T08:15:30.000Z true');
  expect(read('2026-11-03T10:15:00Z')).toBe('2026-11-03T10:15:00.000Z true');
  expect(read('2026-11-03 10:15:00 +0100')).toBe('2026-11-03T09:15:00.000Z true');
});

test('a mere date is the beginning of that day, and tells no time', () => {
  expect(read('2026-11-03')).toBe('2026-11-02T23:00:00.000Z false');
  expect(read('03.11.2026')).toBe('2026-11-02T23:00:00.000Z false');
});

test('dots are always day first', () => {
  expect(read('03.04.2026 23:59')).toBe('2026-04-03T21:59:00.000Z true');
});

test('slashes are refused while they may mean two days, and read once the order is told', () => {
  expect(read('03/04/2026')).toBe('ambiguous');
  expect(read('03/04/2026', 'month_first')).toBe('2026-03-03T23:00:00.000Z false');
  expect(read('03/04/2026', 'day_first')).toBe('2026-04-02T22:00:00.000Z false');
  expect(read('13/04/2026')).toBe('2026-04-12T22:00:00.000Z false');
  expect(read('4/4/26')).toBe('2026-04-03T22:00:00.000Z false');
});

test('an order that is told is kept: a date that does not fit it is unreadable, not turned round', () => {
  expect(read('13/04/2026', 'month_first')).toBe('unreadable');
});

test('twelve hour clocks', () => {
  expect(read('11/3/2026, 12:00 AM', 'month_first')).toBe('2026-11-02T23:00:00.000Z true');
  expect(read('11/3/2026 2:05 PM', 'month_first')).toBe('2026-11-03T13:05:00.000Z true');
  expect(read('11/3/2026 13:05 PM', 'month_first')).toBe('unreadable');
});

test.each(['31/02/2026', '2026-02-30', '2026-11-03 25:00', 'yesterday', '', '12345', '03.04.1026'])(
  '%s is no date',
  (text) => {
    expect(read(text, 'day_first')).toBe('unreadable');
  },
);

test('only a date that fits one order proves it', () => {
  expect(possibleOrders('13/04/2026')).toEqual(['day_first']);
  expect(possibleOrders('04/13/2026 10:00')).toEqual(['month_first']);
  expect(possibleOrders('04/05/2026')).toEqual(['month_first', 'day_first']);
  expect(possibleOrders('2026-04-05')).toEqual([]);
});

test('a time that the clocks jump over is the instant at which they jumped', () => {
  expect(readDate('2026-03-29 02:30', null, 'Europe/Berlin')).toEqual({
    ok: true,
    date: { at: new Date('2026-03-29T01:00:00Z'), hasTime: true },
  });
});

test('an offset is taken to the minute, and none is a day or more', () => {
  const at = (text: string) => readDate(text, null, 'Europe/Berlin');
  const read = { ok: true, date: { at: new Date('2026-07-01T04:30:00Z'), hasTime: true } };
  expect([at('2026-07-01 10:00 +05:30'), at('2026-07-01 00:00-0430')]).toEqual([read, read]);
  expect(at('2026-07-01 10:00 +24:00')).toEqual({ ok: false, because: 'unreadable' });
});
