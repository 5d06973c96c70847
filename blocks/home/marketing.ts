import type { KnownBlock } from '@slack/types';
import type { AcceptanceModel, MarketingHome } from '#src/view/home-models.ts';
import { answerButton } from '../answers.ts';
import { heading } from '../elements.ts';
import { shown } from '../limits.ts';
import {
  bold,
  boldStranger,
  bullets,
  calendarDay,
  channel,
  day,
  draw,
  drawLong,
  type Line,
  leadName,
  stranger,
  when,
} from '../lines.ts';

/** What sales gave back and marketing owes an answer to, and what sales took. */
export function marketingPart(model: MarketingHome, most: number): KnownBlock[] {
  return [
    ...unansweredPart(model.unanswered, most),
    ...rejectedPart(model),
    heading('home/acceptance', `Taken by sales, last ${model.days} days`),
    ...drawLong('home/acceptance/figures', acceptanceLines(model.acceptance)),
    draw('home/definition', [definitionLine(model.definition)]),
    ...(model.recycled.total + model.notAgain === 0 ? [] : recycledPart(model)),
  ];
}

/** What marketing owes sales, the first due first. */
function unansweredPart({ rows: all, total }: MarketingHome['unanswered'], most: number): KnownBlock[] {
  const rows = all.slice(0, most);
  const counted = rows.reduce((sum, row) => sum + row.count, 0);
  return [
    heading('home/unanswered', total === 0 ? 'Rejections to answer' : `Rejections to answer (${total})`),
    ...(total === 0
      ? [
          draw('home/unanswered/none', [
            ['Every rejection is answered. One that waits for you appears here.'],
          ]),
        ]
      : []),
    ...rows.flatMap((row) => [
      draw(`home/unanswered/${row.sourceId}/${row.reasonCode}`, [
        [...rowLine(row).slice(1), row.isOverdue ? ' · was due ' : ' · due ', when(row.dueAt)],
      ]),
      answerButton(`home/unanswered/${row.sourceId}/${row.reasonCode}/answer`, row),
    ]),
    ...(total > counted
      ? [draw('home/unanswered/rest', [[`… and ${total - counted} more, in the channel of rejections`]])]
      : []),
  ];
}

function acceptanceLines({ bySource, byCampaign }: MarketingHome['acceptance']): Line[] {
  if (bySource.length === 0)
    return [['Nothing was handed to sales. How much of each source they take will stand here.']];
  return [
    ...bullets([bold('By source')], bySource.map(acceptanceLine), bySource.length),
    ...bullets([bold('By campaign')], byCampaign.map(acceptanceLine), byCampaign.length),
    ['All of it, compared with the time before: /funnel by source'],
  ];
}

/** Counts alone: few leads make no rate. */
function acceptanceLine({ name, accepted, rejected, open }: AcceptanceModel): Line {
  const waits = open === 0 ? '' : ` · ${open} not answered yet`;
  return [stranger(name, shown.name), `: ${accepted} taken · ${rejected} given back${waits}`];
}

export function definitionLine({ version, reviewBy, isOverdue }: MarketingHome['definition']): Line {
  const words: Line = ['MQL definition ', stranger(version, shown.name)];
  return isOverdue
    ? [
        ...words,
        ': ',
        bold('its review is overdue'),
        ', it was due by ',
        calendarDay(reviewBy),
        '. /handoff definitions',
      ]
    : [...words, ': to be reviewed by ', calendarDay(reviewBy), '. /handoff definitions'];
}

function rejectedPart({ days, feedbackChannel, rejections }: MarketingHome): KnownBlock[] {
  const counted = rejections.rows.reduce((sum, row) => sum + row.count, 0);
  const rest = rejections.total - counted;
  const lines: Line[] = [
    ...(rejections.total === 0
      ? [['Sales rejected nothing. Rejections will be counted here by source and reason.']]
      : rejections.rows.map(rowLine)),
    ...(rest > 0 ? [[`… and ${rest} more, for other reasons`]] : []),
    feedbackChannel === null
      ? ['The settings name no channel for rejections yet: ops add it in /handoff setup.']
      : ['Each rejection stands in ', channel(feedbackChannel), ' with its evidence and note.'],
  ];
  const title = `Rejected in the last ${days} days`;
  return [
    heading('home/rejections', rejections.total === 0 ? title : `${title} (${rejections.total})`),
    ...drawLong('home/rejections/figures', lines),
  ];
}

/** What sales want to be tried again, and when. */
function recycledPart({
  recycled: { rows, total },
  notAgain,
  days,
}: Pick<MarketingHome, 'recycled' | 'notAgain' | 'days'>): KnownBlock[] {
  const rest = total - rows.length;
  return [
    heading('home/recycled', `Comes back to sales (${total})`),
    ...drawLong('home/recycled/rows', [
      ...rows.map(
        ({ lead, company, reason, until }): Line => [
          '• ',
          day(until),
          ': ',
          ...leadName(lead, company),
          ' · ',
          stranger(reason, shown.words),
        ],
      ),
      ...(rest > 0 ? [[`… and ${rest} more`]] : []),
      ...(notAgain === 0
        ? []
        : [
            [
              `${notAgain} ${notAgain === 1 ? 'lead' : 'leads'} of the last ${days} days did not come back: they had as often as the settings allow (recycle.at_most).`,
            ],
          ]),
    ]),
  ];
}

function rowLine({ sourceName, reason, count }: MarketingHome['rejections']['rows'][number]): Line {
  return ['• ', boldStranger(sourceName, shown.name), ': ', stranger(reason, shown.words), ` ×${count}`];
}
