import type { CostFigures } from '#domain/cost.ts';
import type { Times } from '#domain/funnel.ts';
import { FEWEST_TO_COMPARE } from '#domain/interval.ts';
import { aboutMoneyWords, type Money, moneyWords } from '#domain/money-words.ts';
import type { DaySpan } from '#domain/spend-period.ts';
import type { CostModel } from '#src/view/cost-models.ts';
import { capital, count, percent } from './labels.ts';
import { shown } from './limits.ts';
import { bold, day, type Line, stranger } from './lines.ts';
import type { Chart, Report, Table } from './report.ts';

const MOST_NAMED = 5;
const NOTHING: Line = ['–'];

/** The answer to `/funnel cost`: what a lead, and what became of it, costs by what it was spent on. */
export function cost(model: CostModel): Report {
  const { total } = model;
  const isEmpty = total.spend.length === 0;
  return {
    heading: [headingLine(model), ...(isEmpty ? nothingLines(model) : totalLines(total))],
    charts: isEmpty ? [] : chartOf(model),
    tables: isEmpty ? [] : [tableOf(model)],
    notes: isEmpty ? [] : notesOf(model),
    definitions: 'cost',
  };
}

const headingLine = ({ periodLabel, from, to, by }: CostModel): Line => [
  ...[bold('What leads cost'), ', ', stranger(periodLabel, shown.name)],
  ...[' (', day(from), ' to ', day(to), `), by ${by}`],
];

const nothingLines = ({ total }: CostModel): Line[] => [
  [`Nothing is told of what was spent in this time, for ${count(total.leads, 'lead', 'leads')}.`],
  [
    'A file tells it: npm run handoff -- spend import spend.csv, with the columns month, channel, amount and currency. A source may as well, with kind: spend.',
  ],
];

function totalLines({ spend, leads, perLead, effective, per }: CostFigures): Line[] {
  const spent = spend.map(moneyWords).join(' and ');
  if (spend.length > 1)
    return [
      [`${spent} spent on ${count(leads, 'lead', 'leads')}.`],
      ['Amounts in several currencies are not added: costs stand where one currency was spent.'],
    ];
  const costs: [string, Money | null][] = [
    ['a lead', perLead],
    ['effective', effective],
    ['an SAL', per.sales_accepted],
    ['an SQL', per.sales_qualified],
    ['a win', per.closed_won],
  ];
  const said = costs.flatMap(([of, money]) => (money === null ? [] : `${of} ${aboutMoneyWords(money)}`));
  return [
    [`${spent} spent, ${count(leads, 'lead', 'leads')} in.`],
    ...(said.length === 0 ? [] : [[`Over all of them: ${said.join(' · ')}`]]),
  ];
}

function tableOf({ groups, by, periodLabel }: CostModel): Table {
  return {
    id: 'cost',
    caption: `Cost by ${by}, ${periodLabel}`,
    columns: [
      ...[capital(by), 'Spent', 'Leads', 'Cost per lead', 'Lead to MQL'],
      ...['Effective cost per lead', 'SAL', 'Cost per SAL', 'SQL', 'Cost per SQL', 'Won', 'Cost per win'],
      ...['Days to SQL', 'Days to won'],
    ],
    rows: groups.map((group) => [
      [stranger(group.name, shown.name)],
      spentCell(group.spend),
      numberCell(group.leads),
      moneyCell(group.perLead),
      rateCell(group),
      moneyCell(group.effective),
      numberCell(group.reached.sales_accepted),
      moneyCell(group.per.sales_accepted),
      numberCell(group.reached.sales_qualified),
      moneyCell(group.per.sales_qualified),
      numberCell(group.reached.closed_won),
      moneyCell(group.per.closed_won),
      daysCell(group.leadTime.sales_qualified),
      daysCell(group.leadTime.closed_won),
    ]),
  };
}

type Cell = Table['rows'][number][number];

function spentCell(spend: readonly Money[]): Cell {
  const [only] = spend;
  if (only === undefined) return ['not told'];
  const said = spend.map(moneyWords).join(' + ');
  return spend.length === 1 ? { value: only.cents / 100, said } : [said];
}

const numberCell = (value: number): Cell => ({ value, said: value.toLocaleString('en') });

const moneyCell = (money: Money | null): Cell =>
  money === null ? NOTHING : { value: Math.round(money.cents) / 100, said: aboutMoneyWords(money) };

function rateCell({ mql: { rate, came, decided } }: CostFigures): Cell {
  if (rate === null || decided === 0) return NOTHING;
  return decided < FEWEST_TO_COMPARE ? [`${came} of ${decided}`] : { value: rate, said: percent(rate) };
}

const MINUTES_A_DAY = 1_440;

function daysCell({ median, count: of }: Times): Cell {
  if (median === null) return NOTHING;
  const days = median.median / MINUTES_A_DAY;
  const said = days < 1 ? 'under a day' : `${days < 10 ? days.toFixed(1) : Math.round(days)} (of ${of})`;
  return { value: Math.round(days * 10) / 10, said };
}

function chartOf({ groups, by, total }: CostModel): Chart[] {
  const [currency, other] = total.spend;
  const costed = groups.filter(({ perLead }) => perLead !== null);
  if (currency === undefined || other !== undefined || costed.length < 2) return [];
  const inUnits = (money: Money | null): number => Math.round(money?.cents ?? 0) / 100;
  const isEach = costed.every(({ effective }) => effective !== null);
  return [
    {
      id: 'cost',
      type: 'bar',
      title: `Cost per lead by ${by}`,
      xLabel: capital(by),
      yLabel: currency.currency,
      categories: costed.map(({ name }) => name),
      series: [
        { name: 'Cost per lead', values: costed.map(({ perLead }) => inUnits(perLead)) },
        // A group without one would seem to cost nothing.
        ...(isEach ? [{ name: 'Effective', values: costed.map(({ effective }) => inUnits(effective)) }] : []),
      ],
    },
  ];
}

function notesOf({ groups, cut, untold }: CostModel): Line[] {
  const wasted = groups.filter(({ leads, spend }) => leads === 0 && spend.length > 0);
  const unpaid = groups.filter(({ leads, spend }) => leads > 0 && spend.length === 0);
  return [
    ...named('Spent on, without a lead', wasted, ({ spend }) => spend.map(moneyWords).join(' + ')),
    ...named('Leads without anything told that was spent', unpaid, ({ leads }) => `${leads}`),
    ...(cut > 0
      ? [
          [
            `${count(cut, 'figure is', 'figures are')} about a longer time: spread evenly over its days, of which those of the period count.`,
          ],
        ]
      : []),
    ...(untold.length > 0
      ? [
          [
            `Nothing is told of ${untold.slice(0, MOST_NAMED).map(daysWords).join(', ')}: leads of then make costs look lower than they are.`,
          ],
        ]
      : []),
    ['Leads that are still open may still come on: the cost per SAL, SQL and win falls as they do.'],
  ];
}

const daysWords = ({ from, to }: DaySpan): string => (from === to ? from : `${from} to ${to}`);

type Group = CostModel['groups'][number];

function named(title: string, groups: readonly Group[], of: (group: Group) => string): Line[] {
  if (groups.length === 0) return [];
  const rest = groups.length - MOST_NAMED;
  const names = groups
    .slice(0, MOST_NAMED)
    .flatMap(
      (group, index): Line => [
        ...(index === 0 ? [] : [', ']),
        stranger(group.name, shown.name),
        ` (${of(group)})`,
      ],
    );
  return [[bold(title), ': ', ...names, ...(rest > 0 ? [` and ${rest} more`] : []), '.']];
}
