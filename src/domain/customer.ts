import { type Handoff, isOpenState, type Relation } from './handoff.ts';

/** What customer success says of a customer, beside the handoff by which they came: that they may extend, or have left. */

/** What may be said, by whoever has or had the customer, and by those above them. */
export const CUSTOMER_DEEDS = ['expand', 'churn'] as const;
export type CustomerDeed = (typeof CUSTOMER_DEEDS)[number];

const RESPONSIBLE: readonly Relation[] = ['owner', 'manager', 'ops'];

/**
 * What may be said on this handoff. A handoff that is closed stays as it is: what is said of the customer stands in its
 * history. `isOpenElsewhere`: somebody else has something to do with the lead already.
 */
export function customerDeeds(
  { leg, state, acceptedAt }: Pick<Handoff, 'leg' | 'state' | 'acceptedAt'>,
  { relation, isOpenElsewhere }: { relation: Relation; isOpenElsewhere: boolean },
): CustomerDeed[] {
  const hasCustomer =
    state === 'completed' || (isOpenState(state) && state !== 'snoozed' && acceptedAt !== null);
  if (leg !== 'won_to_cs' || !hasCustomer || !RESPONSIBLE.includes(relation)) return [];
  return isOpenElsewhere ? ['churn'] : [...CUSTOMER_DEEDS];
}
