import type { Db } from '#db/db.ts';
import { readAcceptedByWeek, readWonDeals } from '#db/plan.ts';
import { readSpendOf } from '#db/spend.ts';
import { centsWithin } from '#domain/cost.ts';
import { localDate } from '#domain/day.ts';
import { type FunnelFigures, funnelFigures } from '#domain/funnel.ts';
import { type Money, sumsByCurrency } from '#domain/money-words.ts';
import {
  type DealValue,
  dealValue,
  type PlanBase,
  type PlanGoal,
  type PlanPlace,
  type PlanStep,
  paceOf,
  planBack,
  repsFor,
} from '#domain/plan.ts';
import { PLAN_UNITS, type PlanRequest } from '#domain/plan-request.ts';
import { STAGES } from '#domain/stages.ts';
import type { SettingsInForce } from '#src/core/core.ts';
import type { MadePlan, PlanModel } from './cost-models.ts';
import { rowsOf, soFar } from './funnel.ts';

const DAY = 86_400_000;
const DAYS_A_WEEK = 7;

/** What a goal takes, by what became of the leads of a base period, as far as it is over. */
export async function loadPlan(
  db: Db,
  inForce: SettingsInForce,
  { goal, unit, budget, base }: PlanRequest,
  now: Date,
): Promise<PlanModel> {
  const period = soFar({ ...base, by: null }, now);
  const { time_zone: timeZone } = inForce.settings.workspace;
  const figures = funnelFigures(await rowsOf(db, inForce, period, null));
  const deals = await readWonDeals(db, period);
  const units = (period.to.getTime() - period.from.getTime()) / DAY / PLAN_UNITS[unit];
  const of: PlanBase = { figures, units, deals };
  const about = { ...period, periodLabel: base.label, goal, unit };
  const planned = planBack(goal, of);
  if (!planned.ok) {
    const { refusal } = planned;
    const placeLabel = 'place' in refusal ? labelOf(refusal.place) : null;
    return { ...about, plan: { ok: false, refusal, placeLabel } };
  }
  const { steps, deal } = planned.plan;
  const leads = steps[0]?.needed ?? 0;
  const pace = paceOf(await readAcceptedByWeek(db, period, timeZone));
  const accepted = steps.find(({ place }) => place === 'sales_accepted');
  const breakEven = breakEvenOf(of, deal ?? mostOf(deals));
  return {
    ...about,
    plan: {
      ok: true,
      ...{ deal, pace, breakEven },
      steps: steps.map((step: PlanStep) => ({ ...step, label: labelOf(step.place) })),
      budget: budgetOf(budget, leads, breakEven),
      costsNow: await costsNow(db, period, { timeZone, figures }),
      reps: accepted ? repsFor(accepted, PLAN_UNITS[unit] / DAYS_A_WEEK, pace) : null,
    },
  };
}

function labelOf(place: PlanPlace): string {
  if (place === 'lead') return 'Leads';
  return place === 'meeting' ? 'Meeting held' : STAGES[place].label;
}

/** The deals of the currency that most are in. */
function mostOf(deals: readonly Money[]): DealValue | null {
  const counts = Map.groupBy(deals, ({ currency }) => currency);
  const [most] = [...counts].toSorted(([, a], [, b]) => b.length - a.length);
  return most ? dealValue(deals, most[0]) : null;
}

const ONE_WIN: PlanGoal = { type: 'place', place: 'closed_won', count: 1 };

/** What the leads of one win bring together, by lead: at more, what is won pays for nothing else. */
function breakEvenOf(base: PlanBase, deal: DealValue | null): MadePlan['breakEven'] {
  const forOne = planBack(ONE_WIN, base);
  const leads = forOne.ok ? forOne.plan.steps[0]?.needed : undefined;
  if (deal === null || leads === undefined) return null;
  return { money: { cents: deal.mean / leads, currency: deal.currency }, deal };
}

function budgetOf(
  budget: PlanRequest['budget'],
  leads: number,
  breakEven: MadePlan['breakEven'],
): MadePlan['budget'] {
  if (budget === null) return null;
  if (budget.type === 'money')
    return { money: { cents: budget.cents / leads, currency: budget.currency }, share: null };
  if (breakEven === null) return null;
  const { cents, currency } = breakEven.money;
  return { money: { cents: cents * budget.share, currency }, share: budget.share };
}

async function costsNow(
  db: Db,
  period: { from: Date; to: Date },
  { timeZone, figures }: { timeZone: string; figures: FunnelFigures },
): Promise<Money[]> {
  const days = { from: localDate(timeZone, period.from), to: localDate(timeZone, period.to) };
  const told = await readSpendOf(db, days);
  const spent = told.map((figure) => ({ currency: figure.currency, cents: centsWithin(figure, days) }));
  return sumsByCurrency(spent).map(({ cents, currency }) => ({ cents: cents / figures.leads, currency }));
}
