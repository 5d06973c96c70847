import type { Db } from '#db/db.ts';
import { type PersonRow, readPeople } from '#db/people.ts';
import { type Load, loadsOf, NO_LOAD } from '#db/routing.ts';
import { startOfDay } from '#domain/day.ts';
import { may } from '#domain/permissions.ts';
import type { RepStatus } from '#domain/routing/checks.ts';
import type { Settings } from '#domain/settings.ts';
import { hoursOf, personOf } from '#domain/team.ts';

/** What routing asks about people before it gives them a lead; their open work only where it counts. */
export async function statusesOf(
  { db, settings, now }: { db: Db; settings: Settings; now: Date },
  ids: readonly string[],
  withLoad: boolean,
): Promise<Map<string, RepStatus>> {
  const unique = [...new Set(ids)];
  const midnights = () => unique.map((id) => ({ id, midnight: startOfDay(hoursOf(settings, id), now) }));
  const asksLoad = withLoad && unique.length > 0;
  const [rows, loads] = await Promise.all([
    readPeople(db, unique),
    asksLoad ? loadsOf(db, midnights()) : new Map<string, Load>(),
  ]);
  return new Map(unique.map((id) => [id, statusOf(settings, id, rows.get(id), loads.get(id) ?? NO_LOAD)]));
}

function statusOf(settings: Settings, id: string, row: PersonRow | undefined, load: Load): RepStatus {
  const person = personOf(settings, id);
  return {
    id,
    isReader: person === null || may('read_lead', person),
    isKnown: typeof row?.slackId === 'string',
    isActive: row?.isActive ?? false,
    awayUntil: row?.awayUntil ?? null,
    status: row?.statusEmoji ? { emoji: row.statusEmoji, until: row.statusUntil } : null,
    quiet: row?.quietFrom && row.quietUntil ? { from: row.quietFrom, until: row.quietUntil } : null,
    misses: row?.missesInARow ?? 0,
    hours: hoursOf(settings, id),
    ...load,
  };
}
