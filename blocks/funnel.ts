import { FEWEST_TO_COMPARE } from '#domain/interval.ts';
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
import { bold, boldStranger, day, drawLong, join, type Line, type Message, say, stranger } from './lines.ts';
import { attainmentWords, speedFigureLines } from './speed.ts';

const MOST_GROUPS = 15;

/** The answer to `/funnel`: counts, conversion of what is decided, times, and what each figure means. */
export function funnel(model: FunnelModel): Message {
  const heading: Line[] = [headingLine(model), ...beforeLine(model)];
  const groups = model.groups.slice(0, MOST_GROUPS).map(groupLines);
  const rest = model.groups.length - groups.length;
  const more: Line[] = rest > 0 ? [[`… and ${count(rest, 'more group', 'more groups')}`]] : [];
  const empty: Line[] = [
    ['No leads in this period. A longer one: /funnel 90d, or two dates: /funnel 2026-09-01..2026-09-30'],
  ];
  const lines = groups.length === 0 ? empty : [...groups.flat(), ...more];
  return {
    text: say([...heading, ...lines, ...DEFINITIONS]),
    blocks: [
      ...drawLong('heading', heading),
      ...groups.flatMap((group, index) => drawLong(`group/${index}`, group)),
      ...drawLong('more', groups.length === 0 ? lines : more),
      ...drawLong('definitions', DEFINITIONS),
    ],
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

const DEFINITIONS: Line[] = [
  [bold('What the figures mean')],
  [
    '• Stage: leads that reached it, of those that came in during the period. Inferred: nobody saw it happen.',
  ],
  [
    '• Rate: of those in the stage before whose answer is known, the share that came on. Open leads count neither way.',
  ],
  [
    `• Likely: a 95 % interval. With fewer than ${FEWEST_TO_COMPARE} decided, counts stand instead of a rate.`,
  ],
  [
    '• Before: the equally long time just before. Its leads have had longer to be decided. Up and down are said only of what chance does not explain.',
  ],
  ['• Time to accept, to first response: from the first offer on, nights and days off included.'],
  [
    '• Speed to lead: from capture to the first response, whoever had it, nights and days off included. The system’s share ends when the card is in Slack; the person’s begins there.',
  ],
  ['• Meetings: leads with one, as the form, the reps and later signals tell of it.'],
  [
    '• Answered in time: accept clocks met, of those met or run out. Leads that went to somebody else in time are left out.',
  ],
  [
    '• First response in time: the same of the clocks for the first response, and for the first e-mail and call where both are expected. Clocks count working hours where the settings say so.',
  ],
  ['• Rejections: by what went wrong, as the reasons in the settings say.'],
];
