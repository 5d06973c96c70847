import { unanswered } from '#db/answers.ts';
import type { Db } from '#db/db.ts';
import { rejectionsBySource, returnsAhead, returnsOverLimit } from '#db/home.ts';
import { acceptanceBy } from '#db/home-figures.ts';
import type { Person, Settings } from '#domain/settings.ts';
import { reasonWords, sourceName } from '#domain/team.ts';
import type { SettingsInForce } from '#src/core/core.ts';
import { leadOf } from './card.ts';
import { isReviewOverdue } from './definitions.ts';
import type { MarketingHome } from './home-models.ts';

const DAYS = 30;
const MOST = 10;
const MOST_GROUPS = 8;
const MOST_UNANSWERED = 5;

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
  const recycled = await returnsAhead(db, MOST);
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
    notAgain: await returnsOverLimit(db, since),
    unanswered: await loadUnanswered(db, settings, now),
    acceptance: await loadAcceptance(db, settings, { from: since, to: now }, MOST_GROUPS),
    definition: definitionToReview(settings, now),
  };
}

/** Of the leads handed over in a time: how many of each source and campaign sales took. */
export async function loadAcceptance(
  db: Db,
  settings: Settings,
  period: { from: Date; to: Date },
  most: number,
): Promise<MarketingHome['acceptance']> {
  const bySource = await acceptanceBy(db, 'source', period, most);
  const byCampaign = await acceptanceBy(db, 'campaign', period, most);
  return {
    bySource: bySource.map(({ key, ...row }) => ({ name: sourceName(settings, key), ...row })),
    byCampaign: byCampaign.map(({ key: name, ...row }) => ({ name, ...row })),
  };
}

export const definitionToReview = (settings: Settings, now: Date): MarketingHome['definition'] => ({
  version: settings.mql.version,
  reviewBy: settings.mql.review_by,
  isOverdue: isReviewOverdue(settings, now),
});

export async function loadUnanswered(
  db: Db,
  settings: Settings,
  now: Date,
): Promise<MarketingHome['unanswered']> {
  const rows = await unanswered(db, MOST_UNANSWERED);
  return {
    rows: rows.map(({ sourceId, reason, count, dueAt }) => ({
      sourceId,
      reasonCode: reason,
      sourceName: sourceName(settings, sourceId),
      reason: reasonWords(settings, reason),
      count,
      dueAt,
      isOverdue: dueAt <= now,
    })),
    total: rows[0]?.total ?? 0,
  };
}
