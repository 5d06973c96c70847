import type { HandoffEvent } from './handoff.ts';

/**
 * Speed to lead: from the moment somebody became a lead to the first try to reach them, nights and days off included,
 * whoever had it. The system's share ends when Slack has the lead, the person's begins there. It is no SLA: that is
 * the person's clocks alone, in their working hours.
 */

export const SPEED_STEPS = ['captured', 'received', 'routed', 'delivered', 'accepted', 'responded'] as const;
export type SpeedStep = (typeof SPEED_STEPS)[number];
/** When each step happened; null where it did not, or nobody knows. `routed` is the first offer. */
export type SpeedTimes = Record<SpeedStep, Date | null>;

/** `snoozed` is a part of the person's share. */
export const SPEED_SHARES = ['total', 'system', 'person', 'snoozed'] as const;
export type SpeedShare = (typeof SPEED_SHARES)[number];

/** A time that ends; `to` is not before `from`. */
export type Stretch = { from: Date; to: Date };

export type Speed = {
  /** What is known to have happened, in the order it should; minutes since the known step before. */
  steps: { step: SpeedStep; at: Date; minutes: number | null }[];
  /** Minutes; null where an end of it is not known. */
  shares: Record<SpeedShare, number | null>;
};

/**
 * The steps and shares of one handoff. What was reached for before it was in Slack, as a call that a dialler tells of
 * later, was all the system's share. What came by an import has no share of either, because we delivered nothing.
 */
export function speedOf(times: SpeedTimes, snoozes: readonly Stretch[]): Speed {
  const { captured, received, delivered, responded } = times;
  const begun = captured ?? received;
  const known = SPEED_STEPS.flatMap((step) => {
    const at = times[step];
    return at === null ? [] : [{ step, at }];
  });
  return {
    steps: known.map(({ step, at }, index) => {
      const before = known[index - 1];
      return { step, at, minutes: before ? minutesBetween(before.at, at) : null };
    }),
    shares: {
      total: begun && responded && minutesBetween(begun, responded),
      system: begun && delivered && minutesBetween(begun, earlier(delivered, responded)),
      person: delivered && responded && minutesBetween(delivered, responded),
      snoozed:
        delivered && responded && snoozes.reduce((sum, one) => sum + overlap(one, delivered, responded), 0),
    },
  };
}

// What is told, or moved, while it is snoozed leaves it so.
export const STAYS_SNOOZED: readonly HandoffEvent['type'][] = [
  'reminded',
  'escalated',
  'breached',
  'activity_seen',
  'told_again',
  'consent_changed',
  'exhausted',
  'covered',
];

/** When a handoff was snoozed, from its history in order. A snooze that goes on is no part of any response. */
export function snoozesIn(history: readonly { at: Date; event: HandoffEvent }[]): Stretch[] {
  const changes = history.filter(({ event }) => !STAYS_SNOOZED.includes(event.type));
  return changes.flatMap(({ at, event }, index) => {
    const end = changes[index + 1];
    return event.type === 'snoozed' && end ? [{ from: at, to: end.at }] : [];
  });
}

const earlier = (one: Date, other: Date | null): Date => (other !== null && other < one ? other : one);

/** None where `to` is before: clocks of two systems disagree, and what is told later may have been earlier. */
const minutesBetween = (from: Date, to: Date): number => Math.max(0, to.getTime() - from.getTime()) / 60_000;

const overlap = ({ from, to }: Stretch, start: Date, end: Date): number =>
  minutesBetween(from > start ? from : start, to < end ? to : end);
