import type { Db } from '#db/db.ts';
import { isAbsent } from '#domain/escalation.ts';
import type { Settings } from '#domain/settings.ts';
import { statusesOf } from './rep-statuses.ts';

/** Whether anybody of ops reads what they are told now. */
export async function isAnyOpsThere(of: { db: Db; settings: Settings; now: Date }): Promise<boolean> {
  const { settings, now } = of;
  const ids = settings.people.filter(({ roles }) => roles.includes('ops')).map(({ id }) => id);
  const statuses = await statusesOf(of, ids, false);
  return ids.some((id) => !isAbsent(statuses.get(id), settings.availability, now));
}
