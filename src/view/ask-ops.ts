import type { Db } from '#db/db.ts';
import { readPeople } from '#db/people.ts';
import type { Settings } from '#domain/settings.ts';

/** Slack ids of those who can change the settings. */
export async function askOps(db: Db, settings: Settings): Promise<string[]> {
  const ops = settings.people.filter(({ roles }) => roles.includes('ops')).map(({ id }) => id);
  const rows = await readPeople(db, ops);
  return ops.flatMap((id) => rows.get(id)?.slackId ?? []);
}
