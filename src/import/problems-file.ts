import { type FileHandle, open } from 'node:fs/promises';
import type { CsvFile, CsvRecord } from './csv.ts';
import type { RowProblem } from './imported-lead.ts';

/** The rows that could not be read, as they were, each with why: mended, the file can be imported itself. */
export type ProblemsFile = {
  path: string;
  add: (record: CsvRecord, problem: RowProblem) => Promise<void>;
  close: () => Promise<void>;
};

const READABLE_BY_OWNER = 0o600;

/** Made when there is something to write. It holds personal data, as the export does, and stays beside it. */
export function createProblemsFile({ path: exportPath, header, delimiter }: CsvFile): ProblemsFile {
  const path = `${exportPath}.problems.csv`;
  let file: FileHandle | null = null;
  const write = async (cells: readonly string[]) => {
    await file?.write(`${cells.map((cell) => quoted(cell, delimiter)).join(delimiter)}\n`);
  };
  return {
    path,
    add: async ({ line, cells }, { kind, column }) => {
      if (file === null) {
        file = await open(path, 'w', READABLE_BY_OWNER);
        await write(['Line of the export', 'Problem', ...header]);
      }
      await write([String(line), column === null ? kind : `${column}: ${kind}`, ...cells]);
    },
    close: async () => file?.close(),
  };
}

const quoted = (cell: string, delimiter: string): string =>
  cell.includes(delimiter) || /["\r\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell;
