import type { Db } from '#db/db.ts';
import { readPeople } from '#db/people.ts';
import { type Load, NO_LOAD, type PersonNow, repsWithLoad } from '#db/routing.ts';
import { startOfDay } from '#domain/day.ts';
import type { Hours } from '#domain/hours.ts';
import { may } from '#domain/permissions.ts';
import type { RepStatus } from '#domain/routing/checks.ts';
import type { Settings } from '#domain/settings.ts';
import { hoursOf, personOf } from '#domain/team.ts';

/**
 * What routing asks about people before it gives them a lead; their open work, and when the last came that had waited, only where that
 * counts.
 */
export async function statusesOf(
  { db, settings, now }: { db: Db; settings: Settings; now: Date },
  ids: readonly string[],
  withLoad: boolean,
  withLast = true,
): Promise<Map<string, RepStatus>> {
  const unique = [...new Set(ids)];
  if (!withLoad || unique.length === 0) {
    const rows = await readPeople(db, unique);
    return new Map(unique.map((id) => [id, statusOf(settings, id, rows.get(id), NO_LOAD)]));
  }
  const midnightIn = midnights(now);
  const reps = await repsWithLoad(
    db,
    unique.map((id) => ({ id, midnight: midnightIn(hoursOf(settings, id)) })),
    withLast,
  );
  return new Map(
    unique.map((id) => {
      const { person, load = NO_LOAD } = reps.get(id) ?? {};
      return [id, statusOf(settings, id, person, load)];
    }),
  );
}

/** When the day began, by zone: hundreds of people live in a few. */
function midnights(now: Date): (hours: Hours) => Date {
  const known = new Map<string, Date>();
  return (hours) => {
    const midnight = known.get(hours.timeZone) ?? startOfDay(hours, now);
    known.set(hours.timeZone, midnight);
    return midnight;
  };
}

function statusOf(settings: Settings, id: string, row: PersonNow | undefined, load: Load): RepStatus {
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
