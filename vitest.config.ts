import { defineConfig } from 'vitest/config';

/** What asks most of a Postgres: locks, many at once, crashes, and the queries behind the figures. */
const NEAR_THE_DATABASE = [
  'a-killed-process-tells-each-outcome-once',
  'a-past-can-be-simulated',
  'a-pause-stops-all-clocks',
  'a-process-that-is-killed-loses-nothing',
  'a-restored-database-goes-on',
  'a-step-happens-once',
  'a-thousand-leads-at-once-are-shared-exactly',
  'an-import-doubles-nothing',
  'an-outage-is-summed-up-once',
  'app-home-shows-ones-work',
  'cover-survives-crashes-and-replicas',
  'every-decision-can-be-replayed',
  'existing-owners-come-first',
  'figures-start-full-after-an-import',
  'first-to-claim-has-it',
  'leads-are-found-from-slack',
  'lists-are-paged',
  'one-press-has-one-effect',
  'outcomes-are-told-elsewhere',
  'presses-work-after-a-restart',
  'setup-loses-nobodys-change',
  'speed-to-lead-is-not-the-sla',
  'the-app-starts-or-says-why',
  'the-database-may-go-away',
  'the-funnel-compares-periods',
  'ticks-miss-nothing-and-double-nothing',
  'turns-are-exact-under-concurrent-intake',
  'what-is-sent-twice-happens-once',
];

/** Everything with a database, on the embedded Postgres; what is near to it once more on another, where there is one. */
const LEGS: { server: 'embedded' | 'named'; name: string; behaviour: string[] }[] = [
  { server: 'embedded', name: 'the embedded Postgres', behaviour: ['test/behaviour/**/*.test.ts'] },
  {
    server: 'named',
    name: 'the Postgres of TEST_DATABASE_URL',
    behaviour: NEAR_THE_DATABASE.map((name) => `test/behaviour/${name}.test.ts`),
  },
];

const SHARED = {
  testTimeout: 30_000,
  // Files of a worker share their modules: to load them anew for each took a third of all time. None may keep a state.
  isolate: false,
};

export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: 'units',
          include: [
            'test/{core,domain,blocks,sources,sinks,accounts,config,repo,sandbox,import,slack}/**/*.test.ts',
            'test/db/embedded/*.test.ts',
          ],
          ...SHARED,
        },
      },
      ...LEGS.filter(({ server }) => server === 'embedded' || process.env.TEST_DATABASE_URL).map(
        ({ server, name, behaviour }) => ({
          test: {
            name: `on ${name}`,
            include: ['test/{db,backup,analytics}/*.test.ts', ...behaviour],
            globalSetup: ['test/support/templates.ts'],
            provide: { server },
            ...SHARED,
            hookTimeout: 60_000,
            // Processes, sockets and a full machine: one of thousands may fail by that alone. What passes only then is printed.
            retry: 1,
          },
        }),
      ),
    ],
    maxWorkers: 2,
  },
});
