import { expect, test } from 'vitest';
import { findInBlocks } from '#domain/doctor/blocks.ts';
import { findInClocks } from '#domain/doctor/clocks.ts';
import type { Settings } from '#domain/settings.ts';
import { policy, settingsWith } from './make.ts';

const inClocks = (settings: Settings) => findInClocks(settings).map(({ where, what }) => `${where}: ${what}`);
const inBlocks = (hours: Record<string, Record<string, string[]>>) =>
  findInBlocks(settingsWith({ workspace: { hours: 'office' }, hours })).map(
    ({ where, what }) => `${where}: ${what}`,
  );
const temperature = (changes: object) =>
  settingsWith({ temperature: { by_source: [], by_behaviour: [], ...changes } });

// Temperature

test('settings that leave demo requests warm are told, with what was expected', () => {
  expect(findInClocks(temperature({}))).toEqual([
    {
      severity: 'risk',
      where: 'temperature',
      what: 'no rule makes demo_request and pricing_request hot: who asks waits as long as any other lead (warm)',
      advice: 'Expected by_source: [{ when: { channel: [demo_request, pricing_request] }, is: hot }].',
    },
  ]);
});

test('one of the two, or a rule that stands in front, is enough to be told of the other', () => {
  const demo = { when: { channel: 'demo_request' }, is: 'hot' };
  expect(inClocks(temperature({ by_source: [demo] }))).toEqual([
    'temperature: no rule makes pricing_request hot: who asks waits as long as any other lead (warm)',
  ]);
  const all = { when: {}, is: 'cold' };
  const prices = { when: { channel: 'pricing_request' }, is: 'hot' };
  expect(inClocks(temperature({ by_source: [all, demo, prices] }))).toHaveLength(1);
});

test('where everything is hot, a source says so, or a rule asks for more, nothing is told', () => {
  expect(inClocks(temperature({ otherwise: 'hot' }))).toEqual([]);
  const asked = { channel: ['demo_request', 'pricing_request'], country: 'DE' };
  expect(inClocks(temperature({ by_source: [{ when: asked, is: 'hot' }] }))).toEqual([]);
  const source = (channel: 'demo_request' | 'pricing_request') => ({
    id: channel.replace('_', '-'),
    name: channel,
    auth: 'none' as const,
    defaults: { channel, temperature: 'hot' as const },
  });
  const said = settingsWith({
    temperature: { by_source: [], by_behaviour: [] },
    sources: [source('demo_request'), source('pricing_request')],
  });
  expect(inClocks(said)).toEqual([]);
});

// Policies

test('a policy of a leg that nothing leads to is told', () => {
  const settings = settingsWith({ sla: [policy('all', {}), { ...policy('cs', {}), leg: 'won_to_cs' }] });
  expect(inClocks(settings)).toEqual([
    'sla cs: never reached: there is neither a pool nor a route of won_to_cs',
  ]);
});

test('a policy for a temperature that no rule gives is told; for one of several, or the usual one, not', () => {
  const asking = (when: object) => settingsWith({ sla: [policy('asks', when), policy('all', {})] });
  expect(inClocks(asking({ temperature: 'cold' }))).toEqual([
    "sla asks: no rule of temperature makes a lead cold: only a sender's own word reaches it",
  ]);
  expect(inClocks(asking({ temperature: ['cold', 'warm'] }))).toEqual([]);
  expect(inClocks(asking({ temperature: 'hot' }))).toEqual([]);
  expect(inClocks(asking({ channel: 'webinar' }))).toEqual([]);
});

// Steps

const stepped = (at: string, within = '4h') =>
  settingsWith({ sla: [{ ...policy('all', {}), accept: { within }, ladder: [{ at, do: 'tell_manager' }] }] });

test('a step long after its clock is told, with its place; up to five times its length is not', () => {
  expect(inClocks(stepped('21h'))).toEqual([
    'sla all: ladder[0], tell_manager at 21h, comes long after its clock of 4h',
  ]);
  expect(inClocks(stepped('20h'))).toEqual([]);
  expect(inClocks(stepped('500%'))).toEqual([]);
  expect(inClocks(stepped('1bd', '1h'))).toEqual([
    'sla all: ladder[0], tell_manager at 1bd, comes long after its clock of 1h',
  ]);
});

test('so is one of any other clock', () => {
  const settings = settingsWith({
    sla: [
      {
        ...policy('all', {}),
        response: {
          within: '15m',
          ladder: [
            { at: '5m', do: 'remind' },
            { at: '2d', do: 'tell_manager' },
          ],
        },
      },
    ],
  });
  expect(inClocks(settings)).toEqual([
    'sla all: response.ladder[1], tell_manager at 2d, comes long after its clock of 15m',
  ]);
});

// Hours

test('hours that lie over each other are told, with their day', () => {
  expect(inBlocks({ office: { mon: ['09:00-12:00', '11:00-18:00'] } })).toEqual([
    'hours office, mon: 11:00-18:00 lies over 09:00-12:00: that time is counted once',
  ]);
  expect(inBlocks({ office: { mon: ['22:00-06:00'], tue: ['05:00-09:00'] } })).toEqual([
    'hours office, tue: 05:00-09:00 lies over 22:00-06:00 of mon: that time is counted once',
  ]);
  expect(inBlocks({ office: { mon: ['05:00-09:00'], sun: ['22:00-06:00'] } })).toEqual([
    'hours office, mon: 05:00-09:00 lies over 22:00-06:00 of sun: that time is counted once',
  ]);
});

test('hours that follow one another, and the same ones on two days, are not', () => {
  expect(inBlocks({ office: { mon: ['09:00-12:00', '12:00-18:00'], tue: ['09:00-18:00'] } })).toEqual([]);
  expect(inBlocks({ office: { mon: ['22:00-06:00'], tue: ['06:00-09:00'] } })).toEqual([]);
});

test('special hours of a holiday are looked at, too', () => {
  const holidays = { de: [{ on: '2026-12-24', hours: ['09:00-13:00', '12:00-14:00'] }] };
  expect(findInBlocks(settingsWith({ holidays })).map(({ where }) => where)).toEqual([
    'holidays de, 2026-12-24',
  ]);
});

test('00:00-23:59 is round the clock, and so is any end at a minute to midnight', () => {
  const { hours } = settingsWith({
    workspace: { hours: 'office' },
    hours: { office: { mon: ['00:00-23:59'], tue: ['18:00-23:59'], wed: ['09:00-23:58'] } },
  });
  expect(hours.office).toEqual({ mon: ['00:00-24:00'], tue: ['18:00-24:00'], wed: ['09:00-23:58'] });
});
