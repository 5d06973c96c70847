import { accounts } from './accounts.ts';
import { analytics } from './analytics.ts';
import { backtest } from './backtest.ts';
import { backup } from './backup.ts';
import { check } from './check.ts';
import { convertPglite } from './convert-pglite.ts';
import { doctor } from './doctor.ts';
import { edits } from './edits.ts';
import { explain } from './explain.ts';
import { exportViews } from './export.ts';
import { exportSettings } from './export-settings.ts';
import { importLeads } from './import.ts';
import { inbox } from './inbox.ts';
import { manifest } from './manifest.ts';
import { outcomes } from './outcomes.ts';
import { restore } from './restore.ts';
import { schema } from './schema.ts';
import { simulate } from './simulate.ts';
import { source } from './source.ts';
import { spend } from './spend.ts';
import type { Subcommand } from './subcommand.ts';
import { suggest } from './suggest.ts';

/** Everything the command line knows; docs/operations.md names the same. */
export const SUBCOMMANDS: readonly Subcommand[] = [
  check,
  doctor,
  schema,
  manifest,
  source,
  inbox,
  importLeads,
  accounts,
  spend,
  outcomes,
  exportSettings,
  edits,
  simulate,
  backtest,
  suggest,
  explain,
  exportViews,
  analytics,
  backup,
  restore,
  convertPglite,
];
