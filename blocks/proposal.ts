import type { Button } from '@slack/types';
import { ENOUGH, rateWords } from '#domain/trial/judge-trial.ts';
import { type ActRefusal, PROPOSAL_ACTS, PROPOSAL_STATES, type ProposalAct } from '#domain/trial/proposal.ts';
import type { DefinitionProposal } from '#src/view/proposal-models.ts';
import { button } from './elements.ts';
import { ephemeral } from './explain.ts';
import { ids } from './ids.ts';
import { shown } from './limits.ts';
import { bold, boldStranger, drawLong, type Line, type Message, say, stranger, when } from './lines.ts';
import { plain } from './text.ts';

/** A change of the definition: what it would have done, who signed it, how its trial goes, and what came of it. */

export const ACTION_IDS: Record<ProposalAct, string> = {
  sign_marketing: ids.signMarketing,
  sign_sales: ids.signSales,
  withdraw: ids.withdrawProposal,
  promote: ids.promote,
  revert: ids.revert,
};
const LONGEST = 400;

export function definitionProposal(model: DefinitionProposal): Message {
  const lines = model.about === 'proposal' ? proposalLines(model) : resultLines(model);
  const buttons = model.acts.map((act) => actButton(model, act));
  return {
    text: say(lines),
    blocks: [
      ...drawLong('proposal', lines),
      ...(buttons.length === 0
        ? []
        : [{ type: 'actions' as const, block_id: 'proposal/acts', elements: buttons }]),
    ],
  };
}

function proposalLines(model: DefinitionProposal): Line[] {
  const { words, byName, at, days, promised, marketing, sales } = model;
  return [
    [bold('Proposed for the definition'), ': ', boldStranger(words, shown.words * 2)],
    ['by ', stranger(byName, shown.name), ' ', when(at), ' · ', ...standing(model)],
    [bold(`Over the last ${days} days it would have changed`)],
    ...promised.map((line): Line => [stranger(line, LONGEST)]),
    ...signatures(marketing, sales),
    ...(model.state === 'proposed' ? [[trialWords(model)]] : []),
    ...countLines(model),
    ...(model.why === null ? [] : [[stranger(model.why, LONGEST)]]),
  ];
}

function standing({ state, since, endedByName }: DefinitionProposal): Line {
  const by: Line = endedByName === null ? [] : [' by ', stranger(endedByName, shown.name)];
  return [bold(PROPOSAL_STATES[state]), ...by, ' since ', when(since)];
}

function signatures(marketing: DefinitionProposal['marketing'], sales: DefinitionProposal['sales']): Line[] {
  const signed = (side: string, by: DefinitionProposal['marketing']): Line =>
    by === null
      ? [`Not signed for ${side} yet`]
      : [`Signed for ${side} by `, stranger(by.name, shown.name), ' ', when(by.at)];
  return [[...signed('marketing', marketing), ' · ', ...signed('sales', sales)]];
}

const percent = (share: number) => `${Math.round(share * 100)} %`;

const trialWords = ({ share, moves }: DefinitionProposal): string =>
  [
    'Signed by both, it is tried beside the definition in force: both judge every new lead, and nothing else changes.',
    ...(moves.in ? [`Of those it alone lets in ${percent(share)} go to sales, marked so.`] : []),
    `It is judged once sales has decided about ${ENOUGH} leads on each side.`,
  ].join(' ');

function countLines({ state, sides, moves, share }: DefinitionProposal): Line[] {
  if (sides === null || (state !== 'on_trial' && state !== 'promoted')) return [];
  const { keptOut, letIn, both } = sides;
  const drawn = state === 'promoted' ? ` (${percent(share)} of them still go to sales)` : '';
  return [
    [bold('So far sales rejected')],
    ...(moves.out ? [[`${rateWords(keptOut)} of those it keeps out${drawn}`]] : []),
    ...(moves.in ? [[`${rateWords(letIn)} of those it lets in`]] : []),
    [`${rateWords(both)} of the others`],
  ];
}

function resultLines(model: DefinitionProposal): Line[] {
  const { words, why, isMissed, state } = model;
  const head = isMissed
    ? 'In force, and sales takes what it keeps out more than it promised'
    : `The trial is over: it ${PROPOSAL_STATES[state]}`;
  return [
    [bold(head), ': ', boldStranger(words, shown.words * 2)],
    ...(why === null || isMissed ? [] : [[stranger(why, LONGEST)]]),
    ...countLines(model),
    ...(state === 'borne_out'
      ? [[`“${PROPOSAL_ACTS.promote.words}” changes the definition from then on.`]]
      : []),
    ...(isMissed && state === 'promoted'
      ? [[`“${PROPOSAL_ACTS.revert.words}” brings back the definition as it was before.`]]
      : []),
  ];
}

function actButton({ id, words }: DefinitionProposal, act: ProposalAct): Button {
  const { words: text } = PROPOSAL_ACTS[act];
  return button({
    id: ACTION_IDS[act],
    text,
    spoken: `${text}: ${plain(words, shown.name)}`,
    value: id,
    style: act === 'promote' || act === 'sign_marketing' || act === 'sign_sales' ? 'primary' : 'plain',
  });
}

/** Why a press changed nothing. */
export const ACT_REFUSALS: Record<ActRefusal | 'unknown', Line> = {
  not_yours: [
    'Marketers sign for marketing and managers for sales; either may put it in force or go back. Nothing was changed.',
  ],
  not_now: ['It has come further since. Nothing was changed.'],
  same_person: [
    'Somebody else signs for the other side: two people agree on a definition. Nothing was changed.',
  ],
  signed_already: ['It is signed for that side already. Nothing was changed.'],
  unknown: ['There is no such proposal any more.'],
};

/** The proposals there are, the newest first. */
export function proposals(models: readonly DefinitionProposal[]): Message {
  if (models.length === 0)
    return ephemeral([
      'Nothing is proposed. /handoff propose exclude employees < 50, or another rule, proposes it.',
    ]);
  return ephemeral(
    [bold('Proposals for the definition'), ', the newest first'],
    ...models.map((model): Line => ['• ', stranger(model.words, shown.words * 2), ': ', ...standing(model)]),
  );
}
