import { runDoctor } from './doctor.ts';
import { runEdits } from './edits.ts';
import { runExplain } from './explain.ts';
import { runExport } from './export-settings.ts';
import { runInbox } from './inbox.ts';
import { runSimulate } from './simulate.ts';
import type { OnDatabase } from './with-database.ts';

/** The subcommands that the running app carries out for the command line, while the data folder is its own. */
export const SERVED: Readonly<Record<string, OnDatabase>> = {
  doctor: runDoctor,
  inbox: runInbox,
  'export-settings': runExport,
  edits: runEdits,
  simulate: runSimulate,
  explain: runExplain,
};
