import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';

const run = promisify(execFile);

/** Where clocks change in many ways: by half an hour, at midnight, twice a year around a month of fasting, or never. */
const ZONES = [
  'Europe/Vienna',
  'Europe/London',
  'America/New_York',
  'America/Los_Angeles',
  'America/St_Johns',
  'America/Santiago',
  'Africa/Casablanca',
  'Africa/Cairo',
  'Asia/Beirut',
  'Asia/Kolkata',
  'Australia/Lord_Howe',
  'Pacific/Chatham',
  'Pacific/Apia',
  'UTC',
];

test.each(ZONES)('on a machine in %s no tick comes late around any change of its clocks', async (zone) => {
  const { stdout } = await run(
    process.execPath,
    ['--import', './src/node-floor.mjs', 'test/support/cron-child.ts'],
    { env: { ...process.env, TZ: zone } },
  );
  const lines = stdout.trim().split('\n');
  expect(lines).toEqual([expect.stringMatching(/^looked at [1-9]\d+$/)]);
});
