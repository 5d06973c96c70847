import { FEWEST_TO_COMPARE } from '#domain/interval.ts';
import { aboutMoneyWords, moneyWords } from '#domain/money-words.ts';
import type { Needed, PlanRefusal } from '#domain/plan.ts';
import type { MadePlan, PlanModel } from '#src/view/cost-models.ts';
import { count, percent } from './labels.ts';
import { shown } from './limits.ts';
import { bold, day, type Line, stranger } from './lines.ts';
import type { Chart, Report, Table } from './report.ts';

/** The answer to `/funnel plan`: what a goal takes, from the leads on, or why that cannot be said. */
export function plan(model: PlanModel): Report {
  const { plan: made } = model;
  const period = stranger(model.periodLabel, shown.name);
  const heading: Line[] = [
    [bold(`Plan: ${goalWords(model)}`)],
    ['By what became of the leads from ', day(model.from), ' to ', day(model.to), ' (', period, ').'],
  ];
  if (!made.ok) {
    return {
      heading: [...heading, ...refusalLines(made.refusal, made.placeLabel)],
      ...{ charts: [], tables: [], notes: [], definitions: 'plan' },
    };
  }
  return {
    heading: [...heading, leadsLine(model, made), ...costLines(made), ...repLines(made)],
    charts: [chartOf(model, made)],
    tables: [tableOf(model, made)],
    notes: [
      [
        'The team’s own past is the rule: a better source or a faster answer needs fewer, a new one perhaps more.',
      ],
    ],
    definitions: 'plan',
  };
}

const GOAL_NAMES = {
  lead: 'leads',
  inquiry: 'leads',
  marketing_qualified: 'MQLs',
  sales_accepted: 'SALs',
  sales_qualified: 'SQLs',
  opportunity: 'opportunities',
  closed_won: 'won',
  closed_lost: 'lost',
  nurture: 'in nurture',
  disqualified: 'disqualified',
  meeting: 'meetings held',
} as const;

function goalWords({ goal, unit }: PlanModel): string {
  const what =
    goal.type === 'money'
      ? `${moneyWords(goal)} won`
      : `${goal.count.toLocaleString('en')} ${GOAL_NAMES[goal.place]}`;
  return `${what} a ${unit}`;
}

function refusalLines(refusal: PlanRefusal, label: string | null): Line[] {
  const longer = 'A longer time has more: for example /funnel plan 5 won this year, or last year.';
  switch (refusal.type) {
    case 'few_decided':
      return [
        [
          `Too few to plan by: of those that could become ${label ?? refusal.place}, ${refusal.decided} ${refusal.decided === 1 ? 'is' : 'are'} decided (${refusal.came} came on); ${FEWEST_TO_COMPARE} are needed.`,
        ],
        [longer],
      ];
    case 'nobody_came':
      return [
        [
          `No plan can be made: of the ${refusal.decided} that could become ${label ?? refusal.place}, none did. No number of leads is known to be enough.`,
        ],
        [longer],
      ];
    case 'few_deals':
      return [
        [
          `Too few to say what a deal is worth: ${count(refusal.deals, 'won deal', 'won deals')} in ${refusal.currency}; ${FEWEST_TO_COMPARE} are needed.`,
        ],
        [`${longer} A number of wins needs no amounts.`],
      ];
  }
}

const WEEKS = { week: 1, month: 365.25 / 12 / 7, quarter: 365.25 / 4 / 7, year: 365.25 / 7 } as const;

function leadsLine({ unit }: PlanModel, { steps }: MadePlan): Line {
  const [leads] = steps;
  if (!leads) return ['Nothing is needed.'];
  const perWeek = upWords(leads.needed / WEEKS[unit]);
  const often = unit === 'week' ? '' : `, ${perWeek} a week`;
  return [
    bold(`${upWords(leads.needed)} leads a ${unit}`),
    ` (likely ${likelyWords(leads)})${often}. Now: ${upWords(leads.now)} a ${unit}.`,
  ];
}

function costLines({ breakEven, budget, costsNow, deal }: MadePlan): Line[] {
  const lines: Line[] = [];
  const worth = deal ?? breakEven?.deal;
  if (worth)
    lines.push([
      `A won deal is worth ${aboutMoneyWords({ cents: worth.mean, currency: worth.currency })} on average (of ${worth.deals}).`,
    ]);
  if (breakEven)
    lines.push([
      `A lead may cost at most ${aboutMoneyWords(breakEven.money)} before what is won only pays for the leads.`,
    ]);
  if (budget)
    lines.push([
      `${budget.share === null ? 'With this budget' : `For ${percent(budget.share)} of what is won`}: ${aboutMoneyWords(budget.money)} a lead.`,
    ]);
  if (costsNow.length > 0) lines.push([`A lead costs now: ${costsNow.map(aboutMoneyWords).join(' and ')}.`]);
  if (!budget && breakEven)
    lines.push(['What a lead may cost by a budget: add budget 20k EUR, or budget 15%.']);
  return lines;
}

function repLines({ reps, pace }: MadePlan): Line[] {
  if (pace.accepted === 0) return [];
  const own = `${count(pace.accepted, 'lead', 'leads')} accepted by ${count(pace.reps, 'rep', 'reps')}`;
  if (reps === null)
    return pace.accepted < FEWEST_TO_COMPARE
      ? [[`Reps: too few to say how many (${own} in the whole time).`]]
      : [];
  const each = (pace.accepted / pace.repWeeks).toLocaleString('en', { maximumFractionDigits: 1 });
  return [
    [
      bold(`${count(Math.ceil(reps.needed), 'rep', 'reps')}`),
      ` at today’s pace (likely ${likelyWords(reps)}): ${each} leads a rep and week (${own}).`,
    ],
  ];
}

const tableOf = ({ unit }: PlanModel, { steps }: MadePlan): Table => ({
  id: 'plan',
  caption: `What the goal takes, a ${unit}`,
  columns: ['Stage', 'Needed', 'Likely', 'Now', 'Missing', 'Rate into it', 'Of decided'],
  rows: steps.map((step) => {
    const missing = Math.max(0, Math.ceil(step.needed) - Math.floor(step.now));
    return [
      [step.label],
      { value: Math.ceil(step.needed), said: upWords(step.needed) },
      // The goal itself is what was asked for.
      [step.conversion === null || step.low < step.high ? likelyWords(step) : '–'],
      { value: Math.round(step.now), said: upWords(step.now) },
      { value: missing, said: missing.toLocaleString('en') },
      step.conversion?.rate == null
        ? ['–']
        : { value: step.conversion.rate, said: percent(step.conversion.rate) },
      step.conversion === null
        ? ['–']
        : { value: step.conversion.decided, said: step.conversion.decided.toLocaleString('en') },
    ];
  }),
});

const chartOf = ({ unit }: PlanModel, { steps }: MadePlan): Chart => ({
  id: 'plan',
  type: 'bar',
  title: `Needed and now, a ${unit}`,
  xLabel: 'Stage',
  yLabel: `Per ${unit}`,
  categories: steps.map(({ label }) => label),
  series: [
    { name: 'Needed', values: steps.map(({ needed }) => Math.ceil(needed)) },
    { name: 'Now', values: steps.map(({ now }) => Math.round(now)) },
  ],
});

/** What is needed is never less than a whole one. */
const upWords = (amount: number): string => Math.ceil(round(amount)).toLocaleString('en');
const likelyWords = ({ low, high }: Needed): string =>
  `${Math.floor(round(low)).toLocaleString('en')} to ${upWords(high)}`;
/** What only the computer's arithmetic adds is nothing: 5 is not 5.000000001, which would be 6. */
const round = (amount: number): number => Math.round(amount * 1e6) / 1e6;
