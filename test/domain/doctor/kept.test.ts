import { expect, test } from 'vitest';
import { found, MONDAY, settingsWith } from './make.ts';

const BERLIN = { workspace: { time_zone: 'Europe/Berlin' } };

test('what should be gone is named with the day of its oldest, in the team’s zone', () => {
  const left = new Map([['raw bodies', new Date('2026-10-01T22:30:00Z')]]);
  expect(
    found(settingsWith(BERLIN), {}, { left }, MONDAY).filter(({ where }) => where === 'raw bodies'),
  ).toEqual([
    {
      severity: 'note',
      where: 'raw bodies',
      what: 'the oldest are of Fri 2 Oct, 52 days old: they should be gone by now',
    },
  ]);
});

test('where nothing is left over, nothing is said', () => {
  expect(found(settingsWith({})).filter(({ what }) => what.includes('gone by now'))).toEqual([]);
});
