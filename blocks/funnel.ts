import type { FunnelGroup, FunnelModel } from '#src/view/funnel-models.ts';
import {
  countChangeWords,
  inferredWords,
  meetingWords,
  rateWords,
  shareChangeWords,
  targetWords,
  timeChangeWords,
  timeWords,
} from './funnel-words.ts';
import { count, FAILURE_POINT_LABELS } from './labels.ts';
import { shown } from './limits.ts';
import { bold, boldStranger, day, join, type Line, stranger } from './lines.ts';
import type { Report } from './report.ts';
import { attainmentWords, speedFigureLines } from './speed.ts';

const MOST_GROUPS = 15;

/** The answer to `/funnel`: counts, conversion of what is decided, times, SLA and rejections. */
export function funnel(model: FunnelModel): Report {
  const heading: Line[] = [headingLine(model), ...beforeLine(model)];
  const groups = model.groups.slice(0, MOST_GROUPS).map(groupLines);
  const rest = model.groups.length - groups.length;
  const more: Line[] = rest > 0 ? [[`… and ${count(rest, 'more group', 'more groups')}`]] : [];
  const empty: Line[] = [
    ['No leads in this period. A longer one: /funnel 90d, or two dates: /funnel 2026-09-01..2026-09-30'],
  ];
  const lines = groups.length === 0 ? empty : [...groups.flat(), ...more];
  return {
    heading: [...heading, ...lines],
    charts: [],
    tables: [],
    notes: [],
    definitions: 'funnel',
  };
}

function headingLine({ periodLabel, from, to, by, segmentsAre }: FunnelModel): Line {
  const grouping = by === 'segment' ? `segment (${segmentsAre})` : by;
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

function beforeLine({ before, groups }: FunnelModel): Line[] {
  if (before === null || groups.length === 0) return [];
  const time: Line = [day(before.from), ' to ', day(before.to)];
  return before.leads === 0
    ? [['Nothing to compare with: no leads from ', ...time, '.']]
    : [['Compared with ', ...time, `: ${count(before.leads, 'lead', 'leads')}.`]];
}

function groupLines(group: FunnelGroup): Line[] {
  const { changes } = group;
  const counts = join(
    [
      [`${count(group.leads, 'lead', 'leads')} in${countChangeWords(changes?.leads ?? null)}`],
      [`${group.nurtured} to nurture`],
      [`${group.waiting} waiting`],
      [`${group.snoozed} snoozed`],
    ],
    ' · ',
  );
  return [
    ...(group.name === null ? [] : [[boldStranger(group.name, shown.name)]]),
    counts,
    ...group.stages.map((stage, index) => stageLine(stage, changes?.stages[index] ?? null)),
    ...meetingLine(group),
    [
      `Time to accept: ${timeWords(group.accept, group.accept.targetMinutes, changes?.accept ?? null) ?? 'nothing accepted yet'}`,
    ],
    [
      `Time to first response: ${timeWords(group.response, null, changes?.response ?? null) ?? 'none logged yet'}`,
    ],
    ...speedFigureLines(group.speed, timeChangeWords(changes?.speed ?? null)),
    [`Answered in time: ${attainmentWords(group.sla)}${shareChangeWords(changes?.sla ?? null)}`],
    [
      `First response in time: ${attainmentWords(group.responseSla)}${shareChangeWords(changes?.responseSla ?? null)}`,
    ],
    ...rejectionsLine(group.rejections),
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
    `: ${reached}${inferredWords(inferred)}, ${rate}${targetWords(conversion, target)}${shareChangeWords(change)}`,
  ];
}

function meetingLine({ meetings }: FunnelGroup): Line[] {
  const words = meetingWords(meetings);
  return words === null ? [] : [[`Meetings: ${words}`]];
}

function rejectionsLine(rejections: FunnelGroup['rejections']): Line[] {
  const named = rejections.filter((one) => one.count > 0);
  if (named.length === 0) return [];
  const words = named.map((one) => `${FAILURE_POINT_LABELS[one.failurePoint].toLowerCase()} ${one.count}`);
  return [[`Rejections: ${words.join(', ')}`]];
}
