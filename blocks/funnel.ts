import { RESPONSE_BOUNDS } from '#domain/funnel.ts';
import type { Grouping } from '#domain/period.ts';
import type { FunnelGroup, FunnelModel } from '#src/view/funnel-models.ts';
import type { Chart } from './chart.ts';
import { fallLines } from './funnel-fall.ts';
import { funnelTable } from './funnel-table.ts';
import {
  attainmentWords,
  countChangeWords,
  inferredWords,
  meetingWords,
  rateWords,
  shareChangeWords,
  targetWords,
  timeChangeWords,
  timeWords,
} from './funnel-words.ts';
import { count, FAILURE_POINT_LABELS, took } from './labels.ts';
import { limits, shown } from './limits.ts';
import { bold, day, join, type Line, stranger } from './lines.ts';
import type { Report } from './report.ts';
import { speedFigureLines } from './speed.ts';

/** The answer to `/funnel`: the whole in words with its charts, or one row for each of what it is grouped by. */
export function funnel(model: FunnelModel): Report {
  const { by, whole } = model;
  const heading: Line[] = [headingLine(model), ...beforeLine(model)];
  const answer: Report = { heading, charts: [], tables: [], notes: [], definitions: 'funnel' };
  if (whole.leads === 0) return { ...answer, heading: [...heading, NO_LEADS] };
  if (by === null) {
    return {
      ...answer,
      heading: [...heading, ...wholeLines(whole), ...fallLines(model.falls)],
      charts: [stages(whole), ...times(whole)],
    };
  }
  return {
    ...answer,
    heading: [...heading, leadsLine(whole)],
    charts: by === 'week' ? [trend(model)] : [],
    tables: [funnelTable(model, by)],
    notes: hiddenLine(model),
  };
}

const NO_LEADS: Line = [
  'No leads in this period. A longer one: /funnel 90d, or two dates: /funnel 2026-09-01 .. 2026-09-30',
];

function headingLine({ periodLabel, from, to, by, segmentsAre }: FunnelModel): Line {
  const grouping = by === 'segment' ? `segment (${segmentsAre})` : by && GROUPING_WORDS[by];
  return [
    bold('Funnel'),
    ', ',
    stranger(periodLabel, shown.name),
    ' (',
    day(from),
    ' to ',
    day(to),
    ')',
    ...(grouping === null ? [] : [`, by ${grouping}`]),
  ];
}

const GROUPING_WORDS: Record<Grouping, string> = {
  source: 'source',
  campaign: 'campaign',
  channel: 'channel',
  rep: 'rep',
  pool: 'pool',
  segment: 'segment',
  week: 'week',
  reason: 'reason of the rejection',
};

function beforeLine({ before, whole }: FunnelModel): Line[] {
  if (before === null || whole.leads === 0) return [];
  const time: Line = [day(before.from), ' to ', day(before.to)];
  return before.leads === 0
    ? [['Nothing to compare with: no leads from ', ...time, '.']]
    : [['Compared with ', ...time, `: ${count(before.leads, 'lead', 'leads')}.`]];
}

function leadsLine({ leads, nurtured, waiting, snoozed, changes }: FunnelGroup): Line {
  return join(
    [
      [`${count(leads, 'lead', 'leads')} in${countChangeWords(changes?.leads ?? null)}`],
      [`${nurtured.toLocaleString('en')} to nurture`],
      [`${waiting.toLocaleString('en')} waiting`],
      [`${snoozed.toLocaleString('en')} snoozed`],
    ],
    ' · ',
  );
}

function wholeLines(whole: FunnelGroup): Line[] {
  const { changes, accept } = whole;
  const target = accept.targetMinutes === null ? '' : `, target for the median ${took(accept.targetMinutes)}`;
  const accepted = timeWords(accept);
  const meetings = meetingWords(whole.meetings);
  return [
    leadsLine(whole),
    ...whole.stages.map((stage, index) => stageLine(stage, changes?.stages[index] ?? null)),
    ...(meetings === null ? [] : [[`Meetings: ${meetings}`]]),
    [
      `Time to accept: ${accepted === null ? 'nothing accepted yet' : `${accepted}${target}${timeChangeWords(changes?.accept ?? null)}`}`,
    ],
    [
      `Time to first response: ${timeWords(whole.response) ?? 'none logged yet'}${timeChangeWords(changes?.response ?? null)}`,
    ],
    ...speedFigureLines(whole.speed, timeChangeWords(changes?.speed ?? null)),
    [`Answered in time: ${attainmentWords(whole.sla)}${shareChangeWords(changes?.sla ?? null)}`],
    [
      `First response in time: ${attainmentWords(whole.responseSla)}${shareChangeWords(changes?.responseSla ?? null)}`,
    ],
    ...rejectionsLine(whole.rejections),
  ];
}

function stageLine(
  { label, reached, inferred, conversion, target }: FunnelGroup['stages'][number],
  change: Parameters<typeof shareChangeWords>[0],
): Line {
  const rate = rateWords(conversion);
  return [
    '• ',
    stranger(label, shown.name),
    `: ${reached.toLocaleString('en')}${inferredWords(inferred)} · ${rate}${targetWords(conversion, target)}${shareChangeWords(change)}`,
  ];
}

function rejectionsLine(rejections: FunnelGroup['rejections']): Line[] {
  const named = rejections.filter((one) => one.count > 0);
  if (named.length === 0) return [];
  const words = named.map((one) => `${FAILURE_POINT_LABELS[one.failurePoint].toLowerCase()} ${one.count}`);
  return [[`Rejections: ${words.join(', ')}`]];
}

/** Bars of how many came how far, beside those of the time before. */
function stages({ leads, stages: reached, before }: FunnelGroup): Chart {
  return {
    id: 'stages',
    type: 'bar',
    title: 'How far they came',
    xLabel: 'Stage',
    yLabel: 'Leads',
    categories: ['Leads', ...reached.map(({ label }) => label)],
    series: [
      { name: 'This period', values: [leads, ...reached.map((stage) => stage.reached)] },
      ...(before === null ? [] : [{ name: 'Before', values: [before.leads, ...before.reached] }]),
    ],
  };
}

/** Bars of how long first responses took; nothing where there are none. */
function times({ responseSpread, response }: FunnelGroup): Chart[] {
  if (response.count === 0) return [];
  const [longest] = RESPONSE_BOUNDS.slice(-1);
  return [
    {
      id: 'responses',
      type: 'bar',
      title: 'Time to first response',
      xLabel: 'From the first offer',
      yLabel: 'Leads',
      categories: [...RESPONSE_BOUNDS.map((bound) => `up to ${took(bound)}`), `over ${took(longest ?? 0)}`],
      series: [{ name: 'Leads', values: responseSpread }],
    },
  ];
}

/** Lines through the weeks; of more than Slack shows the last. */
function trend({ groups }: FunnelModel): Chart {
  const weeks = groups.slice(-limits.chartCategories);
  const isCut = weeks.length < groups.length;
  const labels = weeks[0]?.stages.map(({ label }) => label) ?? [];
  return {
    id: 'weeks',
    type: 'line',
    title: isCut ? `Leads by week, the last ${weeks.length} weeks` : 'Leads by week',
    xLabel: 'Week that begins on',
    yLabel: 'Leads captured then',
    categories: weeks.map(({ name }) => (name ?? '').replace(/ \d{4}$/, '')),
    series: [
      { name: 'Leads', values: weeks.map(({ leads }) => leads) },
      ...labels.map((label, index) => ({
        name: label,
        values: weeks.map((week) => week.stages[index]?.reached ?? 0),
      })),
    ],
  };
}

function hiddenLine({ hidden }: FunnelModel): Line[] {
  if (hidden === 0) return [];
  return [
    [
      `${count(hidden, 'rep is', 'reps are')} counted in the total alone: figures of a person are for themselves, their managers and ops.`,
    ],
  ];
}
