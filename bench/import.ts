import { createWriteStream, mkdtempSync, rmSync } from 'node:fs';
import { stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { sql } from 'drizzle-orm';
import { rowsOf } from '#db/rows.ts';
import { createDatabase } from './databases.ts';
import { load, print } from './figures.ts';
import type { Run } from './latency.ts';
import { runCommand } from './run-command.ts';

const ROWS = 20_000;
const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;
const PERIOD_DAYS = 90;
const HEADER = [
  ...['Record ID', 'First Name', 'Last Name', 'Email', 'Phone Number', 'Job Title', 'Company name'],
  ...['Number of Employees', 'Industry', 'Country/Region', 'Website URL', 'Contact owner', 'Lead Status'],
  ...['Lifecycle Stage', 'Original Source', 'Create Date', 'Became a Marketing Qualified Lead Date'],
  ...['Became a Sales Qualified Lead Date', 'Became an Opportunity Date', 'Became a Customer Date'],
  ...['Date of first engagement', 'Unsubscribed from all email', 'Notes'],
];
const OWNERS = ['Ana Duarte', 'Ben Okafor', 'Cleo Marsh', 'Somebody Else', ''];
const SOURCES = [
  'Organic Search',
  'Paid Search',
  'Direct Traffic',
  'Email Marketing',
  'Referrals',
  'Offline Sources',
];
const STAGES = ['Lead', 'Marketing Qualified Lead', 'Sales Qualified Lead', 'Opportunity', 'Customer'];

/** 20,000 contacts as HubSpot exports them: how long an import takes, how much memory, and the same file once more. */
export async function measureImport({ kind, adminUrl }: Run): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'handoff-bench-'));
  const file = join(folder, 'contacts.csv');
  const database = await createDatabase(kind, adminUrl);
  try {
    await pipeline(Readable.from(contacts(new Date())), createWriteStream(file));
    const { size } = await stat(file);
    print(`${kind}; ${load()}`);
    print(`  ${ROWS.toLocaleString('en')} contacts, ${(size / 1e6).toFixed(1)} MB, ${HEADER.length} columns`);
    for (const time of ['first import', 'the same again'] as const) {
      const args = ['import', file, '--preset', 'hubspot', '--yes'];
      const { seconds, memoryMiB, code, told } = await runCommand(args, database.env);
      print(`  ${time}: ${seconds.toFixed(1)} s in all, ${memoryMiB} MiB at its peak, exit code ${code}`);
      print(`    ${told}`);
    }
    const opened = await database.open();
    try {
      const [counts] = rowsOf(
        await opened.db.execute(sql`
          select (select count(*)::int from leads) as leads, (select count(*)::int from items) as items,
            (select count(*)::int from stage_changes) as stages, (select count(*)::int from messages) as messages`),
      );
      print(`    stored ${JSON.stringify(counts)}`);
    } finally {
      await opened.close();
    }
  } finally {
    await database.drop();
    rmSync(folder, { recursive: true, force: true });
  }
}

/** As many contacts as one export has, line by line. */
export function* contacts(now: Date): Generator<string> {
  yield `${HEADER.join(',')}\n`;
  for (let no = 0; no < ROWS; no += 1) yield `${contact(no, now).map(quoted).join(',')}\n`;
}

function contact(no: number, now: Date): string[] {
  const created = new Date(now.getTime() - ((no * 7_919) % (PERIOD_DAYS * DAY)) - DAY / 2 - (no % 80) * DAY);
  // Most stay leads; each further stage is reached by fewer.
  const depth = [0, 0, 0, 0, 1, 1, 2, 0, 3, 4][no % 10] ?? 0;
  const after = (minutes: number) =>
    written(new Date(Math.min(now.getTime(), created.getTime() + minutes * MINUTE)));
  const reached = [1, 2, 3, 4].map((step) => (depth >= step ? after(step * 600 + (no % 500)) : ''));
  return [
    ...[String(1_000 + no), `First${no}`, `Last${no}`, `contact${no}@company${no % 7_000}.example`],
    ...[`+49 30 ${5_550_000 + no}`, 'Head of Operations', `Company ${no % 7_000}`, String(10 + (no % 900))],
    ...['software', no % 3 === 0 ? 'Germany' : 'United States', `company${no % 7_000}.example`],
    ...[OWNERS[no % OWNERS.length] ?? '', depth > 1 ? 'Connected' : 'New', STAGES[depth] ?? ''],
    ...[SOURCES[no % SOURCES.length] ?? '', written(created), ...reached],
    ...[depth > 0 ? after(30 + (no % 3_000)) : '', no % 50 === 0 ? 'true' : 'false'],
    `Said "call me, please" on the phone;\nsecond line of note ${no}`,
  ];
}

const written = (at: Date): string => at.toISOString().slice(0, 16).replace('T', ' ');
const quoted = (cell: string): string => (/[",\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell);
