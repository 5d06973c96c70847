import type { Db } from '#db/db.ts';
import { newestEdits } from '#db/settings.ts';
import { readGroupMembers } from '#db/user-groups.ts';
import { NO_EDITS, type Settings } from '#domain/settings.ts';
import { formatProblems } from '#src/config/config-error.ts';
import { readSettingsFile } from '../settings-file.ts';

/** Settings that a simulation runs under, and what they are called. */
export type Named = { name: string; settings: Settings; version: string };
export type NamedReading = { ok: true; named: Named } | { ok: false; problem: string };

/** A settings file as it would be in force: over it what was edited in Slack, where there is a database to ask. */
export async function settingsInForce(path: string, db: Db | null): Promise<NamedReading> {
  const reading = readSettingsFile(path);
  const newest = db && (await newestEdits(db));
  const edits = newest?.edits ?? NO_EDITS;
  const groups = db === null ? new Map() : await readGroupMembers(db);
  const both = reading.ok ? reading.over(edits, groups) : reading;
  const name = `${path}${newest ? ', with what was edited in Slack' : ''}`;
  if (!both.ok) return { ok: false, problem: formatProblems(name, both.problems) };
  return { ok: true, named: { name, settings: both.settings, version: both.version } };
}
