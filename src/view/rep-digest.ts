import type { Db } from '#db/db.ts';
import type { MessageRow } from '#db/messages.ts';
import { morningWorkOf } from '#db/rep-digest.ts';
import { addMinutes, dayOf, localDate } from '#domain/day.ts';
import { SOON_DAYS } from '#domain/deal-watch.ts';
import { MORNING_LISTS } from '#domain/lead-lists.ts';
import { hoursOf } from '#domain/team.ts';
import type { SettingsInForce } from '#src/core/core.ts';
import { isDigestWanted } from './digest-wanted.ts';
import { loadOwnLeads } from './home-leads.ts';
import type { RepDigestModel } from './home-models.ts';

const ROWS = 5;
const SOON_MINUTES = SOON_DAYS * 24 * 60;

/** A rep's morning; null where there is nothing to do, it comes too late or they muted it. */
export async function loadRepDigest(
  db: Db,
  { settings }: SettingsInForce,
  message: MessageRow,
  now: Date,
): Promise<RepDigestModel | null> {
  const readerId = String(message.detail.personId);
  if (!(await isDigestWanted(db, message, { kind: 'reps', readerId }, now))) return null;
  const hours = hoursOf(settings, readerId);
  const today = localDate(hours.timeZone, now);
  const work = await morningWorkOf(
    db,
    readerId,
    {
      now,
      endsAt: dayOf(hours, now).to,
      today,
      soon: localDate(hours.timeZone, addMinutes(now, SOON_MINUTES)),
    },
    ROWS,
  );
  const found = MORNING_LISTS.filter((list) => work[list].total > 0);
  if (found.length === 0 && message.ts === null) return null;
  const sections = found.map((list) => work[list]);
  const leads = await loadOwnLeads(db, settings, readerId, sections, now);
  return {
    lists: found.map((list, index) => ({ list, leads: leads[index] ?? { rows: [], total: 0 } })),
  };
}
