import type { Db } from '#db/db.ts';
import { lastSignsOfLife } from '#db/deal-history.ts';
import { quarterOf } from '#domain/calendar-period.ts';
import { localDate } from '#domain/day.ts';
import { wasOpen } from '#domain/deal-history.ts';
import { repPipelines } from '#domain/deal-reps.ts';
import { dealsToLookAt, SOON_DAYS } from '#domain/deal-watch.ts';
import { accuracies, backCast, forecastAt, learntFrom, MOST_QUARTERS } from '#domain/forecast.ts';
import type { Settings } from '#domain/settings.ts';
import { nameOf } from '#domain/team.ts';
import type { SettingsInForce } from '#src/core/core.ts';
import { leadOf } from './card.ts';
import { loadPipeline, type Pipeline } from './pipeline.ts';
import type { ForecastModel } from './pipeline-models.ts';

const DAY = 24 * 3_600_000;
const BACK_CASTS = 6;
/** How true a rep's pipeline is, is said of so many days. */
const REP_DAYS = 180;
const MOST_WATCHED = 15;

/** What a reader may see besides the figures of all. */
export type ForecastReader = {
  /** Whether they may see the figures of this rep. */
  maySeeRep: (repId: string) => boolean;
  mayReadLeads: boolean;
};

/** The forecast of the quarter, how good it was before, and what to do about it; `reader` is null in a channel. */
export async function loadForecast(
  db: Db,
  { settings }: SettingsInForce,
  reader: ForecastReader | null,
  now: Date,
): Promise<ForecastModel> {
  const { time_zone: timeZone } = settings.workspace;
  const quarter = quarterOf(timeZone, now);
  const earlier = Array.from({ length: BACK_CASTS + MOST_QUARTERS }, (_, index) =>
    quarterOf(timeZone, now, -1 - index),
  );
  const pipeline = await loadPipeline(db, settings, { since: null, now });
  const { deals } = pipeline;
  const learnt = learntFrom(deals);
  const backCasts = backCast(deals, earlier.slice(0, BACK_CASTS), earlier, learnt);
  return {
    quarter,
    now: forecastAt(deals, { quarter, at: now }, earlier, learnt),
    firstDay: forecastAt(deals, { quarter, at: quarter.from }, earlier, learnt),
    backCasts,
    accuracies: accuracies(backCasts),
    reps: reader && repsOf(settings, pipeline, reader, now),
    watched: await watchedOf(db, settings, pipeline, reader, now),
  };
}

function repsOf(
  settings: Settings,
  { deals }: Pipeline,
  { maySeeRep }: ForecastReader,
  now: Date,
): ForecastModel['reps'] {
  const from = new Date(now.getTime() - REP_DAYS * DAY);
  const steps = settings.opportunity.stages.map(({ code }) => code);
  const all = repPipelines(deals, { from, to: now }, steps);
  const seen = all.filter(({ repId }) => maySeeRep(repId));
  return {
    from,
    rows: seen
      .map(({ repId, ...row }) => ({ ...row, name: nameOf(settings, repId) }))
      .toSorted((a, b) => a.name.localeCompare(b.name)),
    hidden: all.length - seen.length,
  };
}

async function watchedOf(
  db: Db,
  settings: Settings,
  { deals, leads }: Pipeline,
  reader: ForecastReader | null,
  now: Date,
): Promise<ForecastModel['watched']> {
  const open = deals.filter((deal) => wasOpen(deal, now));
  const touched = await lastSignsOfLife(
    db,
    open.map(({ leadId }) => leadId),
  );
  const { time_zone: timeZone } = settings.workspace;
  const week = {
    now,
    today: localDate(timeZone, now),
    inAWeek: localDate(timeZone, new Date(now.getTime() + SOON_DAYS * DAY)),
  };
  const watched = dealsToLookAt(open, touched, week);
  const rows = watched.slice(0, MOST_WATCHED).flatMap(({ deal, said, reasons }) => {
    const lead = leads.get(deal.leadId);
    if (!lead) return [];
    const { name, company } = leadOf(lead);
    const { amount, currency, closeOn } = said;
    const ownerName = deal.repId === null ? null : nameOf(settings, deal.repId);
    return [{ lead: name, company, ownerName, amount, currency, closeOn, reasons }];
  });
  return { total: watched.length, rows: reader?.mayReadLeads ? rows : null };
}
