import type { KnownBlock } from '@slack/types';
import type { ClaimModel } from '#src/view/models.ts';
import { whoLine, whyNowLine } from './card-lines.ts';
import { button } from './elements.ts';
import { formatValue, ids } from './ids.ts';
import { LEG_LABELS, STATE_LABELS, TEMPERATURE_LABELS } from './labels.ts';
import { shown } from './limits.ts';
import { bold, channel, draw, join, type Line, type Message, say, stranger, when } from './lines.ts';
import { pauseLine } from './pause.ts';
import { plain } from './text.ts';

/** A lead in its pool's channel, for whoever comes first; once taken, everybody reads who has it. */
export function claimCard(model: ClaimModel): Message {
  const isOpen = model.status.type === 'open';
  const lines = [
    sourceLine(model),
    whoLine(model),
    isOpen ? whyNowLine(model) : null,
    statusLine(model),
    isOpen && model.acceptIf ? ['Accept if: ', stranger(model.acceptIf, shown.sentence)] : null,
    isOpen ? unknownFitLine(model) : null,
  ].filter((line): line is Line => line !== null && line.length > 0);
  const blocks: KnownBlock[] = [draw(`claim/${model.handoffId}/lead`, lines)];
  if (!isOpen) return { text: say(lines), blocks };
  const who = plain(model.lead.company ?? model.lead.name, shown.name);
  const claim = button({
    id: ids.claim,
    text: 'Claim',
    spoken: `Claim lead ${who}`,
    value: formatValue({ ...model, choice: null }),
    style: 'primary',
  });
  blocks.push({ type: 'actions', block_id: `claim/${model.handoffId}/actions`, elements: [claim] });
  return { text: say([...lines, ['You can: Claim.']]), blocks };
}

function sourceLine({ leg, temperature, sourceName, campaign }: ClaimModel): Line {
  const label = LEG_LABELS[leg];
  return join(
    [
      [bold(TEMPERATURE_LABELS[temperature])],
      label === null ? null : [label],
      [stranger(sourceName, shown.name)],
      campaign === null ? null : [stranger(campaign, shown.name)],
    ],
    ' · ',
  );
}

function statusLine({ status, deadline, pause }: ClaimModel): Line {
  switch (status.type) {
    case 'open':
      return join(
        [['For whoever comes first'], pause === null ? deadlinePart(deadline) : pauseLine(pause)],
        ' · ',
      );
    case 'taken':
      return [stranger(status.byName, shown.name), ' took it ', when(status.at)];
    case 'moved':
      return status.channelId === null
        ? ['No longer here: it lies further down']
        : ['No longer here: it lies in ', channel(status.channelId)];
    case 'gone':
      return status.ownerName === null
        ? ['No longer here: ', STATE_LABELS[status.state].toLowerCase()]
        : ['No longer here: it went to ', stranger(status.ownerName, shown.name)];
  }
}

function deadlinePart(deadline: ClaimModel['deadline']): Line | null {
  if (deadline === null) return null;
  if (!deadline.isOver) return ['Claim by ', when(deadline.at)];
  return [bold('Overdue'), ': somebody should have it since ', when(deadline.at)];
}

function unknownFitLine({ unknownFit }: ClaimModel): Line | null {
  if (unknownFit.length === 0) return null;
  return [bold('Fit unverified'), ': ', stranger(unknownFit.join(', '), shown.sentence), ' not known'];
}
