import { expect, test } from 'vitest';
import type { HandoffEvent } from '#domain/handoff.ts';
import { type SpeedTimes, snoozesIn, speedOf } from '#domain/speed.ts';

const at = (time: string) => new Date(`2026-03-02T${time}Z`);

const times = (overrides: Partial<SpeedTimes> = {}): SpeedTimes => ({
  captured: at('08:00:00'),
  received: at('08:00:30'),
  routed: at('08:00:30'),
  delivered: at('08:01:00'),
  accepted: at('08:03:00'),
  responded: at('08:11:00'),
  ...overrides,
});

test('the system’s share ends when Slack has it, the person’s begins there, and both make the whole', () => {
  expect(speedOf(times(), [])).toEqual({
    steps: [
      { step: 'captured', at: at('08:00:00'), minutes: null },
      { step: 'received', at: at('08:00:30'), minutes: 0.5 },
      { step: 'routed', at: at('08:00:30'), minutes: 0 },
      { step: 'delivered', at: at('08:01:00'), minutes: 0.5 },
      { step: 'accepted', at: at('08:03:00'), minutes: 2 },
      { step: 'responded', at: at('08:11:00'), minutes: 8 },
    ],
    shares: { total: 11, system: 1, person: 10, snoozed: 0 },
  });
});

test('what has not happened yet has no line and no share, and a step counts from the known one before', () => {
  const waiting = times({ routed: null, delivered: null, accepted: null, responded: null });
  expect(speedOf(waiting, [])).toEqual({
    steps: [
      { step: 'captured', at: at('08:00:00'), minutes: null },
      { step: 'received', at: at('08:00:30'), minutes: 0.5 },
    ],
    shares: { total: null, system: null, person: null, snoozed: null },
  });
  expect(speedOf(times({ routed: null, accepted: null }), []).steps.map(({ minutes }) => minutes)).toEqual([
    null,
    0.5,
    0.5,
    10,
  ]);
});

test('what is in Slack and not responded to has the system’s share alone', () => {
  const { shares } = speedOf(times({ responded: null }), []);
  expect(shares).toEqual({ total: null, system: 1, person: null, snoozed: null });
});

test('an imported handoff has a whole and no shares: nobody delivered it', () => {
  const imported = times({ received: null, delivered: null });
  expect(speedOf(imported, []).shares).toEqual({ total: 11, system: null, person: null, snoozed: null });
});

test('where nobody knows when it was captured, it begins when it came', () => {
  expect(speedOf(times({ captured: null }), []).shares).toEqual({
    total: 10.5,
    system: 0.5,
    person: 10,
    snoozed: 0,
  });
});

test('a response told later that was made before Slack had it leaves the person no share', () => {
  const called = speedOf(times({ responded: at('08:00:45') }), []);
  expect(called.shares).toEqual({ total: 0.75, system: 0.75, person: 0, snoozed: 0 });
  expect(called.steps.at(-1)).toEqual({ step: 'responded', at: at('08:00:45'), minutes: 0 });
});

test('a response from before the capture makes no share negative', () => {
  const { shares } = speedOf(times({ responded: at('07:55:00') }), []);
  expect(shares).toEqual({ total: 0, system: 0, person: 0, snoozed: 0 });
});

test('snoozed time counts within the person’s share only', () => {
  const snoozes = [
    { from: at('08:00:30'), to: at('08:02:00') },
    { from: at('08:04:00'), to: at('08:07:00') },
    { from: at('08:10:00'), to: at('09:00:00') },
    { from: at('10:00:00'), to: at('11:00:00') },
  ];
  expect(speedOf(times(), snoozes).shares).toEqual({ total: 11, system: 1, person: 10, snoozed: 5 });
});

const offered: HandoffEvent = { type: 'offered', to: 'ana', poolId: null, no: 1 };
const snoozed: HandoffEvent = { type: 'snoozed', by: 'ana', until: at('09:00:00') };

const toldAgain: HandoffEvent = {
  type: 'told_again',
  by: null,
  channel: 'call',
  of: '2026-03-02T08:00:00.000Z',
  outcome: 'no_answer',
  note: '',
  via: 'crm',
};

test('a snooze lasts until something is done with it, not until somebody is told', () => {
  expect(
    snoozesIn([
      { at: at('08:00:00'), event: offered },
      { at: at('08:01:00'), event: snoozed },
      { at: at('08:05:00'), event: { type: 'breached', clock: 'accept', repId: 'ana' } },
      { at: at('08:06:00'), event: { type: 'escalated', to: 'mia' } },
      { at: at('08:07:00'), event: toldAgain },
      { at: at('08:16:00'), event: { type: 'woken', because: 'time' } },
      { at: at('08:20:00'), event: snoozed },
    ]),
  ).toEqual([{ from: at('08:01:00'), to: at('08:16:00') }]);
});
