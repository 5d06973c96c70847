import type { Handoff, State } from './handoff.ts';
import { type CanonicalLead, TEMPERATURES } from './lead.ts';
import { mergeLead } from './merge-lead.ts';
import { knownFrom, type StoredOrigins, storedOrigins } from './origin.ts';
import { LEGS } from './settings-shapes.ts';
import { type Stage, stepOf } from './stages.ts';

/** A lead's row, as far as it says who somebody is and where they stand. */
export type OneOfTwo = {
  id: string;
  accountId: string | null;
  stage: Stage;
  sourceId: string;
  campaign: string | null;
  record: CanonicalLead;
  origins: StoredOrigins | null;
  capturedAt: Date;
  createdAt: Date;
};

/** The handoff of a lead that is open, as far as it says how far the work is. */
export type OpenWork = Pick<Handoff, 'leg' | 'state' | 'acceptedAt' | 'temperature'>;

/** How far somebody's work on it is: what is being worked on is not taken away for what only waits. */
const AHEAD: readonly State[] = ['waiting', 'offered', 'snoozed', 'accepted', 'working'];

/**
 * Several leads turned out to be one person: the one that stays comes first, then as they were captured. What has come to a
 * later team stays before what somebody has accepted, and of what nobody has accepted the one that must be answered sooner.
 */
export const inOrderOfStaying = <Lead extends OneOfTwo>(
  all: readonly { lead: Lead; open: OpenWork | null }[],
): Lead[] =>
  all
    .toSorted(
      (a, b) =>
        compare(ranks(b.open), ranks(a.open)) ||
        a.lead.capturedAt.getTime() - b.lead.capturedAt.getTime() ||
        (a.lead.id < b.lead.id ? -1 : 1),
    )
    .map(({ lead }) => lead);

function ranks(open: OpenWork | null): readonly number[] {
  if (open === null) return [-1];
  const urgency = open.acceptedAt === null ? -TEMPERATURES.indexOf(open.temperature) : 0;
  return [LEGS.indexOf(open.leg), open.acceptedAt === null ? 0 : 1, urgency, AHEAD.indexOf(open.state)];
}

const compare = (one: readonly number[], other: readonly number[]): number =>
  one.map((rank, at) => rank - (other[at] ?? 0)).find((difference) => difference !== 0) ?? 0;

/**
 * One lead of two: each fact as whoever says it best says it, captured when the first of them was and by whom, as far as the one that
 * came further. Of a customer and somebody disqualified a customer comes.
 */
export function united<Lead extends OneOfTwo>(staying: Lead, leaving: OneOfTwo): Lead {
  const [first] = [staying, leaving].toSorted((a, b) => a.capturedAt.getTime() - b.capturedAt.getTime());
  const { sourceId, capturedAt, campaign } = first ?? staying;
  const { record, origins } = mergeLead(knownFrom(staying), knownFrom(leaving));
  return {
    ...staying,
    ...{ sourceId, capturedAt, campaign, record },
    origins: storedOrigins(origins, { sourceId, capturedAt }),
    accountId: staying.accountId ?? leaving.accountId,
    stage: isFurther(leaving.stage, staying.stage) ? leaving.stage : staying.stage,
  };
}

/** Only the way to a customer counts: that sales is done with one of them ends no work on the other. */
const isFurther = (stage: Stage, than: Stage): boolean => stepOf(stage) > stepOf(than);
