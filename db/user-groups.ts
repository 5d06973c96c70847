import { sql } from 'drizzle-orm';
import type { Db } from './db.ts';
import { userGroups } from './schema.ts';

export type UserGroupRow = typeof userGroups.$inferSelect;

/** Every user group that was ever looked at, by its id: who was found in it, and what is wrong with it now. */
export async function readUserGroups(db: Db): Promise<Map<string, UserGroupRow>> {
  const rows = await db.select().from(userGroups);
  return new Map(rows.map((row) => [row.id, row]));
}

/** Who of the settings is in each group, as Slack said last. */
export async function readGroupMembers(db: Db): Promise<Map<string, string[]>> {
  const rows = await db.select({ id: userGroups.id, members: userGroups.members }).from(userGroups);
  return new Map(rows.map(({ id, members }) => [id, members]));
}

/** What was found out about a group; without members, those known before stay. */
export async function saveUserGroup(
  db: Db,
  found: { id: string; members: string[] | null; problem: string | null; at: Date },
): Promise<void> {
  const { id, members, problem, at } = found;
  await db
    .insert(userGroups)
    .values({ id, members: members ?? [], problem, checkedAt: at, changedAt: at })
    .onConflictDoUpdate({
      target: userGroups.id,
      set: {
        problem,
        checkedAt: at,
        ...(members !== null && {
          members,
          changedAt: sql`case when ${userGroups.members} = excluded.members then ${userGroups.changedAt} else excluded.changed_at end`,
        }),
      },
    });
}
