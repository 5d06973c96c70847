import { expect, test } from 'vitest';
import { sinceFrom } from '#src/cli/import-options.ts';
import { NOW } from './context.ts';

test('--since with a date begins with that day where the export was written', () => {
  expect(sinceFrom('2026-08-24', NOW, 'Europe/Berlin')).toEqual(new Date('2026-08-23T22:00:00Z'));
  expect(sinceFrom('2026-08-24', NOW, 'America/New_York')).toEqual(new Date('2026-08-24T04:00:00Z'));
});

test('--since with a length of time counts back from now, in any zone', () => {
  expect(sinceFrom('2d', NOW, 'Europe/Berlin')).toEqual(new Date('2026-11-21T09:00:00Z'));
});

test('--since with a day that never was, or with other words, is refused', () => {
  expect(sinceFrom('2026-02-31', NOW, 'UTC')).toBeNull();
  expect(sinceFrom('last week', NOW, 'UTC')).toBeNull();
});
