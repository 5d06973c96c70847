import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, posix, relative } from 'node:path';
import { expect, test } from 'vitest';

/** Who may import whom: one row a room. `main.ts` and `app.ts`, which put the rooms together, are in none. */

type Row = {
  /** Rooms, and single files of rooms, that it may import. */
  rooms: readonly string[];
  /** Packages, and parts of Node; `drizzle-orm` stands for what is below it too. */
  packages: readonly string[];
};

const ROOT = join(import.meta.dirname, '..', '..');
const HANDOFF = ['db', 'src/domain', 'src/core', 'src/routing', 'src/handoff', 'src/messages'];

const ROOMS: Record<string, Row> = {
  'src/domain': {
    rooms: [],
    packages: [
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
  },
  blocks: {
    rooms: [
      'src/domain',
      'src/view/models.ts',
      'src/view/cost-models.ts',
      'src/view/cover-models.ts',
      'src/view/funnel-models.ts',
      'src/view/home-models.ts',
      'src/view/pipeline-models.ts',
      'src/view/proposal-models.ts',
      'src/view/setup-models.ts',
      'src/view/shadow-models.ts',
      'src/view/statement-models.ts',
    ],
    packages: ['@slack/types'],
  },
  'db/embedded': { rooms: [], packages: ['node:'] },
  db: {
    rooms: ['src/domain', 'db/embedded'],
    packages: ['drizzle-orm', 'node:crypto', 'node:fs', 'node:os', 'node:path', 'node:timers/promises'],
  },
  'src/config': { rooms: ['src/domain'], packages: ['zod', 'yaml', 'node:crypto'] },
  'src/process': {
    rooms: ['src/core/deadline.ts'],
    packages: ['drizzle-orm', 'pino', 'prom-client', 'node:'],
  },
  'src/core': {
    rooms: ['db', 'src/domain', 'src/config/problem.ts'],
    packages: ['drizzle-orm', 'node:crypto'],
  },
  'src/sources': {
    rooms: ['src/domain'],
    packages: ['zod', 'jose', 'saxes', 'jsonata', 'temporal-polyfill', 'fastest-levenshtein', 'node:'],
  },
  'src/sinks': {
    rooms: ['db', 'src/domain', 'src/core', 'src/sources'],
    packages: ['zod', 'node:'],
  },
  'src/accounts': {
    rooms: ['db', 'src/domain', 'src/core', 'src/sources'],
    packages: [],
  },
  'src/messages': { rooms: ['db', 'src/domain', 'src/core'], packages: [] },
  'src/routing': { rooms: ['db', 'src/domain', 'src/core'], packages: [] },
  'src/definition': {
    rooms: ['db', 'src/domain', 'src/core', 'src/config/problem.ts'],
    packages: ['node:timers/promises'],
  },
  'src/handoff': { rooms: HANDOFF, packages: [] },
  'src/clocks': { rooms: HANDOFF, packages: [] },
  'src/absence': { rooms: HANDOFF, packages: [] },
  'src/intake': {
    rooms: [...HANDOFF, 'src/process', 'src/sources'],
    packages: ['node:crypto', 'node:http', 'node:util'],
  },
  'src/settings': {
    rooms: [...HANDOFF, 'src/absence', 'src/accounts', 'src/config', 'src/sinks', 'src/sources'],
    packages: ['node:util', 'node:crypto', 'pino'],
  },
  'src/view': {
    rooms: ['db', 'src/domain', 'src/core', 'src/routing', 'src/config/layers.ts'],
    packages: [],
  },
  // One valid model of everything that is drawn, for tests and for whoever asks Slack about it.
  'src/examples': {
    rooms: ['blocks', 'src/domain', 'src/view'],
    packages: ['@slack/types'],
  },
  'src/slack': {
    rooms: [
      ...HANDOFF,
      'src/clocks',
      'src/view',
      'src/config',
      'src/examples',
      'src/process/metrics.ts',
      'blocks',
    ],
    packages: ['@slack/bolt', '@slack/web-api', 'pino', 'zod', 'node:crypto', 'node:http'],
  },
  'src/import': {
    rooms: [
      'src/domain',
      'db/db.ts',
      'db/handoffs.ts',
      'db/message-changes.ts',
      'db/old-accounts.ts',
      'db/import.ts',
      'db/imported.ts',
      'db/leads.ts',
      'db/mirrored-accounts.ts',
      'db/spend.ts',
      'src/accounts/told-account.ts',
      'src/config/document.ts',
      'src/config/problem.ts',
      'src/sources/canonical.ts',
    ],
    packages: ['csv-parse', 'temporal-polyfill', 'zod', 'node:'],
  },
  'src/backup': {
    rooms: [
      'db/analytics.ts',
      'db/connection.ts',
      'db/levels.ts',
      'db/open.ts',
      'db/pglite-folder.ts',
      'db/raise-schema.ts',
      'db/tables.ts',
    ],
    packages: ['postgres', 'pg-connection-string', 'zod', 'node:'],
  },
  'src/analytics': {
    rooms: ['db/analytics.ts', 'src/backup/copy.ts'],
    packages: ['postgres'],
  },
  'src/cli': {
    rooms: [
      'src/definition',
      'src/analytics',
      'src/backup',
      'db',
      'db/embedded/cannot-start.ts',
      'src/domain',
      'src/config',
      'src/core',
      'src/process',
      'src/import',
      'src/intake',
      'src/routing',
      'src/sinks',
      'src/slack',
      'src/sources',
      'src/view',
    ],
    packages: ['postgres', 'yaml', 'zod', 'node:'],
  },
  handlers: {
    rooms: [
      'src/definition',
      'blocks',
      'src/domain',
      'src/view',
      'src/core',
      'src/absence',
      'src/clocks/pauses.ts',
      'src/sinks/approve.ts',
      'src/config/content-hash.ts',
      'src/handoff',
      'src/messages/marketing-answers.ts',
      'src/messages/mute-digest.ts',
      'src/routing/next-by-rules.ts',
      'src/settings',
      'src/slack/figures-or-words.ts',
      'src/slack/roster.ts',
      'src/slack/user-groups.ts',
      'db/handoffs.ts',
    ],
    packages: ['@slack/bolt', '@slack/types'],
  },
  scheduler: {
    rooms: [
      'db',
      'src/domain/day.ts',
      'src/domain/keep.ts',
      'src/domain/period.ts',
      'src/domain/whole-days.ts',
      'src/core',
      'src/absence',
      'src/clocks',
      'src/handoff',
      'src/messages',
      'src/view/counted-by.ts',
    ],
    packages: ['node-cron', 'pino'],
  },
};

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

/** `src/view` for what lies in it, however deep; the file itself where it lies in no room. */
function roomOf(file: string): string {
  const [top = '', room = '', ...rest] = file.split('/');
  if (rest.length > 0 && ['src', 'db'].includes(top)) return `${top}/${room}`;
  return top === 'src' ? file : top;
}

const isOurs = (name: string): boolean => name.endsWith('.ts');
const PLAIN = ['src/main.ts', 'src/app.ts'];

function mayImport({ rooms, packages }: Row, name: string): boolean {
  if (isOurs(name)) return rooms.includes(roomOf(name)) || rooms.includes(name);
  return packages.some(
    (known) => name === known || name.startsWith(known.endsWith(':') ? known : `${known}/`),
  );
}

const breaches = (file: string): string[] => {
  const row = ROOMS[roomOf(file)];
  if (!row) return PLAIN.includes(file) ? [] : [`${file} is in no room`];
  return importsOf(file)
    .filter((name) => !(isOurs(name) && roomOf(name) === roomOf(file)) && !mayImport(row, name))
    .map((name) => `${file} imports ${name}`);
};

/** Files that import each other, by whatever way round. */
function circles(): string[][] {
  const index = new Map<string, number>();
  const lowest = new Map<string, number>();
  const path: string[] = [];
  const found: string[][] = [];
  const visit = (file: string): void => {
    index.set(file, index.size);
    lowest.set(file, index.size - 1);
    path.push(file);
    for (const next of importsOf(file).filter(isOurs)) {
      if (!index.has(next)) visit(next);
      // Of what is finished with, nothing leads back here.
      if (path.includes(next)) lowest.set(file, Math.min(low(file), low(next)));
    }
    if (low(file) !== index.get(file)) return;
    const circle = path.splice(path.indexOf(file));
    if (circle.length > 1) found.push(circle);
  };
  const low = (file: string): number => lowest.get(file) ?? 0;
  for (const file of PRODUCT) if (!index.has(file)) visit(file);
  return found;
}

test('every room imports only what it may', () => {
  expect(PRODUCT.flatMap(breaches)).toEqual([]);
});

test('every row of the table is about a room that there is, and names rooms and files that there are', () => {
  const rooms = new Set(PRODUCT.map(roomOf));
  const known = (name: string) => rooms.has(name) || PRODUCT.includes(name);
  const named = Object.entries(ROOMS).flatMap(([room, row]) => [room, ...row.rooms]);
  expect(named.filter((name) => !known(name))).toEqual([]);
});

test('no room leads back to itself', () => {
  const above = (room: string, seen: readonly string[]): string[] =>
    (ROOMS[room]?.rooms ?? [])
      .map((name) => (isOurs(name) ? roomOf(name) : name))
      .filter((name) => name !== room)
      .flatMap((name) =>
        seen.includes(name) ? [[...seen, name].join(' → ')] : above(name, [...seen, name]),
      );
  expect(Object.keys(ROOMS).flatMap((room) => above(room, [room]))).toEqual([]);
});

test('no files import each other in a circle', () => {
  expect(circles()).toEqual([]);
});

test('the product knows neither the sandbox, nor the bench, nor the tests', () => {
  const outside = /^(sandbox|bench|test)\//;
  expect(PRODUCT.flatMap((file) => importsOf(file).filter((name) => outside.test(name)))).toEqual([]);
});

test('nothing imports the composition root', () => {
  expect(PRODUCT.filter((file) => importsOf(file).includes('src/main.ts'))).toEqual([]);
});

test('the environment and the clock are read at the edge only', () => {
  const edge = ['src/main.ts', 'src/cli/handoff.ts', 'src/process/ids.ts', 'src/process/wall-clock.ts'];
  const readers = PRODUCT.filter((file) => !edge.includes(file)).filter((file) =>
    /process\.env|new Date\(\)|Date\.now\(|Math\.random\(|randomUUID\(/.test(
      readFileSync(join(ROOT, file), 'utf8'),
    ),
  );
  expect(readers).toEqual([]);
});
