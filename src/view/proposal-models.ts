import type { Sides } from '#domain/trial/judge-trial.ts';
import type { ProposalAct, ProposalState } from '#domain/trial/proposal.ts';
import type { Stranger } from './models.ts';

/** A change of the definition that somebody proposed, as its card shows it. */
export type DefinitionProposal = {
  id: string;
  /** The card where it is signed; or a later one that tells what came of it. */
  about: 'proposal' | 'result';
  state: ProposalState;
  words: Stranger;
  byName: string;
  at: Date;
  /** What the back-test said, over so many days. */
  days: number;
  promised: string[];
  share: number;
  marketing: { name: string; at: Date } | null;
  sales: { name: string; at: Date } | null;
  since: Date;
  /** What was counted of its leads so far. */
  sides: Sides | null;
  moves: { out: boolean; in: boolean };
  why: string | null;
  endedByName: string | null;
  /** In force, it keeps out what sales takes, more than it promised. */
  isMissed: boolean;
  acts: ProposalAct[];
};
