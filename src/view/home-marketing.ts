import type { Db } from '#db/db.ts';
import { recycledAhead, rejectionsBySource } from '#db/home.ts';
import type { Person } from '#domain/settings.ts';
import { reasonWords, sourceName } from '#domain/team.ts';
import type { SettingsInForce } from '#src/core/core.ts';
import { leadOf } from './card.ts';
import type { MarketingHome } from './home-models.ts';

const DAYS = 30;
const MOST = 10;

/** What sales gave back lately, by source and reason; null for those who are not marketing. */
export async function loadMarketingHome(
  db: Db,
  { settings }: SettingsInForce,
  person: Person,
  now: Date,
): Promise<MarketingHome | null> {
  if (!person.roles.includes('marketer')) return null;
  const since = new Date(now.getTime() - DAYS * 24 * 3_600_000);
  const rows = await rejectionsBySource(db, since, MOST);
  const recycled = await recycledAhead(db, now, MOST);
  return {
    days: DAYS,
    feedbackChannel: settings.channels.feedback ?? null,
    rejections: {
      rows: rows.map(({ sourceId, reason, count }) => ({
        sourceName: sourceName(settings, sourceId),
        reason: reasonWords(settings, reason),
        count,
      })),
      total: rows[0]?.total ?? 0,
    },
    recycled: {
      rows: recycled.rows.map(({ record, reason, until }) => {
        const { name: lead, company } = leadOf({ record });
        return { lead, company, reason: reasonWords(settings, reason), until };
      }),
      total: recycled.total,
    },
  };
}
