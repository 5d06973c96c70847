import type { MorningList } from '#domain/lead-lists.ts';
import type { HomeLead, RepDigestModel } from '#src/view/home-models.ts';
import { deadlinePart, dealWords, handedOnLine } from './card-lines.ts';
import { muteActions } from './digest-switches.ts';
import { LEG_LABELS, TEMPERATURE_LABELS } from './labels.ts';
import { bold, drawLong, join, type Line, leadName, type Message, say, when } from './lines.ts';

const TITLES: Record<MorningList, string> = {
  overdue: 'Overdue',
  returned: 'Came back to you',
  offered: 'To answer',
  wakes: 'Snoozed, back today',
  deals_passed: 'Deals whose day has passed',
  deals_soon: 'Deals to be signed within a week',
};

/** A rep's morning: what wants something of them today, and nothing else. */
export function repDigest({ lists }: RepDigestModel): Message {
  const counts = lists.map(({ list, leads }): Line => [`${TITLES[list].toLowerCase()}: ${leads.total}`]);
  const lines: Line[] = [
    [bold('Your day'), ' · ', ...(counts.length === 0 ? ['all of it is done'] : join(counts, ' · '))],
    ...lists.flatMap(({ list, leads }): Line[] => {
      const rest = leads.total - leads.rows.length;
      return [
        [bold(TITLES[list])],
        ...leads.rows.map((lead): Line => ['• ', ...row(lead)]),
        ...(rest > 0 ? [[`… and ${rest} more`]] : []),
      ];
    }),
    ['Each lead with its buttons: its card, the Home tab of this app, or /leads mine'],
  ];
  return { text: say(lines), blocks: [...drawLong('digest', lines), muteActions('reps')] };
}

/** A deal is known by its sum and day, what came back by why, any other lead by what is due. */
function row(lead: HomeLead): Line {
  const leg = LEG_LABELS[lead.leg];
  return join(
    [
      leadName(lead.lead.name, lead.lead.company),
      lead.deal === null ? [TEMPERATURE_LABELS[lead.temperature]] : null,
      leg === null ? null : [leg],
      lead.backAt === null ? null : ['back ', when(lead.backAt)],
      lead.state === 'snoozed' ? null : deadlinePart(lead),
      lead.deal === null ? null : dealWords(lead.deal),
      lead.sentBack === null ? null : handedOnLine(lead.sentBack),
    ],
    ' · ',
  );
}
