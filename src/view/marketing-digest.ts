import type { Db } from '#db/db.ts';
import { rejectionsByReason } from '#db/home.ts';
import type { MessageRow } from '#db/messages.ts';
import { reasonWords } from '#domain/team.ts';
import type { SettingsInForce } from '#src/core/core.ts';
import { isDigestWanted } from './digest-wanted.ts';
import { loadEvidence } from './evidence-figures.ts';
import { loadFalls } from './funnel-fall.ts';
import { definitionToReview, loadAcceptance, loadUnanswered } from './home-marketing.ts';
import type { MarketingDigestModel } from './home-models.ts';
import { loadSuggestions } from './suggestions.ts';

const MOST_GROUPS = 100;

/** A marketer's week; null once it comes too late or they muted it. */
export async function loadMarketingDigest(
  db: Db,
  { settings }: SettingsInForce,
  message: MessageRow,
  now: Date,
): Promise<MarketingDigestModel | null> {
  const { detail } = message;
  const readerId = String(detail.personId);
  if (!(await isDigestWanted(db, message, { kind: 'marketers', readerId }, now))) return null;
  const week = { from: new Date(String(detail.from)), to: new Date(String(detail.to)) };
  const rejections = await rejectionsByReason(db, week);
  return {
    ...week,
    acceptance: await loadAcceptance(db, settings, week, MOST_GROUPS),
    rejections: rejections.map(({ reason, ...row }) => ({ ...row, reason: reasonWords(settings, reason) })),
    evidence: await loadEvidence(db, settings, week),
    unanswered: await loadUnanswered(db, settings, now),
    definition: {
      ...definitionToReview(settings, now),
      marketing: settings.mql.signed_by.marketing,
      sales: settings.mql.signed_by.sales,
    },
    falls: await loadFalls(db, week),
    suggestions: await loadSuggestions(db, settings),
  };
}
