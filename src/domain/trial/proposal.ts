import type { Verdicts } from '../backtest/compare-verdicts.ts';
import type { QuickChange } from '../backtest/quick-change.ts';
import { withQuickChanges } from '../backtest/quick-change.ts';
import type { Share } from '../interval.ts';
import { may } from '../permissions.ts';
import type { Person, Settings } from '../settings.ts';
import { isQuality } from '../suggest/suggestion.ts';
import { type Trial, trialSchema } from './trial-schema.ts';

/** A change of the definition on its way: proposed, signed by both sides, tried, promoted by a press, and taken back by another. */

export const PROPOSAL_STATES = {
  proposed: 'waits for signatures',
  on_trial: 'on trial',
  borne_out: 'bore out what it promised',
  refuted: 'did not bear out what it promised',
  promoted: 'in force',
  withdrawn: 'withdrawn',
  reverted: 'taken back',
} as const;
export type ProposalState = keyof typeof PROPOSAL_STATES;

/** What may be pressed, from which states it can be, and what it leads to; a signature alone leads nowhere yet. */
export const PROPOSAL_ACTS = {
  sign_marketing: { words: 'Sign for marketing', from: ['proposed'], by: 'sign_marketing' },
  sign_sales: { words: 'Sign for sales', from: ['proposed'], by: 'sign_sales' },
  withdraw: { words: 'Withdraw', from: ['proposed', 'on_trial', 'borne_out'], by: 'backtest' },
  promote: { words: 'Put in force', from: ['borne_out'], by: 'promote' },
  revert: { words: 'Go back', from: ['promoted'], by: 'promote' },
} as const satisfies Record<
  string,
  { words: string; from: readonly ProposalState[]; by: Parameters<typeof may>[0] }
>;
export type ProposalAct = keyof typeof PROPOSAL_ACTS;
export const ACTS = Object.keys(PROPOSAL_ACTS) as ProposalAct[]; // its own keys

/** What the back-test said. */
export type Promised = {
  leads: number;
  days: number;
  /** Of those it would have kept out, how many sales rejected; null where it keeps nobody out. */
  keptOut: Share | null;
  letIn: number;
  /** In words, as whoever signs reads it. */
  words: string[];
};

export type Proposal = {
  id: string;
  state: ProposalState;
  trial: Trial;
  promise: Promised;
  marketingId: string | null;
  salesId: string | null;
};

export type ActRefusal = 'not_yours' | 'not_now' | 'same_person' | 'signed_already';

/** Why somebody's press does nothing; null where it does. */
export function refuseAct(
  { state, marketingId, salesId }: Pick<Proposal, 'state' | 'marketingId' | 'salesId'>,
  act: ProposalAct,
  person: Person,
): ActRefusal | null {
  const { from, by } = PROPOSAL_ACTS[act];
  if (!may(by, person)) return 'not_yours';
  if (!(from as readonly ProposalState[]).includes(state)) return 'not_now';
  const other = act === 'sign_marketing' ? salesId : act === 'sign_sales' ? marketingId : null;
  const own = act === 'sign_marketing' ? marketingId : act === 'sign_sales' ? salesId : null;
  if (own !== null) return 'signed_already';
  return other === person.id ? 'same_person' : null;
}

/** Where a press leads; the same state where the other signature is missing. */
export function stateAfter(
  { state, marketingId, salesId }: Pick<Proposal, 'state' | 'marketingId' | 'salesId'>,
  act: ProposalAct,
): ProposalState {
  switch (act) {
    case 'sign_marketing':
      return salesId === null ? state : 'on_trial';
    case 'sign_sales':
      return marketingId === null ? state : 'on_trial';
    case 'withdraw':
      return 'withdrawn';
    case 'promote':
      return 'promoted';
    case 'revert':
      return 'reverted';
  }
}

/** What it moves, so that it is known on which side enough is needed. */
export const movesOf = ({ excludes, drops }: Trial): { out: boolean; in: boolean } => ({
  out: excludes.length > 0 || drops.some(({ list }) => list === 'profiles'),
  in: drops.some(({ list }) => list === 'exclusions'),
});

/** The trial that such changes make; in words, what cannot be tried. */
export function trialOf(
  settings: Settings,
  id: string,
  changes: readonly QuickChange[],
): { ok: true; trial: Trial; proposed: Settings } | { ok: false; problem: string } {
  const changed = withQuickChanges(settings, changes);
  if (!changed.ok) return changed;
  const { mql } = settings;
  const isDropped = (now: readonly { id: string }[]) => (rule: { id: string }) =>
    !now.some((one) => one.id === rule.id);
  if (mql.behaviours.some(isDropped(changed.settings.mql.behaviours))) {
    return {
      ok: false,
      problem:
        'a behaviour cannot be tried beside the definition: back-test it, then change it in the settings file',
    };
  }
  const trial = trialSchema.parse({
    id,
    words: changed.words.join('; ').slice(0, 300),
    excludes: changed.settings.mql.exclusions.filter(isDropped(mql.exclusions)).map(({ when }) => when),
    drops: (['profiles', 'exclusions'] as const).flatMap((list) =>
      mql[list].filter(isDropped(changed.settings.mql[list])).map((rule) => ({ list, rule })),
    ),
  });
  return { ok: true, trial, proposed: changed.settings };
}

/** What a back-test promises of leads that it would keep out. */
export function promisedOf(settings: Settings, { keptOut }: Verdicts): Share | null {
  const rejected = keptOut.reasons
    .filter(({ reason }) => isQuality(settings, reason))
    .reduce((sum, { count }) => sum + count, 0);
  const of = rejected + keptOut.accepted;
  return of === 0 ? null : { cases: rejected, of };
}
