import { expect, test } from 'vitest';
import { isHotter, temperatureOf } from '#domain/temperature.ts';
import { make } from './make.ts';

const now = new Date('2026-03-02T10:00:00Z');
const rules = make.temperature({
  by_source: [
    { when: { channel: ['demo_request', 'phone'] }, is: 'hot' },
    { when: { channel: 'phone', country: 'DE' }, is: 'cold' },
  ],
  by_behaviour: [{ id: 'price', any_of: ['pricing_view'], at_least: 2, is: 'hot' }],
  otherwise: 'cold',
});
const reader = {
  facts: make.facts({ channel: 'content' }),
  vendorWord: undefined,
  sourceDefault: undefined,
  signals: [],
  now,
};
const looks = [make.signal(), make.signal({ at: '2026-03-01T10:00:00Z' })];

test('hotter is what must be answered sooner, and nothing is hotter than itself', () => {
  expect([isHotter('hot', 'warm'), isHotter('warm', 'cold'), isHotter('hot', 'cold')]).toEqual([
    true,
    true,
    true,
  ]);
  expect([isHotter('warm', 'hot'), isHotter('cold', 'warm')]).toEqual([false, false]);
  expect([isHotter('hot', 'hot'), isHotter('cold', 'cold')]).toEqual([false, false]);
});

test('the first rule about the source that holds goes before everything else', () => {
  const caller = {
    ...reader,
    facts: make.facts({ channel: 'phone' }),
    sourceDefault: 'warm',
    vendorWord: 'cold',
  } as const;
  expect(temperatureOf(rules, caller)).toEqual({
    temperature: 'hot',
    because: 'channel is demo request or phone',
  });
});

test("the source's default goes before the sender's word", () => {
  const lead = { ...reader, sourceDefault: 'warm', vendorWord: 'hot' } as const;
  expect(temperatureOf(rules, lead)).toEqual({ temperature: 'warm', because: "the source's default" });
});

test("the sender's word goes before behaviour", () => {
  const lead = { ...reader, vendorWord: 'warm', signals: looks } as const;
  expect(temperatureOf(rules, lead)).toEqual({ temperature: 'warm', because: "the sender's word" });
});

test('behaviour decides when nobody has said anything', () => {
  expect(temperatureOf(rules, { ...reader, signals: looks })).toEqual({
    temperature: 'hot',
    because: 'pricing view, at least 2 within 30 days',
  });
});

test('a rule about behaviour may be about some leads only', () => {
  const fair = make.temperature({
    by_behaviour: [{ id: 'fair', any_of: ['pricing_view'], when: { channel: 'trade_show' }, is: 'hot' }],
    otherwise: 'cold',
  });
  const met = { ...reader, facts: make.facts({ channel: 'trade_show' }), signals: looks };
  expect(temperatureOf(fair, met).temperature).toBe('hot');
  expect(temperatureOf(fair, { ...reader, signals: looks }).temperature).toBe('cold');
});

test('what no rule speaks of is as the settings say', () => {
  expect(temperatureOf(rules, reader)).toEqual({ temperature: 'cold', because: 'no rule says otherwise' });
});

test('a rule about a fact that is unknown does not hold', () => {
  expect(temperatureOf(rules, { ...reader, facts: {} }).temperature).toBe('cold');
});
