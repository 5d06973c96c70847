import type { BackupHeader, RowCounts } from './format.ts';
import { sum } from './sum.ts';
import type { BackupTaken } from './take-backup.ts';

/** What backup and restore say. */

const number = (value: number): string => value.toLocaleString('en');
const megabytes = (bytes: number): string => `${(bytes / 1e6).toFixed(1)} MB`;
const percent = (part: number, whole: number): string => `${Math.floor((100 * part) / Math.max(1, whole))}%`;

export const rowsLine = (rows: number, of: number): string =>
  `${percent(rows, of)}  ${number(rows)} of ${number(of)} rows`;

export const bytesLine = (what: 'checked' | 'loaded', bytes: number, of: number): string =>
  `${percent(bytes, of)}  ${what} ${megabytes(bytes)} of ${megabytes(of)}`;

const rowsIn = (rows: RowCounts): string => `${number(sum(rows))} rows in ${Object.keys(rows).length} tables`;

export function takenLines({ rows, bytes, leftOut }: BackupTaken, path: string, seconds: number): string[] {
  return [
    `Backed up: ${rowsIn(rows)}, ${megabytes(bytes)}, in ${seconds.toFixed(1)} s: ${path}`,
    ...(leftOut.length === 0 ? [] : [`Left out, because they are not ours: ${leftOut.join(', ')}`]),
    'It holds personal data; only you can read it. The settings file and the secrets of the environment are not in it.',
  ];
}

export function restoredLines(header: BackupHeader, rows: RowCounts, seconds: number): string[] {
  const { taken_at, product, server } = header;
  return [
    `Restored: ${rowsIn(rows)}, in ${seconds.toFixed(1)} s. Taken ${taken_at} by handoff ${product} from Postgres ${server}.`,
    'Before you start the app on it, stop the one on the old database: both would write to the same Slack.',
  ];
}

/** The counts are the old database's own, and the file was read again after it was written. */
export function convertedLines(
  { rows, bytes }: { rows: RowCounts; bytes: number },
  { folder, path, seconds }: { folder: string; path: string; seconds: number },
): string[] {
  const width = Math.max(...Object.keys(rows).map((name) => name.length));
  return [
    ...Object.entries(rows).map(([name, count]) => `  ${name.padEnd(width)}  ${number(count)}`),
    `Converted: ${rowsIn(rows)}, as many as the old database counted in each; ${megabytes(bytes)}, in ${seconds.toFixed(1)} s: ${path}`,
    `${folder} is as it was. Next: npm run handoff -- restore ${path}`,
  ];
}
