import type { Db } from '#db/db.ts';
import { newestEdits } from '#db/settings.ts';
import { oneOf, suggest } from '#domain/nearest.ts';
import { NO_EDITS, type Settings } from '#domain/settings.ts';
import { formatProblems } from '#src/config/config-error.ts';
import { settingsFileFrom } from '#src/config/environment.ts';
import { readSettingsFile } from '../settings-file.ts';
import type { Terminal } from '../subcommand.ts';

/** What each action of `outcomes` has: the database, and the settings with what was edited in Slack. */
export type Hand = { db: Db; settings: Settings; terminal: Terminal };

export const EXIT = { done: 0, refused: 1 } as const;

/** The settings in force, or what is wrong with them in words. */
export async function readSettingsInForce(
  db: Db,
  { env }: Pick<Terminal, 'env'>,
): Promise<Settings | string> {
  const file = settingsFileFrom(env);
  const reading = readSettingsFile(file);
  if (!reading.ok) return formatProblems(file, reading.problems);
  const both = reading.over((await newestEdits(db))?.edits ?? NO_EDITS);
  return both.ok ? both.settings : formatProblems(file, both.problems);
}

/** Why there is no sink of this id among those; null where there is. */
export function sinkProblem(id: string | undefined, ids: readonly string[]): string | null {
  if (ids.length === 0) return 'the settings have no sinks: nothing is told anybody (docs/outcomes.md)';
  if (id === undefined) return `which sink? Expected ${oneOf(ids)}`;
  return ids.includes(id) ? null : `no sink "${id}"${suggest(id, ids)}; expected ${oneOf(ids)}`;
}

export function refuse({ complain }: Pick<Terminal, 'complain'>, problem: string): number {
  complain(`${problem}\nnpm run handoff -- help outcomes says more`);
  return EXIT.refused;
}
