import type { Watched } from '#domain/deal-watch.ts';
import { type Accuracy, FEWEST_CLOSED, type Forecast, type Level } from '#domain/forecast.ts';
import type { ForecastModel, WatchedDealModel } from '#src/view/pipeline-models.ts';
import { count, money, percent } from './labels.ts';
import { shown } from './limits.ts';
import { bold, calendarDay, join, type Line, leadName, stranger } from './lines.ts';
import { repTable } from './pipeline-reps.ts';
import type { Chart, Report, Table } from './report.ts';
import type { Cell } from './table.ts';

type Made = Extract<Forecast, { ok: true }>;
type Expected = Made['expected'][number];

/** The answer to `/funnel forecast`: what the quarter will bring, how good that was before, and what to look at. */
export function funnelForecast(model: ForecastModel): Report {
  const { quarter, now, accuracies, backCasts, reps, watched } = model;
  return {
    heading: [
      [bold('Forecast'), `, ${quarter.name}`],
      ...(now.ok ? expectedLines(model, now) : [refusal(now)]),
      ...accuracyLines(model),
    ],
    charts: accuracies.slice(0, 2).map(chartOf),
    tables: [
      ...(now.ok ? [expectedTable(model, now)] : []),
      ...(accuracies.length === 0 ? [] : [backCastTable(accuracies, backCasts)]),
      ...(watched.rows === null || watched.rows.length === 0 ? [] : [watchedTable(watched.rows)]),
      ...(reps === null || reps.rows.length === 0 ? [] : [repTable(reps.rows)]),
    ],
    notes: notesOf(model),
    definitions: 'forecast',
  };
}

function refusal(forecast: Exclude<Forecast, Made>): Line {
  switch (forecast.because) {
    case 'few_closed':
      return [
        `No forecast: ${count(forecast.closed, 'deal is', 'deals are')} closed so far, and with fewer than ${FEWEST_CLOSED} the rates would be chance. Deals count once they are won, lost or given up.`,
      ];
    case 'no_quarter_before':
      return ['No forecast: it is learnt from whole quarters, and none has gone by since the first deal.'];
  }
}

function expectedLines({ firstDay, quarter }: ForecastModel, { expected }: Made): Line[] {
  if (expected.length === 0) return [['Nothing is open, and nothing was won in earlier quarters.']];
  return expected.map((one): Line => {
    const sum = (amount: number) => money(amount, one.currency);
    const then = firstDay.ok ? totalOf(firstDay, one.currency) : null;
    const before = then === null ? '' : ` On the first day of ${quarter.name} it was ${sum(then)}.`;
    return [
      bold(`${sum(one.total)} expected`),
      `: ${sum(one.won.amount)} won so far, ${sum(one.open.amount)} from ${count(one.open.count, 'open deal', 'open deals')}, ${sum(one.fresh)} from deals still to come.${before}`,
    ];
  });
}

const totalOf = ({ expected }: Made, currency: string): number | null =>
  expected.find((one) => one.currency === currency)?.total ?? null;

/** How far the back-casts were off. */
function accuracyLines({ accuracies, backCasts }: ForecastModel): Line[] {
  const all = backCasts.length;
  const made = backCasts.filter(({ forecast }) => forecast.ok).length;
  if (made === 0) {
    return [
      [
        `None of the last ${all} quarters could be forecast on its first day, so nobody knows how good this is.`,
      ],
    ];
  }
  const which =
    made === all
      ? `The last ${all} quarters, each forecast`
      : `${made} of the last ${all} quarters could be forecast, each`;
  return accuracies.map(({ currency, error, bias }): Line => {
    const said =
      error === null || bias === null
        ? 'nothing was won in them'
        : `off by ${percent(error)} of what was won, ${biasWords(bias)}`;
    return [`${which} with what was known on its first day, in ${currency}: ${said}.`];
  });
}

function biasWords(bias: number): string {
  const size = percent(Math.abs(bias));
  if (Math.round(Math.abs(bias) * 100) === 0) return 'neither too high nor too low on the whole (bias 0 %)';
  return bias > 0
    ? `${size} too high on the whole (bias +${size})`
    : `${size} too low on the whole (bias −${size})`;
}

function expectedTable({ quarter, firstDay }: ForecastModel, { expected }: Made): Table {
  return {
    id: 'expected',
    caption: `What ${quarter.name} is expected to bring, each currency by itself`,
    columns: [
      'Currency',
      'Expected',
      'Won so far',
      'Open deals',
      'From open deals',
      'Still to come',
      'On its first day',
    ],
    rows: expected.map((one: Expected): Cell[] => {
      const sum = (amount: number): Cell => ({ value: amount, said: money(amount, one.currency) });
      const then = firstDay.ok ? totalOf(firstDay, one.currency) : null;
      return [
        [one.currency],
        sum(one.total),
        sum(one.won.amount),
        { value: one.open.count, said: String(one.open.count) },
        sum(one.open.amount),
        sum(one.fresh),
        then === null ? ['–'] : sum(then),
      ];
    }),
  };
}

function backCastTable(accuracies: readonly Accuracy[], backCasts: ForecastModel['backCasts']): Table {
  return {
    id: 'back-casts',
    caption: 'Forecast of the first day against what was won',
    columns: ['Quarter', 'Currency', 'Forecast', 'Won', 'Off by', 'Closed deals known then'],
    rows: backCasts.flatMap(({ quarter, forecast }): Cell[][] => {
      if (!forecast.ok) {
        const why = forecast.because === 'few_closed' ? String(forecast.closed) : 'no quarter before';
        return [[[quarter.name], ['all'], ['not made'], ['–'], ['–'], [why]]];
      }
      return accuracies.flatMap(({ currency, quarters }) => {
        const made = quarters.find(({ name }) => name === quarter.name);
        if (!made) return [];
        const { expected, actual } = made;
        const off = expected - actual;
        return [
          [
            [quarter.name],
            [currency],
            { value: expected, said: money(expected, currency) },
            { value: actual, said: money(actual, currency) },
            { value: off, said: offWords(off, actual, currency) },
            { value: forecast.closed, said: String(forecast.closed) },
          ],
        ];
      });
    }),
  };
}

function offWords(off: number, actual: number, currency: string): string {
  const sign = off < 0 ? '−' : '+';
  const share = actual === 0 ? '' : ` (${sign}${percent(Math.abs(off) / actual)})`;
  return `${sign}${money(Math.abs(off), currency)}${share}`;
}

const chartOf = ({ currency, quarters }: Accuracy): Chart => ({
  id: `back-casts/${currency}`,
  type: 'line',
  title: `Forecast and won, ${currency} a quarter`,
  xLabel: 'Quarter',
  yLabel: currency,
  categories: quarters.map(({ name }) => name),
  series: [
    { name: 'Forecast, first day', values: quarters.map(({ expected }) => Math.round(expected)) },
    { name: 'Won', values: quarters.map(({ actual }) => Math.round(actual)) },
  ],
});

function watchedTable(rows: readonly WatchedDealModel[]): Table {
  return {
    id: 'watched',
    caption: 'Deals to look at this week, the most pressing first',
    columns: ['Deal', 'Owner', 'Amount', 'Expected on', 'Why'],
    rows: rows.map(({ lead, company, ownerName, amount, currency, closeOn, reasons }): Cell[] => [
      leadName(lead, company),
      ownerName === null ? ['nobody'] : [stranger(ownerName, shown.name)],
      amount === null || currency === null ? ['not said'] : { value: amount, said: money(amount, currency) },
      closeOn === null ? ['not said'] : [calendarDay(closeOn)],
      join(reasons.map(reasonLine), '; '),
    ]),
  };
}

function reasonLine(watched: Watched): Line {
  switch (watched.reason) {
    case 'overdue':
      return ['its day has passed'];
    case 'no_close_date':
      return ['no expected day'];
    case 'no_amount':
      return ['no amount'];
    case 'stale':
      return [`nothing heard or done for ${watched.days} days`];
    case 'moved_often':
      return [`its day was moved later ${watched.times} times`];
    case 'due_soon':
      return ['expected within seven days'];
  }
}

function notesOf({ now, reps, watched, accuracies }: ForecastModel): Line[] {
  const levels = now.ok ? now.levels : [];
  const countOf = (of: (level: Level) => boolean) =>
    levels.reduce((sum, { level, count: deals }) => sum + (of(level) ? deals : 0), 0);
  const open = countOf(() => true);
  const alone = countOf((level) => level === 'nothing');
  const broad = countOf((level) => level !== 'segment_and_step' && level !== 'nothing');
  const currencies = new Set(accuracies.map(({ currency }) => currency));
  const left = watched.rows === null ? 0 : watched.total - watched.rows.length;
  return [
    ...(broad === 0
      ? []
      : [
          [
            `${broad} of ${count(open, 'open deal', 'open deals')} had fewer than 20 before them of the same segment and sub-stage, and were compared with a wider group.`,
          ],
        ]),
    ...(alone === 0
      ? []
      : [
          [
            `Of ${alone} of ${count(open, 'open deal', 'open deals')} nothing is expected: on this day of earlier quarters no deal was open that could tell.`,
          ],
        ]),
    ...(currencies.size > 1
      ? [[`${currencies.size} currencies, each by itself: they are never added up or converted.`]]
      : []),
    ...watchedNotes(watched, left),
    ...(reps !== null && reps.hidden > 0
      ? [
          [
            `The rows of ${count(reps.hidden, 'other rep', 'other reps')} are seen by themselves, their managers and ops.`,
          ],
        ]
      : []),
  ];
}

function watchedNotes({ total, rows }: ForecastModel['watched'], left: number): Line[] {
  if (total === 0) return [['No open deal needs a look this week.']];
  if (rows === null) {
    return [
      [
        `${count(total, 'deal needs', 'deals need')} a look this week: sales and ops see which with /funnel forecast.`,
      ],
    ];
  }
  return left === 0 ? [] : [[`… and ${count(left, 'more deal', 'more deals')} to look at.`]];
}
