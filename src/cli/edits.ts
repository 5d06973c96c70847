import { appendEdits, lockEdits, newestEdits } from '#db/settings.ts';
import { NO_EDITS } from '#domain/settings.ts';
import { formatProblems } from '#src/config/config-error.ts';
import { settingsFileFrom } from '#src/config/environment.ts';
import { editsIn, withoutEdit } from '#src/config/layers.ts';
import { readSettingsFile } from './settings-file.ts';
import type { Subcommand } from './subcommand.ts';
import { type OnDatabase, type Reach, type Said, said, withDatabase } from './with-database.ts';

/** What stands in the place of a Slack id when the command line edits. */
const COMMAND_LINE = 'command-line';

/** What was edited in Slack, and taking one thing out of it. */
export const runEdits: OnDatabase = async (reach, [action = 'list', part = '', id = '']) => {
  switch (action) {
    case 'list':
      return list(reach);
    case 'drop':
      return drop(reach, part, id);
    default:
      return said(`no action "${action}"; expected list or drop <part> <id>`, 1);
  }
};

async function list({ db }: Reach): Promise<Said> {
  const newest = await newestEdits(db);
  const parts = editsIn(newest?.edits ?? NO_EDITS);
  if (!newest || parts.length === 0) return said('Nothing is edited in Slack.');
  const lines = parts.map(({ part, ids }) => `${part.padEnd(10)} ${ids.join(', ')}`);
  const when = `Edited last ${newest.at.toISOString()}: ${newest.what}`;
  return said(
    [
      ...lines,
      '',
      when,
      'As YAML: npm run -s handoff -- export-settings. To take one out: npm run handoff -- edits drop <part> <id>.',
    ].join('\n'),
  );
}

/** Refused where it would make right settings wrong; whatever helps wrong ones is allowed. */
async function drop({ db, env, now }: Reach, part: string, id: string): Promise<Said> {
  return db.transaction(async (tx) => {
    await lockEdits(tx);
    const newest = await newestEdits(tx);
    const before = newest?.edits ?? NO_EDITS;
    const edits = withoutEdit(before, part, id);
    if (!edits) {
      return said(
        `"${part} ${id}" is not edited in Slack; what is, with its names: npm run handoff -- edits list`,
        1,
      );
    }
    const file = readSettingsFile(settingsFileFrom(env));
    const after = file.ok && file.over(before).ok ? file.over(edits) : null;
    if (after && !after.ok) return said(formatProblems(`without ${part} ${id}`, after.problems), 1);
    const what = `dropped ${part} ${id}`.trim();
    await appendEdits(tx, { edits, what, bySlackId: COMMAND_LINE, at: now() });
    return said(`${what}; a running app follows within 15 seconds`);
  });
}

export const edits: Subcommand = {
  name: 'edits',
  usage: 'list | drop <part> <id>',
  summary: 'what was edited in Slack: list it, or take one thing out (drop people ana; drop mode)',
  run: withDatabase(runEdits),
};
