import { expect, test } from 'vitest';
import { checkBehaviour, describeBehaviour, describeDuration } from '#domain/behaviours.ts';
import { make } from './make.ts';

const reader = make.facts({ channel: 'content' });
const monday = new Date('2026-03-02T10:00:00Z');

test('signals of the named kinds in the window are counted', () => {
  const rule = {
    any_of: ['pricing_view', 'demo_view'] as const,
    at_least: 2,
    within: { unit: 'minutes', amount: 1440 } as const,
    when: {},
  };
  const signals = [
    make.signal({ type: 'pricing_view', at: '2026-03-01T10:00:00Z' }),
    make.signal({ type: 'pricing_view', at: '2026-03-01T09:59:59Z' }),
    make.signal({ type: 'demo_view', at: '2026-03-02T11:05:00+01:00' }), // a clock five minutes ahead
    make.signal({ type: 'email_open', at: '2026-03-02T09:00:00Z' }),
  ];
  expect(checkBehaviour(rule, { facts: reader, signals }, monday)).toEqual({
    rule: 'pricing view or demo view, at least 2 within 1 day',
    count: 2,
    isMeant: true,
    result: 'held',
  });
});

test('a window of business days leaves out the weekend', () => {
  const rule = {
    any_of: ['chat'] as const,
    at_least: 1,
    within: { unit: 'business_days', amount: 1 } as const,
    when: {},
  };
  const friday = make.signal({ type: 'chat', at: '2026-02-27T10:00:00Z' });
  const thursday = make.signal({ type: 'chat', at: '2026-02-26T10:00:00Z' });
  expect([
    checkBehaviour(rule, { facts: reader, signals: [friday] }, monday).result,
    checkBehaviour(rule, { facts: reader, signals: [thursday] }, monday).result,
  ]).toEqual(['held', 'failed']);
});

test('a rule counts only for leads it is about', () => {
  const rule = {
    any_of: ['email_open'] as const,
    at_least: 1,
    within: { unit: 'minutes', amount: 1440 } as const,
    when: { channel: 'trade_show' },
  };
  const signals = [make.signal({ type: 'email_open', at: '2026-03-02T09:00:00Z' })];
  const checked = (facts: typeof reader, did = signals) => {
    const { isMeant, result } = checkBehaviour(rule, { facts, signals: did }, monday);
    return { isMeant, result };
  };
  expect(checked(make.facts({ channel: 'trade_show' }))).toEqual({ isMeant: true, result: 'held' });
  expect(checked(reader)).toEqual({ isMeant: false, result: 'failed' });
  expect(checked({})).toEqual({ isMeant: true, result: 'unknown' });
  expect(checked({}, [])).toEqual({ isMeant: true, result: 'failed' });
});

test('a rule has its words', () => {
  const within = { unit: 'business_days', amount: 5 } as const;
  expect([
    describeBehaviour({ any_of: ['chat'], at_least: 1, within, when: {} }),
    describeBehaviour({ any_of: ['chat', 'call', 'meeting'], at_least: 3, within, when: {} }),
    describeBehaviour({ any_of: ['chat'], at_least: 1, within, when: { channel: 'trade_show' } }),
  ]).toEqual([
    'chat, at least 1 within 5 business days',
    'chat, call or meeting, at least 3 within 5 business days',
    'chat, at least 1 within 5 business days, where channel is trade show',
  ]);
});

test('a length of time is said in the largest unit that fits', () => {
  const minutes = (amount: number) => describeDuration({ unit: 'minutes', amount });
  expect([minutes(90), minutes(60), minutes(240), minutes(2880), minutes(1)]).toEqual([
    '90 minutes',
    '1 hour',
    '4 hours',
    '2 days',
    '1 minute',
  ]);
});
