import type { OutcomeStage, OutcomeStatus, OutcomeType } from './outcome-types.ts';
import type { Outcome } from './outcomes.ts';
import { USUAL_LEG } from './settings-shapes.ts';

/** How a lead stands by all that is known of it outside: what a record of another tool is to show. */

/** Each part is undefined where nothing that is known says it. */
export type OutcomeState = {
  status?: OutcomeStatus;
  stage?: OutcomeStage;
  ownerId?: string | null;
  reason?: string | null;
  acceptedAt?: Date;
  respondedAt?: Date;
  rejectedAt?: Date;
  meetingAt?: Date;
  qualifiedAt?: Date;
  closedAt?: Date;
  /** A day, such as `2027-03-31`. */
  recycleOn?: string | null;
  amount?: number;
  currency?: string;
  closeOn?: string;
  breaches?: number;
};

type Dated = Outcome & { at: Date };

/** The state after these outcomes, in the order in which they happened. What a later one says holds. */
export function stateAfter(outcomes: readonly Dated[]): OutcomeState {
  const state: OutcomeState = {};
  for (const outcome of outcomes) Object.assign(state, saidBy(state, outcome));
  return state;
}

const STAGE_BY: Partial<Record<OutcomeType, OutcomeStage>> = {
  qualified: 'sales_qualified',
  opportunity: 'opportunity',
  won: 'closed_won',
  lost: 'closed_lost',
  recycled: 'nurture',
  disqualified: 'disqualified',
};

function saidBy(state: OutcomeState, { type, at: toldAt, detail }: Dated): OutcomeState {
  const at = detail.doneAt === undefined ? toldAt : new Date(detail.doneAt);
  const isFirstLeg = detail.leg === undefined || detail.leg === USUAL_LEG;
  const owner = detail.ownerId === undefined ? {} : { ownerId: detail.ownerId };
  const stage = STAGE_BY[type];
  const closing = { ...owner, ...(stage && { stage }), closedAt: at, reason: detail.reason ?? null };
  switch (type) {
    case 'assigned':
    case 'reassigned':
      // Whoever has it next does not take back how far it is, and answers for it anew where nobody has before.
      return isFirstLeg && !detail.isAccepted && !isFar(state)
        ? { ...owner, status: 'assigned', reason: null, ...(state.recycleOn && { recycleOn: null }) }
        : { ...owner, status: state.status ?? 'assigned' };
    case 'accepted':
      return isFirstLeg
        ? { ...owner, status: 'accepted', stage: 'sales_accepted', acceptedAt: at, reason: null }
        : owner;
    case 'responded':
      return { ...(isFirstLeg && { status: 'working' }), respondedAt: state.respondedAt ?? at };
    case 'meeting_booked':
      return isFirstLeg ? { status: 'meeting', meetingAt: at } : {};
    case 'meeting_held':
      return { meetingAt: at };
    case 'meeting_missed':
      return isFirstLeg ? { status: 'working' } : {};
    case 'rejected':
      return isFirstLeg
        ? { ...owner, status: 'rejected', rejectedAt: at, reason: detail.reason ?? null }
        : { ...owner, reason: detail.reason ?? null };
    case 'qualified':
      return { ...owner, status: 'qualified', ...(stage && { stage }), qualifiedAt: at, reason: null };
    case 'opportunity':
      return { ...owner, status: 'opportunity', ...(stage && { stage }), ...worthOf(detail), reason: null };
    case 'won':
      return { ...closing, status: 'won', ...worthOf(detail) };
    case 'lost':
      return { ...closing, status: 'lost', ...worthOf(detail) };
    case 'disqualified':
      return { ...closing, status: 'disqualified' };
    case 'recycled':
      return { ...closing, status: 'recycled', recycleOn: detail.until?.slice(0, 10) ?? null };
    case 'breached':
      return { breaches: (state.breaches ?? 0) + 1 };
    case 'churned':
    case 'forgotten':
      return {};
  }
}

const FAR: readonly OutcomeStatus[] = ['qualified', 'opportunity', 'won'];
const isFar = ({ status }: OutcomeState): boolean => status !== undefined && FAR.includes(status);

const worthOf = ({ amount, currency, closeOn }: Dated['detail']): OutcomeState => ({
  ...(amount !== undefined && { amount }),
  ...(currency !== undefined && { currency }),
  ...(closeOn !== undefined && { closeOn }),
});
