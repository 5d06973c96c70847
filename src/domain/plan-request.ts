import type { Money } from './money-words.ts';
import { suggest } from './nearest.ts';
import { type Period, readPeriod } from './period.ts';
import type { PlanGoal, PlanPlace } from './plan.ts';
import { readMoney } from './read-money.ts';
import { problem, type Read } from './typed-time.ts';

/** What people type behind `/funnel plan`: `5 won a quarter last 180 days budget 20k EUR`. */

export const PLAN_UNITS = { week: 7, month: 365.25 / 12, quarter: 365.25 / 4, year: 365.25 } as const;
export type PlanUnit = keyof typeof PLAN_UNITS;
/** A sum for each unit of time, or a share of what deals bring. */
export type Budget = ({ type: 'money' } & Money) | { type: 'share'; share: number };
export type PlanRequest = { goal: PlanGoal; unit: PlanUnit; budget: Budget | null; base: Period };

const GOAL_WORDS: Readonly<Record<string, PlanPlace>> = {
  ...{
    won: 'closed_won',
    win: 'closed_won',
    wins: 'closed_won',
    deals: 'closed_won',
    customers: 'closed_won',
  },
  ...{ opportunity: 'opportunity', opportunities: 'opportunity', opps: 'opportunity' },
  ...{ sql: 'sales_qualified', sqls: 'sales_qualified', sal: 'sales_accepted', sals: 'sales_accepted' },
  ...{ mql: 'marketing_qualified', mqls: 'marketing_qualified', meeting: 'meeting', meetings: 'meeting' },
};
export const GOAL_FORMS = '5 won, 12 opportunities, 20 meetings, 40 SQLs or 100k EUR';
const CURRENCIES: readonly string[] = Intl.supportedValuesOf('currency');
const PER = ['a', 'an', 'per', 'each', 'every', 'in'];
const MOST = 1_000_000;
const MOST_MONEY = 1e11;

/** Reads a goal, for each what, the base period and a budget; what is left out is a quarter and the usual period. */
export function readPlanRequest(text: string, timeZone: string, now: Date): Read<PlanRequest> {
  const spaced = text
    .toLowerCase()
    .replaceAll('€', ' eur ')
    .replaceAll('£', ' gbp ')
    .replaceAll(/\s+%/g, '%');
  const { budget, rest: words } = cutBudget(spaced.split(/\s+/).filter(Boolean));
  if (budget !== null && !budget.ok) return budget;
  const goal = readGoal(words);
  if (!goal.ok) return goal;
  const { unit, words: left } = cutUnit(words.slice(goal.used));
  const period = readPeriod(left.join(' '), timeZone, now);
  if (!period.ok) return period;
  return { ok: true, goal: goal.goal, unit, budget: budget?.budget ?? null, base: period.period };
}

function readGoal(words: readonly string[]): Read<{ goal: PlanGoal; used: number }> {
  const [first = '', second = ''] = words;
  if (first === '') return problem(`plan for what? Expected ${GOAL_FORMS}`);
  const money = readSum(words);
  if (money !== null)
    return money.ok ? { ok: true, goal: { type: 'money', ...money.money }, used: 2 } : money;
  const place = Object.hasOwn(GOAL_WORDS, second) ? GOAL_WORDS[second] : undefined;
  const count = /^\d+$/.test(first) ? Number(first) : Number.NaN;
  if (count > MOST)
    return problem(`"${first}" is more than can be planned: expected at most ${MOST.toLocaleString('en')}`);
  if (Number.isNaN(count) && (readMoney(first)?.value ?? 0) > 0)
    return problem(`"${first}" is an amount without a currency: expected one such as 100k EUR`);
  if (!(count >= 1)) return problem(`"${first}" is no goal: expected ${GOAL_FORMS}`);
  if (place === undefined) {
    const what = second === '' ? `${first} of what? Expected` : `"${first} ${second}" is no goal: expected`;
    return problem(`${what} ${GOAL_FORMS}${suggest(second, Object.keys(GOAL_WORDS))}`);
  }
  return { ok: true, goal: { type: 'place', place, count }, used: 2 };
}

/** `100k eur`, `eur 100k`; null where no currency stands beside the number. */
function readSum([first = '', second = '']: readonly string[]): Read<{ money: Money }> | null {
  const isLast = CURRENCIES.includes(second.toUpperCase());
  if (!isLast && !CURRENCIES.includes(first.toUpperCase())) return null;
  const [amount, currency] = isLast ? [first, second] : [second, first];
  const read = readMoney(amount);
  if (read === undefined || read.note !== null || !(read.value > 0 && read.value <= MOST_MONEY))
    return problem(`"${amount}" is no amount: expected one such as 100k or 250,000`);
  const cents = Math.round(Number(`${read.value}e2`));
  return { ok: true, money: { cents, currency: currency.toUpperCase() } };
}

function cutUnit(words: readonly string[]): { unit: PlanUnit; words: readonly string[] } {
  const units = Object.keys(PLAN_UNITS) as PlanUnit[]; // its own keys
  const at = words.findIndex(
    (word, index) => PER.includes(word) && units.some((unit) => unit === words[index + 1]),
  );
  const unit = at === -1 ? undefined : units.find((one) => one === words[at + 1]);
  return unit ? { unit, words: words.toSpliced(at, 2) } : { unit: 'quarter', words };
}

function cutBudget(words: readonly string[]): { budget: Read<{ budget: Budget }> | null; rest: string[] } {
  const at = words.indexOf('budget');
  if (at === -1) return { budget: null, rest: [...words] };
  const from = words[at + 1] === 'of' ? at + 2 : at + 1;
  const [first = '', second = ''] = words.slice(from);
  const percent = /^(\d+(?:\.\d+)?)%$/.exec(first)?.[1];
  const rest = words.toSpliced(at, from - at + (percent === undefined ? 2 : 1));
  if (percent !== undefined) {
    const share = Number(percent) / 100;
    if (share > 0 && share <= 1) return { budget: { ok: true, budget: { type: 'share', share } }, rest };
    return { budget: problem(`budget ${percent}%: expected a share of up to 100%`), rest };
  }
  const sum = readSum([first, second]);
  if (sum === null)
    return { budget: problem('budget: expected a sum such as 20k EUR, or a share such as 15%'), rest };
  return { budget: sum.ok ? { ok: true, budget: { type: 'money', ...sum.money } } : sum, rest };
}
