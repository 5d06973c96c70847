import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, posix, relative } from 'node:path';
import { expect, test } from 'vitest';

/** Who may import whom: architecture.md's table, as a test. The first pattern that fits a file is its row. */

const ROOT = join(import.meta.dirname, '..', '..');
const VENDORS = {
  domain: [
    'zod',
    'temporal-polyfill',
    'node:url',
    'node:util',
    'fastest-levenshtein',
    'tldts',
    'email-providers',
    'disposable-email-domains-js',
    'countries-and-timezones',
  ],
  slack: ['@slack/web-api', 'pino', 'node:crypto'],
};

const ROWS: { file: RegExp; may: (RegExp | string)[] }[] = [
  { file: /^src\/domain\//, may: [/^src\/domain\//, ...VENDORS.domain] },
  {
    file: /^blocks\//,
    may: [
      /^blocks\//,
      /^src\/domain\//,
      /^src\/view\/(cover-|home-|setup-|shadow-|statement-)?models\.ts$/,
      '@slack/types',
    ],
  },
  {
    file: /^db\//,
    may: [
      /^db\//,
      /^src\/domain\//,
      /^drizzle-orm/,
      'postgres',
      '@electric-sql/pglite',
      'node:fs',
      'node:path',
    ],
  },
  {
    file: /^src\/config\//,
    may: [/^src\/config\//, /^src\/domain\//, 'zod', 'yaml', 'node:crypto'],
  },
  {
    file: /^src\/queue\.ts$/,
    may: [/^db\//, 'src/deadline.ts', 'src/pump.ts', 'drizzle-orm', 'pg-boss'],
  },
  { file: /^src\/(message-keys|deadline|pump)\.ts$/, may: [] },
  {
    file: /^src\/(core|facts|steps|escalate|pauses|activity|absence|cover(?:-\w+)?|late|outages|digests|marketing-answers|checks-on|next-by-rules|perform|assign|route|arrival|account-owners|rep-statuses|balance|dispatch|intake|open-handoff|named-owners|shadow|people|homes|leavers|setup|test-lead|claim|batch|backlog|raise-waiting)\.ts$/,
    may: [
      /^db\//,
      /^src\/domain\//,
      'src/config/problem.ts',
      'src/deadline.ts',
      'node:crypto',
      'node:util',
      /^src\/(core|facts|steps|escalate|pauses|activity|absence|cover(?:-\w+)?|late|digests|at-risk|marketing-answers|checks-on|next-by-rules|perform|assign|route|arrival|account-owners|rep-statuses|balance|dispatch|intake|open-handoff|named-owners|shadow|people|homes|leavers|queue|message-keys|claim|batch|backlog|raise-waiting)\.ts$/,
    ],
  },
  {
    file: /^src\/view\//,
    may: [
      /^src\/view\//,
      /^src\/domain\//,
      /^db\//,
      'src/core.ts',
      'src/config/layers.ts',
      'src/message-keys.ts',
      'src/rep-statuses.ts',
      'src/checks-on.ts',
    ],
  },
  {
    file: /^handlers\//,
    may: [
      /^handlers\//,
      /^blocks\//,
      /^src\/domain\//,
      /^src\/view\//,
      /^src\/(core|dispatch|facts|next-by-rules|people|pauses|cover(?:-\w+)?|activity|marketing-answers|setup|test-lead|deadline)\.ts$/,
      'src/config/content-hash.ts',
      'src/slack/roster.ts',
      'src/slack/user-groups.ts',
      'db/handoffs.ts',
      '@slack/bolt',
      '@slack/types',
    ],
  },
  {
    file: /^src\/sources\//,
    may: [
      /^src\/sources\//,
      /^src\/domain\//,
      'zod',
      'jsonata',
      'temporal-polyfill',
      'fastest-levenshtein',
      /^node:/,
    ],
  },
  {
    file: /^src\/import\//,
    may: [
      /^src\/import\//,
      /^src\/domain\//,
      /^db\/(old-accounts|import|leads|open)\.ts$/,
      /^src\/config\/(document|problem)\.ts$/,
      'src/sources/canonical.ts',
      'csv-parse',
      'temporal-polyfill',
      'zod',
      /^node:/,
    ],
  },
  {
    file: /^src\/slack\//,
    may: [
      /^src\/slack\//,
      /^src\/domain\//,
      /^db\//,
      /^src\/(core|dispatch|message-keys|metrics)\.ts$/,
      ...VENDORS.slack,
    ],
  },
  {
    file: /^src\/jobs\//,
    may: [
      /^src\/jobs\//,
      /^src\/(core|intake|batch|late|escalate|marketing-answers)\.ts$/,
      /^src\/(slack|sources|view)\//,
      /^blocks\//,
      /^db\//,
    ],
  },
  {
    file: /^scheduler\//,
    may: [
      /^scheduler\//,
      /^db\//,
      /^src\/(core|dispatch|steps|escalate|pauses|cover|outages|late|digests|at-risk|marketing-answers|people|homes|backlog)\.ts$/,
      'node-cron',
      'pino',
    ],
  },
];

function files(folder: string): string[] {
  return readdirSync(join(ROOT, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith('.ts'))
    .map((entry) => relative(ROOT, join(entry.parentPath, entry.name)).replaceAll('\\', '/'));
}

const PRODUCT = ['src', 'handlers', 'blocks', 'db', 'scheduler'].flatMap(files);
const SUBPATHS: Record<string, string> = { '#domain/': 'src/domain/', '#src/': 'src/' };

/** What a file imports, as paths from the root or names of packages. */
function importsOf(file: string): string[] {
  const text = readFileSync(join(ROOT, file), 'utf8');
  const found = [
    ...text.matchAll(/^(?:import|export)\s(?:[^;'"]*?\sfrom )?'([^']+)';$|\bimport\('([^']+)'\)/gm),
  ].map((match) => match[1] ?? match[2] ?? '');
  return found.map((name) => {
    if (name.startsWith('.')) return posix.join(dirname(file), name);
    const subpath = Object.keys(SUBPATHS).find((start) => name.startsWith(start));
    if (subpath) return name.replace(subpath, SUBPATHS[subpath] ?? '');
    return name.startsWith('#') ? name.slice(1) : name;
  });
}

const breaches = (file: string): string[] => {
  const row = ROWS.find((candidate) => candidate.file.test(file));
  if (!row) return [];
  return importsOf(file)
    .filter(
      (name) =>
        !row.may.some((allowed) => (typeof allowed === 'string' ? allowed === name : allowed.test(name))),
    )
    .map((name) => `${file} imports ${name}`);
};

test('every folder imports only what it may', () => {
  expect(PRODUCT.flatMap(breaches)).toEqual([]);
});

test('the product knows neither the sandbox, nor the bench, nor the tests', () => {
  const outside = /^(sandbox|bench|test)\//;
  expect(PRODUCT.flatMap((file) => importsOf(file).filter((name) => outside.test(name)))).toEqual([]);
});

test('only the queue knows pg-boss', () => {
  expect(PRODUCT.filter((file) => importsOf(file).includes('pg-boss'))).toEqual(['src/queue.ts']);
});

test('nothing imports the composition root', () => {
  expect(PRODUCT.filter((file) => importsOf(file).includes('src/main.ts'))).toEqual([]);
});

test('the environment and the clock are read at the edge only', () => {
  const edge = ['src/main.ts', 'src/cli/handoff.ts', 'src/ids.ts'];
  const readers = PRODUCT.filter((file) => !edge.includes(file)).filter((file) =>
    /process\.env|new Date\(\)|Date\.now\(|Math\.random\(|randomUUID\(/.test(
      readFileSync(join(ROOT, file), 'utf8'),
    ),
  );
  expect(readers).toEqual([]);
});
