import type { FunnelGroup, FunnelModel } from '#src/view/models.ts';
import { count, FAILURE_POINT_LABELS, minutes, percent } from './labels.ts';
import { shown } from './limits.ts';
import { bold, boldStranger, day, drawLong, join, type Line, type Message, say, stranger } from './lines.ts';

const MOST_GROUPS = 15;
/** Below this, one lead more or less moves a rate by over five points: the counts say more. */
const FEWEST_FOR_A_RATE = 20;

/** The answer to `/funnel`: counts, conversion of what is decided, times, and what each figure means. */
export function funnel(model: FunnelModel): Message {
  const heading: Line = [
    bold('Funnel'),
    ', ',
    stranger(model.periodLabel, shown.name),
    ' (',
    day(model.from),
    ' to ',
    day(model.to),
    ')',
    ...(model.by === null ? [] : [`, by ${model.by}`]),
  ];
  const groups = model.groups.slice(0, MOST_GROUPS).map(groupLines);
  const rest = model.groups.length - groups.length;
  const more: Line[] = rest > 0 ? [[`… and ${rest} more groups`]] : [];
  const lines = groups.length === 0 ? [['No leads in this period.']] : [...groups.flat(), ...more];
  return {
    text: say([heading, ...lines, ...DEFINITIONS]),
    blocks: [
      ...drawLong('heading', [heading]),
      ...groups.flatMap((group, index) => drawLong(`group/${index}`, group)),
      ...drawLong('more', groups.length === 0 ? lines : more),
      ...drawLong('definitions', DEFINITIONS),
    ],
  };
}

function groupLines(group: FunnelGroup): Line[] {
  const counts = join(
    [
      [`${count(group.leads, 'lead', 'leads')} in`],
      [`${group.nurtured} to nurture`],
      [`${group.waiting} waiting`],
      [`${group.snoozed} snoozed`],
    ],
    ' · ',
  );
  return [
    ...(group.name === null ? [] : [[boldStranger(group.name, shown.name)]]),
    counts,
    ...group.stages.map(stageLine),
    acceptLine(group.accept),
    slaLine(group.sla),
    ...rejectionsLine(group.rejections),
  ];
}

function stageLine({ label, reached, conversion }: FunnelGroup['stages'][number]): Line {
  const stage: Line = ['• ', stranger(label, shown.name), `: ${reached}`];
  if (conversion === null) return stage;
  const open = conversion.open === 0 ? [] : [`, ${conversion.open} still open`];
  const { rate, low, high, decided } = conversion;
  if (rate === null || decided === 0) return [...stage, ', none decided yet', ...open];
  const came = Math.round(rate * decided);
  if (decided < FEWEST_FOR_A_RATE)
    return [...stage, `, ${came} of ${decided} decided (too few for a rate)`, ...open];
  const between = low === null || high === null ? '' : ` (likely ${percent(low)} to ${percent(high)})`;
  return [...stage, `, ${percent(rate)}${between} of ${decided} decided`, ...open];
}

function acceptLine({ medianMinutes, p90Minutes, count: accepted }: FunnelGroup['accept']): Line {
  if (medianMinutes === null) return ['Time to accept: nothing accepted yet'];
  const p90 = p90Minutes === null ? '' : `, 9 in 10 within ${minutes(p90Minutes)}`;
  return [`Time to accept: median ${minutes(medianMinutes)}${p90}, of ${accepted}`];
}

function slaLine({ attained, measured, target }: FunnelGroup['sla']): Line {
  if (measured === 0) return [`Answered in time: nothing measured yet, target ${percent(target)}`];
  const kept = attained / measured;
  const verdict = kept >= target ? 'target met' : 'below target';
  const caution = measured < FEWEST_FOR_A_RATE ? ', few leads: read with care' : '';
  return [
    `Answered in time: ${attained} of ${measured}, ${percent(kept)} (${verdict} of ${percent(target)}${caution})`,
  ];
}

function rejectionsLine(rejections: FunnelGroup['rejections']): Line[] {
  const named = rejections.filter((one) => one.count > 0);
  if (named.length === 0) return [];
  const words = named.map((one) => `${FAILURE_POINT_LABELS[one.failurePoint].toLowerCase()} ${one.count}`);
  return [[`Rejections: ${words.join(', ')}`]];
}

const DEFINITIONS: Line[] = [
  [bold('What the figures mean')],
  ['• Stage: leads that reached it, of those that came in during the period.'],
  [
    '• Rate: of those in the stage before whose answer is known, the share that came on. Open leads count neither way.',
  ],
  [
    `• Likely: a 95 % interval. With fewer than ${FEWEST_FOR_A_RATE} decided, counts stand instead of a rate.`,
  ],
  ['• Time to accept: from the first offer to the acceptance, nights and days off included.'],
  [
    '• Answered in time: accept clocks met, of those met or run out. Leads that went to somebody else in time are left out.',
  ],
  ['• Rejections: by what went wrong, as the reasons in the settings say.'],
];
