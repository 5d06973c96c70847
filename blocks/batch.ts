import type { KnownBlock } from '@slack/types';
import type { BatchModel } from '#src/view/models.ts';
import { button } from './elements.ts';
import { formatTakeNext, ids } from './ids.ts';
import { count, TEMPERATURE_LABELS } from './labels.ts';
import { shown } from './limits.ts';
import { bold, channel, drawLong, join, type Line, leadName, type Message, say, stranger } from './lines.ts';
import { pauseLine } from './pause.ts';
import { plain } from './text.ts';

const MOST_TAKERS = 10;

/** Many leads in one message, to be taken one after another. */
export function batchCard(model: BatchModel): Message {
  const isHere = model.left > 0 && model.elsewhere === null;
  const rest = isHere ? nextLines(model) : [elsewhereLine(model)];
  const paused = model.pause === null ? [] : [pauseLine(model.pause)];
  const lines = [headingLine(model), sharesLine(model), ...paused, ...rest].filter((line) => line.length > 0);
  const blocks: KnownBlock[] = drawLong('batch/leads', lines);
  if (!isHere) return { text: say(lines), blocks };
  const next = button({
    id: ids.takeNext,
    text: 'Take next',
    spoken: `Take the next lead from ${plain(model.campaign ?? model.sourceName, shown.name / 2)}`,
    value: formatTakeNext({ batch: model.key, newestClaim: model.newestClaim }),
    style: 'primary',
  });
  blocks.push({ type: 'actions', block_id: 'batch/actions', elements: [next] });
  return { text: say([...lines, ['You can: Take next.']]), blocks };
}

function headingLine({ total, left, sourceName, campaign, poolName }: BatchModel): Line {
  const from = join(
    [
      [bold(count(total, 'lead', 'leads')), ' from ', stranger(sourceName, shown.name)],
      campaign === null ? null : [stranger(campaign, shown.name)],
      ['for ', stranger(poolName, shown.name)],
    ],
    ' · ',
  );
  return left === 0 ? from : [...from, ` · ${left.toLocaleString('en')} left`];
}

/** How it was shared so far. What somebody else was given by hand is nobody's press. */
function sharesLine({ taken, total, left }: BatchModel): Line {
  const named = taken
    .slice(0, MOST_TAKERS)
    .map(
      ({ name, count: leads }, index): Line => [
        stranger(name, shown.name),
        `${index === 0 ? ' took' : ''} ${leads.toLocaleString('en')}`,
      ],
    );
  const rest = taken.length - named.length;
  const others = total - left - taken.reduce((sum, one) => sum + one.count, 0);
  const parts: Line[] = [
    ...named,
    ...(rest > 0 ? [[`${rest} more people took some`]] : []),
    ...(others > 0 ? [[`${others.toLocaleString('en')} went elsewhere`]] : []),
  ];
  if (left > 0) return join(parts, ', ');
  return parts.length === 0 ? [bold('All taken')] : [bold('All taken'), ': ', ...join(parts, ', ')];
}

function elsewhereLine({ left, elsewhere }: BatchModel): Line {
  if (left === 0 || elsewhere === null) return [];
  return elsewhere.channelId === null
    ? ['No longer here: each of the pool has it in their direct messages']
    : ['No longer here: it lies in ', channel(elsewhere.channelId)];
}

function nextLines({ next, left }: BatchModel): Line[] {
  const rest = left - next.length;
  return [
    ...next.map(
      ({ lead, company, temperature }): Line => [
        '• ',
        ...leadName(lead, company),
        ' · ',
        TEMPERATURE_LABELS[temperature],
      ],
    ),
    ...(rest > 0 ? [[`… and ${rest.toLocaleString('en')} more`]] : []),
  ];
}
