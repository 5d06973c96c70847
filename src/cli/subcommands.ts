import { check } from './check.ts';
import { edits } from './edits.ts';
import { exportSettings } from './export-settings.ts';
import { importLeads } from './import.ts';
import { inbox } from './inbox.ts';
import { manifest } from './manifest.ts';
import { schema } from './schema.ts';
import type { Subcommand } from './subcommand.ts';

/** Everything the command line knows; docs/operations.md names the same. */
export const SUBCOMMANDS: readonly Subcommand[] = [
  check,
  schema,
  manifest,
  inbox,
  importLeads,
  exportSettings,
  edits,
];
