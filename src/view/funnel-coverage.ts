import type { Db } from '#db/db.ts';
import { type CalendarPeriod, calendarPeriod, quarterOf } from '#domain/calendar-period.ts';
import { coverages, timesNeeded, withoutAmount } from '#domain/coverage.ts';
import { localDate } from '#domain/day.ts';
import type { Settings } from '#domain/settings.ts';
import { subStageWords } from '#domain/team.ts';
import type { SettingsInForce } from '#src/core/core.ts';
import { loadPipeline } from './pipeline.ts';
import type { CoverageModel } from './pipeline-models.ts';

/** Deals closed so lately tell how many are won. */
const LATELY_MS = 365 * 24 * 3_600_000;

/** The open pipeline against a period's targets; without a period, those of all that have begun and have a target. */
export async function loadCoverage(
  db: Db,
  { settings }: SettingsInForce,
  period: CalendarPeriod | null,
  now: Date,
): Promise<CoverageModel> {
  const { time_zone: timeZone } = settings.workspace;
  const periods = period ? [period] : periodsNow(settings, now);
  const lately = new Date(now.getTime() - LATELY_MS);
  const since = new Date(Math.min(lately.getTime(), ...periods.map(({ from }) => from.getTime())));
  const { deals } = await loadPipeline(db, settings, { since, now });
  const steps = settings.opportunity.stages.map(({ code }) => code);
  const moment = { steps, now, today: localDate(timeZone, now) };
  const targetsOf = ({ name }: CalendarPeriod) =>
    settings.targets.revenue.filter((target) => target.period === name);
  return {
    periods,
    rows: periods.flatMap((one) =>
      coverages(deals, one, targetsOf(one), moment).map((coverage) => ({
        ...coverage,
        steps: coverage.steps.map(({ subStage, ...sums }) => ({
          name: subStage === null ? null : subStageWords(settings, subStage),
          probability: settings.opportunity.stages.find(({ code }) => code === subStage)?.probability ?? null,
          ...sums,
        })),
      })),
    ),
    hasTarget: periods.some((one) => targetsOf(one).length > 0),
    hasSteps: steps.length > 0,
    needed: timesNeeded(deals, {
      from: new Date(now.getTime() - LATELY_MS),
      to: new Date(now.getTime() + 1),
    }),
    withoutAmount: withoutAmount(deals, now),
  };
}

/** The periods with a target in which today lies, the one that ends first before the others; else this quarter. */
function periodsNow({ targets, workspace }: Settings, now: Date): CalendarPeriod[] {
  const named = [...new Set(targets.revenue.map((target) => target.period))]
    .flatMap((name) => calendarPeriod(name, workspace.time_zone) ?? [])
    .filter(({ from, to }) => from <= now && now < to)
    .toSorted((a, b) => a.to.getTime() - b.to.getTime() || b.from.getTime() - a.from.getTime());
  return named.length > 0 ? named : [quarterOf(workspace.time_zone, now)];
}
