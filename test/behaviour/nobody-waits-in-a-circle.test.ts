import { expect, test } from 'vitest';
import { all, withoutCaps, withSource } from '../support/settings.ts';
import { openSite } from '../support/site.ts';
import { raise } from '../support/storm.ts';

/** A minute or more looks closer: `STORM_SECONDS=60 npm test -- nobody-waits-in-a-circle`. */
const SECONDS = Number(process.env.STORM_SECONDS ?? 10);

test('intake, presses, take-next, covers, absences and pauses at once wait for each other in no circle, and nothing is lost', {
  timeout: SECONDS * 1_000 + 60_000,
}, async () => {
  const site = await openSite();
  const apps = await site.startTwo({
    settings: all(withoutCaps, withSource('content', { batch: 'always' })),
  });

  const { counts, slowest, ...storm } = await raise(site, apps, SECONDS);

  if (process.env.STORM_SECONDS) console.info({ ...storm, counts, slowest });
  expect(storm).toEqual({ deadlocks: 0, joinedClosed: 0, unread: 0, missing: 0, failures: [] });
  expect(Object.keys(counts).sort()).toEqual([
    ...['action', 'answer', 'cover', 'deliver', 'list', 'pause', 'press', 'take next', 'tick'],
  ]);
});
