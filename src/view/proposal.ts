import type { Db } from '#db/db.ts';
import type { MessageRow } from '#db/messages.ts';
import { newestProposals, type ProposalRow, readProposal } from '#db/proposals.ts';
import type { Settings } from '#domain/settings.ts';
import { nameOf } from '#domain/team.ts';
import { ACTS, movesOf, PROPOSAL_ACTS, type ProposalState } from '#domain/trial/proposal.ts';
import { proposalKey } from '#src/core/message-keys.ts';
import type { DefinitionProposal } from './proposal-models.ts';

/** A proposal as one of its messages shows it. */
export async function loadProposal(
  db: Db,
  settings: Settings,
  { key, detail }: Pick<MessageRow, 'key' | 'detail'>,
): Promise<DefinitionProposal | null> {
  const row = await readProposal(db, String(detail.proposalId));
  return row && modelOf(settings, row, key === proposalKey(row.id) ? 'proposal' : 'result');
}

const MOST = 10;

export const loadProposals = async (db: Db, settings: Settings): Promise<DefinitionProposal[]> =>
  (await newestProposals(db, MOST)).map((row) => modelOf(settings, row, 'proposal'));

function modelOf(
  settings: Settings,
  row: ProposalRow,
  about: DefinitionProposal['about'],
): DefinitionProposal {
  const { state, marketingId, salesId } = row;
  const signed = (id: string | null, at: Date | null) =>
    id === null || at === null ? null : { name: nameOf(settings, id), at };
  const isSigned = { sign_marketing: marketingId !== null, sign_sales: salesId !== null };
  return {
    ...{ id: row.id, about, state, words: row.words, at: row.at, since: row.since },
    byName: nameOf(settings, row.byId),
    days: row.promise.days,
    promised: row.promise.words,
    share: row.trial.share,
    marketing: signed(marketingId, row.marketingAt),
    sales: signed(salesId, row.salesAt),
    ...{ sides: row.sides, moves: movesOf(row.trial), why: row.why },
    endedByName: row.endedById === null ? null : nameOf(settings, row.endedById),
    isMissed: row.missedAt !== null,
    acts: ACTS.filter(
      (act) =>
        (PROPOSAL_ACTS[act].from as readonly ProposalState[]).includes(state) &&
        !((act === 'sign_marketing' || act === 'sign_sales') && isSigned[act]),
    ),
  };
}
