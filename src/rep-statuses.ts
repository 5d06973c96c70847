import type { Db } from '#db/open.ts';
import { readPeople } from '#db/people.ts';
import { loadsOf } from '#db/routing.ts';
import { startOfDay } from '#domain/day.ts';
import type { RepStatus } from '#domain/routing.ts';
import type { Settings } from '#domain/settings.ts';
import { hoursOf } from '#domain/team.ts';

/** What routing asks about people before it gives them a lead; their open work only where it counts. */
export async function statusesOf(
  { db, settings, now }: { db: Db; settings: Settings; now: Date },
  ids: readonly string[],
  withLoad: boolean,
): Promise<Map<string, RepStatus>> {
  const unique = [...new Set(ids)];
  const rows = await readPeople(db, unique);
  const midnights = unique.map((id) => ({ id, midnight: startOfDay(hoursOf(settings, id), now) }));
  const loads = withLoad && unique.length > 0 ? await loadsOf(db, midnights) : new Map();
  return new Map(
    unique.map((id) => {
      const row = rows.get(id);
      const load = loads.get(id) ?? { unanswered: 0, uncontacted: 0, today: 0 };
      return [
        id,
        {
          id,
          isKnown: typeof row?.slackId === 'string',
          isActive: row?.isActive ?? false,
          awayUntil: row?.awayUntil ?? null,
          hours: hoursOf(settings, id),
          ...load,
        },
      ];
    }),
  );
}
