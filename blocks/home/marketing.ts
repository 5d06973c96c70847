import type { KnownBlock } from '@slack/types';
import type { MarketingHome } from '#src/view/home-models.ts';
import { heading } from '../elements.ts';
import { shown } from '../limits.ts';
import { boldStranger, channel, day, drawLong, type Line, leadName, stranger } from '../lines.ts';

/** What sales gave back lately, by source and reason. */
export function marketingPart({ days, feedbackChannel, rejections, recycled }: MarketingHome): KnownBlock[] {
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
    ...(recycled.total === 0 ? [] : recycledPart(recycled)),
  ];
}

/** What sales want to be tried again, and when. */
function recycledPart({ rows, total }: MarketingHome['recycled']): KnownBlock[] {
  const rest = total - rows.length;
  return [
    heading('home/recycled', `Recycled, to try again (${total})`),
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
    ]),
  ];
}

function rowLine({ sourceName, reason, count }: MarketingHome['rejections']['rows'][number]): Line {
  return ['• ', boldStranger(sourceName, shown.name), ': ', stranger(reason, shown.words), ` ×${count}`];
}
