import { expect, test } from 'vitest';
import { shadow } from '#blocks/shadow.ts';
import { shadowDay } from '#blocks/shadow-day.ts';
import { shadowDayModel, shadowModel, shadowRow } from '#src/examples/shadow.ts';
import { seen } from './screen.ts';

const linesOf = (rows: Parameters<typeof shadowDayModel>[0]) => seen(shadowDay(shadowDayModel(rows)).blocks);

test('the day’s message says who would have got what, and each step with its time', () => {
  const lines = linesOf({});
  expect([lines[0], lines[1], lines[2], lines.at(-1)]).toEqual([
    'In shadow on 2026-11-23: no rep was told',
    '1 lead came: 1 would have been offered, 0 would have waited, 0 to nurture.',
    'Had nobody answered',
    'All of it, and how to go live: /handoff shadow',
  ]);
  expect(lines[3]).toMatch(
    /^• .*09:00.* Globex \(Website, 🔥 Hot\) → Ben Okafor; .*09:03.* a reminder, .*09:05.* Mia Lindqvist told, .*09:10.* on to the next$/,
  );
});

test('a lead that would wait says why, one with a meeting that it has no clock, one without a company that', () => {
  const waits = shadowRow({ repName: null, waitsBecause: 'no route fits', company: null, steps: [] });
  const meets = shadowRow({ hasMeeting: true, steps: [] });
  const lines = linesOf({ rows: [waits, meets] });
  expect(lines[3]).toMatch(/ No company named \(Website, 🔥 Hot\) → would wait \(no route fits\)$/);
  expect(lines[4]).toMatch(/ → Ben Okafor, with a meeting booked: no clock$/);
});

test('a day without anything for sales has no list', () => {
  expect(linesOf({ offered: 0, nurtured: 2, rows: [] })).toEqual([
    'In shadow on 2026-11-23: no rep was told',
    '2 leads came: 0 would have been offered, 0 would have waited, 2 to nurture.',
    'All of it, and how to go live: /handoff shadow',
  ]);
});

test('the answer to /handoff shadow says what is in shadow, every figure, and how to go live', () => {
  expect(seen(shadow(shadowModel()).blocks)).toEqual([
    'Shadow mode, last 7 days',
    'In shadow now: Website. Other sources are live.',
    '1,200 would have been offered, 40 would have waited, 1,000 of them imported; 4 went to nurture.',
    'Turns in SDRs in Europe, against the fair share by weight',
    '• Ana Duarte: 600 (fair share 600.3)',
    'Past the turns, to an owner or a person named by a route',
    '• Ben Okafor: 2',
    'Would have waited, and why',
    '• SDRs in Europe: outside working hours: 40',
    'Deadlines. Who would have kept them nobody knows: nobody was asked',
    '• hot, 5 minutes to answer: 1 lead',
    'By source',
    '• Website: 3 hot, 2 warm, 1 cold',
    'To nurture: the rules that failed most',
    '• enterprise: employees at least 2000: 3 (75 %)',
    'To go live: /handoff setup, or mode: live in the settings. The next leads are handed over; those above stay history.',
  ]);
});
