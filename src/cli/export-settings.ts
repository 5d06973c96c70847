import { stringify } from 'yaml';
import { newestEdits } from '#db/settings.ts';
import { NO_EDITS } from '#domain/settings.ts';
import { formatProblems } from '#src/config/config-error.ts';
import { settingsFileFrom } from '#src/config/environment.ts';
import { inOrder } from '#src/config/key-order.ts';
import { readSettingsFile } from './settings-file.ts';
import type { Subcommand } from './subcommand.ts';
import { type OnDatabase, said, withDatabase } from './with-database.ts';

const LINE_WIDTH = 110;

/** What was edited in Slack, as the settings file would say it; with `--all` the file and the edits as one. */
export const runExport: OnDatabase = async ({ db, env }, args) => {
  const unknown = args.find((arg) => arg !== '--all');
  if (unknown !== undefined) return said(`no option "${unknown}"; expected --all or nothing`, 1);
  const isAll = args.includes('--all');
  const file = settingsFileFrom(env);
  const newest = await newestEdits(db);
  if (!newest && !isAll) return said(`# Nothing was edited in Slack: ${file} says everything.`);
  const edits = newest?.edits ?? NO_EDITS;
  const reading = readSettingsFile(file);
  const both = reading.ok ? reading.over(edits) : reading;
  if (isAll && !both.ok)
    return said(formatProblems(`${file} with what was edited in Slack`, both.problems), 1);

  const what = isAll
    ? `${file} and what was edited in Slack, as one`
    : `What was edited in Slack over ${file}`;
  const when = newest
    ? `edited last ${newest.at.toISOString()}, change ${newest.no}`
    : 'never edited in Slack';
  const version = both.ok ? `settings version ${both.version}` : 'not in force: it does not fit the file';
  const comment = [`# ${what}:`, `# ${when}; ${version}.`];
  const document = isAll && both.ok ? both.raw : edits;
  const ordered = inOrder(document, [], document);
  return said([...comment, stringify(ordered, { lineWidth: LINE_WIDTH }).trimEnd()].join('\n'));
};

export const exportSettings: Subcommand = {
  name: 'export-settings',
  usage: '[--all]',
  summary:
    'print what was edited in Slack as YAML for the settings file; --all prints all settings as one file',
  run: withDatabase(runExport),
};
