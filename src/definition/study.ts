import { setImmediate } from 'node:timers/promises';
import type { Db } from '#db/db.ts';
import { readPastLeads } from '#db/past-leads.ts';
import { newestStudy, saveStudy } from '#db/studies.ts';
import type { PastLead } from '#domain/backtest/past-lead.ts';
import { addMinutes } from '#domain/day.ts';
import type { Settings } from '#domain/settings.ts';
import { type Study, studyLeads } from '#domain/suggest/suggestion.ts';
import type { Core } from '#src/core/core.ts';

const DAY_MINUTES = 24 * 60;
/** A year has all its seasons. */
const YEAR_DAYS = 365;
/** A little less than a week, so that it stays on its day. */
const AGAIN_MINUTES = 7 * DAY_MINUTES - 90;
const KEPT_DAYS = 400;
/** The newest so many: more teach little more, and take memory. */
const MOST = 50_000;
const PAGE = 1_000;

/** Looks at the past once a week. Several processes may do so at once, and find the same. */
export async function studyWeekly(core: Core): Promise<void> {
  const now = core.now();
  const last = await newestStudy(core.db);
  if (last !== null && now < addMinutes(last.at, AGAIN_MINUTES)) return;
  const since = addMinutes(now, -YEAR_DAYS * DAY_MINUTES);
  const study = await studyPast(core.db, core.inForce().settings, since, now);
  await saveStudy(core.db, { at: now, since, study }, addMinutes(now, -KEPT_DAYS * DAY_MINUTES));
}

/** What the leads since then speak for. Stores nothing. */
export async function studyPast(db: Db, settings: Settings, since: Date, now: Date): Promise<Study> {
  let leads: PastLead[] = [];
  for await (const page of readPastLeads(db, { from: since, until: now }, PAGE)) {
    leads = [...leads, ...page].slice(-MOST);
    // Presses go before.
    await setImmediate();
  }
  return studyLeads(settings, leads, now);
}
