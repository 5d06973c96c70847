import { expect, test } from 'vitest';
import { placeIn, readPlace, writePlace } from '#sandbox/page/client/place.ts';
import { planPatch } from '#sandbox/page/client/plan-patch.ts';
import { hintsFor } from '#sandbox/page/client/slash-hints.ts';
import type { Conversation, Screen } from '#sandbox/page/protocol.ts';

const drawn = (key: string, sign: string) => ({ key, sign });
const conversation = (id: string, kind: Conversation['kind']): Conversation => ({
  id,
  kind,
  name: id,
  unread: 0,
  messages: [],
});
const screen = (conversations: Conversation[]): Screen => ({
  as: 'ana',
  timeZone: 'Europe/Berlin',
  now: '2026-11-23T09:00:00Z',
  app: { slackId: 'U0', name: 'Handoff' },
  roles: [],
  names: { people: {}, channels: {}, groups: {} },
  conversations,
  home: null,
  modal: null,
  commands: [],
  examples: [],
  weather: 'fine',
  log: [],
  held: 0,
  told: [],
});

test('what did not change stays where it was, the rest is drawn', () => {
  const old = [drawn('a', '1'), drawn('b', '1'), undefined, drawn('c', '1')];
  const next = [drawn('c', '1'), drawn('b', '2'), drawn('d', '1'), drawn('a', '1')];
  expect(planPatch(old, next)).toEqual([3, null, null, 0]);
});

test('the address after # keeps who one is and where', () => {
  expect(readPlace('#as=ana&at=C0FEEDBACK')).toEqual({ as: 'ana', at: 'C0FEEDBACK' });
  expect(readPlace('')).toEqual({ as: null, at: null });
  expect(writePlace({ as: 'ana', at: 'home' })).toBe('#as=ana&at=home');
});

test('a place this person does not have is their messages with the app instead', () => {
  const hers = screen([conversation('C1', 'channel'), conversation('D1', 'dm')]);
  expect(placeIn(hers, 'C1')).toBe('C1');
  expect(placeIn(hers, 'D9')).toBe('D1');
  expect(placeIn(hers, null)).toBe('D1');
  expect(placeIn(hers, 'home')).toBe('home');
  expect(placeIn(screen([]), 'D9')).toBe('home');
});

test('commands are offered while one is typed, and explained once it stands', () => {
  const funnel = { command: '/funnel', description: 'Figures', usageHint: '[30d]' };
  const leads = { command: '/leads', description: 'Leads', usageHint: 'mine' };
  expect(hintsFor('/', [funnel, leads])).toEqual([funnel, leads]);
  expect(hintsFor('/fu', [funnel, leads])).toEqual([funnel]);
  expect(hintsFor('/funnel 30d', [funnel, leads])).toEqual([funnel]);
  expect(hintsFor('/fun 30d', [funnel, leads])).toEqual([]);
  expect(hintsFor('hello /', [funnel, leads])).toEqual([]);
});
