import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import type { Db } from '#db/db.ts';
import type { Settings } from '#domain/settings.ts';
import { readSettingsFile } from '#src/cli/settings-file.ts';
import { openCsv } from '#src/import/csv.ts';
import { presetMapping } from '#src/import/mapping.ts';
import type { PresetName } from '#src/import/presets.ts';
import { createProblemsFile } from '#src/import/problems-file.ts';
import { bind, type Stored, storeImport } from '#src/import/run-import.ts';
import { randomId } from '#src/process/ids.ts';
import { openCopy } from './copies.ts';
import { MONDAY, queryOn } from './stage.ts';

/** Where an import goes, and when. */
type Place = { db: Db; settings: Settings; now: Date };
type Export = Record<string, string>[];

/** The settings of the example, with an empty database and no app. */
export async function openForImport(): Promise<Place & { query: ReturnType<typeof queryOn> }> {
  const { database, release } = await openCopy();
  onTestFinished(async () => {
    await database.close();
    release();
  });
  return { db: database.db, settings: exampleSettings(), now: MONDAY, query: queryOn(database) };
}

export function exampleSettings(): Settings {
  const reading = readSettingsFile('handoff.yaml');
  if (!reading.ok) throw new Error(JSON.stringify(reading.problems));
  return reading.settings;
}

/** Imports an export with these rows as the command does, at this moment. Answers what came of it, and the run's id. */
export async function importRows(
  on: Place,
  rows: Export,
  preset: PresetName = 'hubspot',
): Promise<Stored['outcomes'] & { refused: number; id: string; problemsPath: string }> {
  const folder = mkdtempSync(join(tmpdir(), 'handoff-import-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const path = join(folder, 'contacts.csv');
  writeFileSync(path, toCsv(rows));
  const file = await openCsv(path);
  const mapping = presetMapping(preset);
  const id = randomId();
  const context = {
    mapping,
    binding: bind(mapping, file).binding,
    dateOrder: 'month_first' as const,
    timeZone: 'Europe/Berlin',
    settings: on.settings,
    sourceId: preset,
    now: on.now,
    since: null,
  };
  const problems = createProblemsFile(file);
  const { outcomes, refused } = await storeImport(
    file,
    context,
    { ...on, id, sourceId: preset, about: { import: 'test' }, newId: randomId },
    { problems, onProgress: () => {}, isStopped: () => false },
  );
  await problems.close();
  return { ...outcomes, refused, id, problemsPath: problems.path };
}

function toCsv(rows: Export): string {
  const header = [...new Set(rows.flatMap((row) => Object.keys(row)))];
  const lines = rows.map((row) => header.map((name) => `"${row[name] ?? ''}"`).join(','));
  return `${[header.join(','), ...lines].join('\n')}\n`;
}

/** Contacts as HubSpot exports them, in the two months before the tests' Monday. */
export const contacts = {
  grace: {
    'Record ID': '151',
    'First Name': 'Grace',
    'Last Name': 'Hopper',
    Email: 'grace@globex.example',
    'Company name': 'Globex',
    'Contact owner': 'Ana Duarte',
    'Lifecycle Stage': 'Sales Qualified Lead',
    'Create Date': '2026-10-05 10:12',
    'Became a Marketing Qualified Lead Date': '2026-10-05 11:00',
    'Became a Sales Qualified Lead Date': '2026-10-09 15:30',
    'Date of first engagement': '2026-10-05 12:30',
  },
  alan: {
    'Record ID': '152',
    'First Name': 'Alan',
    'Last Name': 'Turing',
    Email: 'alan@initech.example',
    'Company name': 'Initech',
    'Contact owner': 'Ben Okafor',
    'Lifecycle Stage': 'Marketing Qualified Lead',
    'Create Date': '2026-10-06 16:40',
    'Became a Marketing Qualified Lead Date': '2026-10-07 09:10',
  },
  joan: {
    'Record ID': '153',
    'First Name': 'Joan',
    'Last Name': 'Clarke',
    Email: 'joan@umbrella.example',
    'Company name': 'Umbrella',
    'Lifecycle Stage': 'Lead',
    'Create Date': '2026-10-07 08:00',
  },
} satisfies Record<string, Record<string, string>>;
