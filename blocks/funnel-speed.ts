import { type FreshnessBucket, LITERATURE_TIMES } from '#domain/freshness.ts';
import { FEWEST_TO_COMPARE } from '#domain/interval.ts';
import type { FreshnessModel } from '#src/view/pipeline-models.ts';
import { percent } from './labels.ts';
import { shown } from './limits.ts';
import { bold, day, type Line, stranger } from './lines.ts';
import type { Chart, Report } from './report.ts';
import type { Cell } from './table.ts';

/** The answer to `/funnel speed`: how the wait for the first response changes whether a lead qualifies. */
export function funnelSpeed(model: FreshnessModel): Report {
  const { periodLabel, from, to, buckets } = model;
  const decided = buckets.reduce((sum, bucket) => sum + bucket.decided, 0);
  const responded = buckets.reduce((sum, bucket) => sum + bucket.open, decided);
  return {
    heading: [
      [
        bold('Qualified by speed of the first response'),
        ', ',
        stranger(periodLabel, shown.name),
        ' (',
        day(from),
        ' to ',
        day(to),
        ')',
      ],
      ...(responded === 0
        ? [['No lead of this period was responded to yet. A longer one: /funnel speed 365d']]
        : [oddsLine(model), LITERATURE]),
    ],
    charts: chartsOf(buckets),
    tables:
      responded === 0
        ? []
        : [
            {
              id: 'speed',
              caption: 'Qualified by the time from capture to the first response',
              columns: ['First response', 'Decided', 'Qualified', 'Rate', 'Likely', 'Still open'],
              rows: buckets.map(rowOf),
            },
          ],
    notes: responded === 0 ? [] : [NO_PROOF],
    definitions: 'speed',
  };
}

function oddsLine({ odds, buckets }: FreshnessModel): Line {
  if (odds === null) {
    const [fast] = buckets;
    const slow = buckets.find(({ fromMinutes }) => fromMinutes === 30);
    return [
      `Too few decided to compare five minutes with thirty: ${fast?.decided ?? 0} under 5 min and ${slow?.decided ?? 0} in 30–60 min, and it takes ${FEWEST_TO_COMPARE} of each.`,
    ];
  }
  const { times, low, high } = odds;
  const verdict =
    low > 1
      ? ''
      : high < 1
        ? ' Here the slower ones fared better.'
        : ' That may be chance: 1.0 times, no difference, lies between.';
  return [
    bold('Yours'),
    `: a lead answered within 5 min had ${timesWords(times)} the odds of qualifying of one answered after 30–60 min (likely ${timesWords(low)} to ${timesWords(high)}).${verdict}`,
  ];
}

const LITERATURE: Line = [
  `The literature: ${LITERATURE_TIMES} times, 5 against 30 min (Lead Response Management Study, InsideSales and MIT, 2007; six companies).`,
];

const NO_PROOF: Line = [
  'This is no proof of cause: leads that ask for sales are answered sooner, and qualify more often anyway.',
];

const timesWords = (times: number): string => `${times < 10 ? times.toFixed(1) : times.toFixed(0)} times`;

function rowOf({ label, decided, qualified, open, rate }: FreshnessBucket): Cell[] {
  const number = (value: number): Cell => ({ value, said: value.toLocaleString('en') });
  const { rate: share, low, high } = rate;
  const isEnough = decided >= FEWEST_TO_COMPARE && share !== null && low !== null && high !== null;
  return [
    [label],
    number(decided),
    number(qualified),
    isEnough ? { value: share, said: percent(share) } : [decided === 0 ? 'none decided' : 'too few'],
    isEnough ? [`${percent(low)} to ${percent(high)}`] : [],
    number(open),
  ];
}

/** Of the times that have cases enough; the limits of each rate beside it. */
function chartsOf(buckets: readonly FreshnessBucket[]): Chart[] {
  const known = buckets.flatMap(({ label, decided, rate: { rate, low, high } }) =>
    decided < FEWEST_TO_COMPARE || rate === null || low === null || high === null
      ? []
      : [{ label, rate, low, high }],
  );
  if (known.length < 2) return [];
  const points = (of: (bucket: (typeof known)[number]) => number) =>
    known.map((bucket) => Math.round(of(bucket) * 1_000) / 10);
  return [
    {
      id: 'speed/curve',
      type: 'line',
      title: 'Qualified by first response, %',
      xLabel: 'First response after capture',
      yLabel: 'Qualified of decided, %',
      categories: known.map(({ label }) => label),
      series: [
        { name: 'Qualified', values: points(({ rate }) => rate) },
        { name: 'Likely at least', values: points(({ low }) => low) },
        { name: 'Likely at most', values: points(({ high }) => high) },
      ],
    },
  ];
}
