import { join } from 'node:path';
import { defineConfig } from 'vitest/config';

/** Not among the projects of `npm test`, which needs no browser. */
export default defineConfig({
  root: join(import.meta.dirname, '..', '..'),
  test: {
    name: 'browser',
    include: ['test/browser/**/*.test.ts'],
    testTimeout: 240_000,
    hookTimeout: 120_000,
    // Each file is a demo and a browser of its own.
    fileParallelism: false,
  },
});
