import type { KnownBlock } from '@slack/types';
import type { MarketingHome } from '#src/view/home-models.ts';
import { heading } from '../elements.ts';
import { shown } from '../limits.ts';
import { boldStranger, channel, drawLong, type Line, stranger } from '../lines.ts';

/** What sales gave back lately, by source and reason. */
export function marketingPart({ days, feedbackChannel, rejections }: MarketingHome): KnownBlock[] {
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

function rowLine({ sourceName, reason, count }: MarketingHome['rejections']['rows'][number]): Line {
  return ['• ', boldStranger(sourceName, shown.name), ': ', stranger(reason, shown.words), ` ×${count}`];
}
