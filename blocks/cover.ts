import type { ActionsBlock, ModalView } from '@slack/types';
import type { AskRefusal, CoverRefusal } from '#domain/cover-refusals.ts';
import type { CoverList, ProposalModel } from '#src/view/cover-models.ts';
import { button, plainText } from './elements.ts';
import { type Ephemeral, ephemeral } from './explain.ts';
import { callbacks, ids } from './ids.ts';
import { count } from './labels.ts';
import { limits, shown } from './limits.ts';
import { bold, drawLong, join, type Line, say, stranger, when } from './lines.ts';

/** Covering each other's work: what is proposed, and what is answered to those who press or ask. */

const leadsOf = (leads: number): string => count(leads, 'lead', 'leads');
const name = (text: string) => stranger(text, shown.name);

/** How many leads a press would hand over. */
export const movable = ({ shares, rest }: ProposalModel): number =>
  shares.reduce((sum, { leads }) => sum + leads, rest);

/** Who would take what: `5 open leads: 3 to Ben, 2 to Cleo`. */
export function proposalLines(model: ProposalModel): Line[] {
  const { shares, stays, rest, managerName } = model;
  const total = movable(model) + stays;
  const takers = join(
    [
      ...shares.map(({ name: who, leads }): Line => [`${leads} to `, name(who)]),
      rest === 0 ? null : [`${rest} more by the same rules`],
    ],
    ', ',
  );
  const open = bold(count(total, 'open lead', 'open leads'));
  const seen: Line =
    managerName === null ? ['.'] : [', and ', name(managerName), ' is told when it runs late.'];
  const manySeen: Line =
    managerName === null ? ['.'] : [', and ', name(managerName), ' is told when they run late.'];
  const left: Line =
    stays === 1
      ? ['1 nobody can take now: it stays with you', ...seen]
      : [`${stays} nobody can take now: they stay with you`, ...manySeen];
  if (takers.length === 0) return [[open, ': ', ...left]];
  return [[open, ': ', ...takers, '.'], ...(stays === 0 ? [] : [left])];
}

const awayLine = (until: Date): Line => [
  'You get no new leads until ',
  when(until),
  '. Back sooner? /handoff back',
];

/** The answer to going away: since when it holds, and who would have one's open leads. */
export function proposal(model: ProposalModel): Ephemeral {
  const lines = [awayLine(model.until), ...proposalLines(model)];
  const answer = ephemeral(...lines);
  return movable(model) === 0 ? answer : withButtons(answer, lines, proposalButtons(model));
}

/** The same without anything open. */
export const away = (until: Date): Ephemeral => ephemeral(awayLine(until));

function withButtons(answer: Ephemeral, lines: Line[], actions: ActionsBlock): Ephemeral {
  return {
    ...answer,
    text: say([...lines, ['You can hand them over, or keep them.']]),
    blocks: [...answer.blocks, actions],
  };
}

/** With these leads are handed over, or kept. */
export const proposalButtons = (model: ProposalModel): ActionsBlock => ({
  type: 'actions',
  block_id: `cover/${model.coverId}`,
  elements: [
    button({
      id: ids.handOver,
      text: `Hand over ${leadsOf(movable(model))}`,
      spoken: `Hand over ${leadsOf(movable(model))} while you are away`,
      value: model.coverId,
      style: 'primary',
    }),
    button({
      id: ids.keepLeads,
      text: 'Keep them',
      spoken: 'Keep your open leads while you are away',
      value: model.coverId,
      style: 'plain',
    }),
  ],
});

/** The same after the form of one's Home: what it hands over is its submission. */
export function proposalModal(model: ProposalModel): ModalView {
  return {
    type: 'modal',
    callback_id: callbacks.cover,
    private_metadata: model.coverId,
    title: plainText('I am away', limits.modalTitle),
    ...(movable(model) > 0 && { submit: plainText('Hand them over', limits.modalButton) }),
    close: plainText(movable(model) > 0 ? 'Keep them' : 'Close', limits.modalButton),
    blocks: drawLong('cover', [awayLine(model.until), ...proposalLines(model)]),
  };
}

/** What came of a proposal. */
export function handedOver(model: { lists: CoverList[]; stays: number; isDone: boolean }): Line[] {
  const { lists, stays, isDone } = model;
  if (!isDone) return [['Your leads are on their way. Who has what stands in Messages in a moment.']];
  if (lists.length === 0) return [['Nobody can take them now: they stay with you.']];
  const takers = lists.map(({ name: who, leads }): Line => [`${leadsOf(leads.length)} to `, name(who)]);
  return [
    ['Handed over: ', ...join(takers, ', '), '.'],
    ...(stays === 0 ? [] : [[`${leadsOf(stays)} nobody can take now: still with you.`]]),
  ];
}

export const KEPT: Line = ['Your open leads stay with you.'];

/** A colleague was asked. */
export const asked = (to: string, leads: number, answerBy: Date): Line => [
  name(to),
  ` is asked to cover ${count(leads, 'open lead', 'open leads')}. You are not away yet: that begins when they accept, by `,
  when(answerBy),
  ' at the latest. You read here what they say.',
];

/** Why a colleague was not asked, and what to do instead. */
export function explainAsk(refusal: AskRefusal, colleagueName: string): Line {
  const who = name(colleagueName);
  switch (refusal.type) {
    case 'yourself':
      return ['You cannot cover for yourself. Name a colleague, or let the rules choose: /handoff away 2h'];
    case 'nothing_open':
      return ['You have no open leads to cover. Only to get no new ones: /handoff away 2h'];
    case 'unreachable':
      return [
        who,
        UNREACHABLE[refusal.check],
        ' Ask somebody else, or let the rules choose: /handoff away 2h',
      ];
    case 'away':
      return [
        who,
        ' is away until ',
        when(refusal.until),
        '. Ask somebody else, or let the rules choose: /handoff away 2h',
      ];
    case 'other_work':
      return [
        who,
        ' does other work than your open leads need. Ask somebody else, or let the rules choose: /handoff away 2h',
      ];
    case 'asked_already':
      return [who, ' is asked already. You read here what they say.'];
  }
}

const UNREACHABLE: Record<Extract<AskRefusal, { type: 'unreachable' }>['check'], string> = {
  not_in_settings: ' is not in the team any more.',
  shown_no_leads: ' is shown no leads, so cannot have yours.',
  unknown_to_slack: ' was not found in Slack, so nothing would reach them.',
  deactivated: ' is deactivated in Slack, so nothing would reach them.',
};

/** What a colleague reads who answered. */
export const answeredAsk = (isAgreed: boolean, isDone: boolean, leads: number): Line => {
  if (!isAgreed) return ['Declined. They are told, and keep their leads.'];
  if (!isDone) return ['Accepted. The leads are on their way; a list of them comes too.'];
  return leads === 0
    ? ['Accepted, but nothing was left to cover.']
    : [`Accepted: you cover ${leadsOf(leads)}. Each has a card below.`];
};

/** Why an answer about a cover changed nothing. */
export function explainCover(refusal: CoverRefusal): Line {
  switch (refusal.type) {
    case 'unknown_person':
      return [
        'You are not in the team this app knows. Ask ops to add you, with the e-mail address of your Slack account.',
      ];
    case 'unknown':
      return ['This is not here any more. Nothing was changed.'];
    case 'not_yours':
      return [
        'Only ',
        name(refusal.name),
        refusal.orAbove ? ', their manager or ops can answer this.' : ' can answer this.',
        ' Nothing was changed.',
      ];
    case 'answered':
      return [
        refusal.isAgreed
          ? 'That was agreed to already. Nothing was changed.'
          : 'That was declined already. Nothing was changed.',
      ];
    case 'over':
      return ['That is over: nobody needs cover for it any more. Nothing was changed.'];
    case 'away_yourself':
      return [
        'You are away yourself until ',
        when(refusal.until),
        '. First /handoff back, then press again.',
      ];
  }
}
