import { join } from 'node:path';
import { readSettingsFile } from '#src/cli/settings-file.ts';
import { bindColumns } from '#src/import/columns.ts';
import { openCsv, readRecords } from '#src/import/csv.ts';
import { type ImportMapping, presetMapping } from '#src/import/mapping.ts';
import type { PresetName } from '#src/import/presets.ts';
import { type RowReading, readRow } from '#src/import/read-row.ts';
import type { RowContext } from '#src/import/row-context.ts';

const reading = readSettingsFile('handoff.yaml');
if (!reading.ok) throw new Error(JSON.stringify(reading.problems));
export const { settings } = reading;

export const fixture = (name: string): string => join(import.meta.dirname, 'fixtures', name);

/** Monday 23 November 2026, 10:00 in Berlin. */
export const NOW = new Date('2026-11-23T09:00:00Z');

export function contextFor(
  mapping: ImportMapping,
  header: readonly string[],
  changes: Partial<RowContext> = {},
): RowContext {
  return {
    mapping,
    binding: bindColumns(mapping, header).binding,
    dateOrder: null,
    timeZone: 'Europe/Berlin',
    settings,
    sourceId: mapping.system,
    now: NOW,
    since: null,
    ...changes,
  };
}

/** All rows of a fixture, read with a preset. */
export async function readFixture(
  name: string,
  preset: PresetName,
  changes: Partial<RowContext> = {},
): Promise<RowReading[]> {
  const file = await openCsv(fixture(name));
  const context = contextFor(presetMapping(preset), file.header, changes);
  const rows: RowReading[] = [];
  for await (const record of readRecords(file)) rows.push(readRow(context, record));
  return rows;
}

/** One row with these columns, read with a preset. */
export function readOne(
  preset: PresetName,
  row: Record<string, string>,
  changes: Partial<RowContext> = {},
): RowReading {
  const header = Object.keys(row);
  const record = { line: 2, cells: Object.values(row), bytesRead: 0 };
  return readRow(contextFor(presetMapping(preset), header, changes), record);
}
