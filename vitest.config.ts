import { defineConfig } from 'vitest/config';

/** Two legs for everything with a database: the embedded one, and Postgres where there is one. */
const databases = process.env.TEST_DATABASE_URL ? ['pglite', 'postgres'] : ['pglite'];

export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: 'units',
          include: ['test/{domain,blocks,sources,config,repo,sandbox,db,import}/**/*.test.ts'],
          testTimeout: 30_000,
        },
      },
      ...databases.map((database) => ({
        test: {
          name: `behaviour on ${database}`,
          include: ['test/behaviour/**/*.test.ts'],
          globalSetup: ['test/support/templates.ts'],
          provide: { database },
          testTimeout: 30_000,
          hookTimeout: 60_000,
        },
      })),
    ],
    maxWorkers: 2,
  },
});
