import { runEdits } from './edits.ts';
import { runExport } from './export-settings.ts';
import { runInbox } from './inbox.ts';
import type { OnDatabase } from './with-database.ts';

/** The subcommands that the running app carries out for the command line, while the data folder is its own. */
export const SERVED: Readonly<Record<string, OnDatabase>> = {
  inbox: runInbox,
  'export-settings': runExport,
  edits: runEdits,
};
