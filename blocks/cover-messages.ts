import type { ActionsBlock, KnownBlock } from '@slack/types';
import type { CoveredLead, CoverList, CoverMessageModel } from '#src/view/cover-models.ts';
import { movable, proposalButtons, proposalLines } from './cover.ts';
import { button } from './elements.ts';
import { ids } from './ids.ts';
import { count } from './labels.ts';
import { shown } from './limits.ts';
import {
  bold,
  bullets,
  drawLong,
  join,
  type Line,
  leadName,
  type Message,
  say,
  stranger,
  when,
} from './lines.ts';

/** What stands in people's direct messages about covering each other's work. */

const MOST = 20;

const leadsOf = (leads: number): string => count(leads, 'lead', 'leads');
const name = (text: string) => stranger(text, shown.name);

/** A message of the app about a cover. */
export function coverMessage(model: CoverMessageModel): Message {
  const lines = coverLines(model);
  const blocks: KnownBlock[] = drawLong('cover', lines);
  if (model.type === 'begun' && model.proposal !== null && movable(model.proposal) > 0) {
    const can: Line = ['You can hand them over, or keep them.'];
    return { text: say([...lines, can]), blocks: [...blocks, proposalButtons(model.proposal)] };
  }
  if (model.type !== 'ask' || model.state !== 'open') return { text: say(lines), blocks };
  const leads = `${leadsOf(model.leads.length)} of ${model.personName}`;
  const actions: ActionsBlock = {
    type: 'actions',
    block_id: `cover/${model.coverId}`,
    elements: [
      button({
        id: ids.acceptCover,
        text: 'Accept',
        spoken: `Accept to cover ${leads}`,
        value: model.coverId,
        style: 'primary',
      }),
      button({
        id: ids.declineCover,
        text: 'Decline',
        spoken: `Decline to cover ${leads}`,
        value: model.coverId,
        style: 'plain',
      }),
    ],
  };
  return { text: say([...lines, ['You can: Accept, Decline.']]), blocks: [...blocks, actions] };
}

function coverLines(model: CoverMessageModel): Line[] {
  switch (model.type) {
    case 'begun':
      return [
        ['You are away until ', when(model.until), ', as planned. Back sooner? /handoff back'],
        ...(model.proposal === null ? [] : proposalLines(model.proposal)),
      ];
    case 'ask':
      return askLines(model);
    case 'answer':
      return [answerLine(model)];
    case 'covering':
      return model.until === null
        ? [[name(model.personName), ' was away; you covered ', `${leadsOf(model.leads.length)}.`]]
        : bullets(
            [
              name(model.personName),
              ' is away until ',
              when(model.until),
              `; you cover ${leadsOf(model.leads.length)}:`,
            ],
            model.leads.map(leadLine),
            MOST,
          );
    case 'given':
      return givenLines(model);
    case 'returned':
      return returnedLines(model);
    case 'welcome':
      return welcomeLines(model);
  }
}

const leadLine = ({ lead, company }: CoveredLead): Line => leadName(lead, company);

function askLines(model: Extract<CoverMessageModel, { type: 'ask' }>): Line[] {
  const { personName, until, answerBy, leads } = model;
  switch (model.state) {
    case 'open':
      return [
        ...bullets(
          [
            name(personName),
            ' asks you to cover ',
            bold(count(leads.length, 'open lead', 'open leads')),
            ' until ',
            when(until),
            ':',
          ],
          leads.map(leadLine),
          MOST,
        ),
        ['With Accept they are yours at once. Please answer by ', when(answerBy), '.'],
      ];
    case 'accepted':
      return [['You agreed to cover for ', name(personName), '.']];
    case 'declined':
      return [['You declined to cover for ', name(personName), ' until ', when(until), '.']];
    case 'over':
      return [[name(personName), ' asked you to cover. It is not needed any more.']];
  }
}

function answerLine({
  colleagueName,
  until,
  isDeclined,
  isAway,
}: Extract<CoverMessageModel, { type: 'answer' }>): Line {
  return [
    name(colleagueName),
    isDeclined ? ' cannot cover for you until ' : ' did not answer whether they cover for you until ',
    when(until),
    isAway ? '. Your leads stay with you.' : '. You are not away, and your leads stay with you.',
    ' By the rules instead: /handoff away 2h',
  ];
}

function givenLines({ until, lists, stays }: Extract<CoverMessageModel, { type: 'given' }>): Line[] {
  const heading: Line = until === null ? ['You were away.'] : ['You are away until ', when(until), '.'];
  return [
    heading,
    ...lists.map(listLine),
    ...(stays === 0 ? [] : [[`Still with you: ${leadsOf(stays)} that nobody can take now.`]]),
  ];
}

const listLine = ({ name: who, leads }: CoverList): Line => ['• ', name(who), ': ', ...namedLeads(leads)];

function namedLeads(leads: readonly CoveredLead[]): Line {
  const named = leads.slice(0, MOST).map(leadLine);
  const rest = leads.length - named.length;
  return [...join(named, ', '), ...(rest > 0 ? [` and ${rest} more`] : [])];
}

function returnedLines(model: Extract<CoverMessageModel, { type: 'returned' }>): Line[] {
  const { personName, isThere, returned, kept } = model;
  if (!isThere) {
    return kept.length === 0
      ? [[name(personName), ' left the team. Nothing is left of what you covered for them.']]
      : [[name(personName), ' left the team: what you cover stays yours: ', ...namedLeads(kept), '.']];
  }
  return [
    [name(personName), ' is back. Thank you for covering.'],
    ...(returned.length === 0 ? [] : [['Back with them: ', ...namedLeads(returned), '.'] as Line]),
    ...(kept.length === 0
      ? []
      : [['You worked on it, so it stays yours: ', ...namedLeads(kept), '.'] as Line]),
  ];
}

function welcomeLines({ returned, kept, over }: Extract<CoverMessageModel, { type: 'welcome' }>): Line[] {
  const back: Line =
    returned.length === 0
      ? ['Welcome back. None of your leads came back:']
      : [
          `Welcome back: ${count(returned.length, 'lead is', 'leads are')} yours again: `,
          ...namedLeads(returned),
          '.',
        ];
  return [
    back,
    ...kept.map(
      ({ name: who, leads }): Line => [
        name(who),
        ` worked ${leads.length} and keeps ${leads.length === 1 ? 'it' : 'them'}: `,
        ...namedLeads(leads),
        '.',
      ],
    ),
    ...(over === 0 ? [] : [[`${count(over, 'was', 'were')} closed, or given to somebody else.`]]),
  ];
}
