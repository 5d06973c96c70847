import type { ClockChange } from './clock.ts';
import { policyFor, stamp } from './policy.ts';
import { leadFacts } from './routing/lead-facts.ts';
import type { Settings } from './settings.ts';
import type { Leg } from './settings-shapes.ts';
import type { ShadowLead } from './shadow.ts';
import { type ClockFacts, RESPONSE_CLOCKS, startClock } from './sla.ts';
import { hoursOf, teamHours } from './team.ts';

type Start = Extract<ClockChange, { do: 'start' }>;
/** A clock that waits for somebody to reach for the lead. */
export type FirstResponse = Omit<Start, 'kind'> & { kind: (typeof RESPONSE_CLOCKS)[number] };

/** Of the clocks that wait for the first touch the one that is over first; null where the policy has none. */
export function startFirstResponse(facts: ClockFacts, arrivedAt: Date, now: Date): FirstResponse | null {
  const started = RESPONSE_CLOCKS.flatMap((kind) => {
    const start = startClock(kind, facts, arrivedAt, now);
    return start ? [{ ...start, kind }] : [];
  });
  return started.toSorted((a, b) => a.deadlineAt.getTime() - b.deadlineAt.getTime())[0] ?? null;
}

/** By when somebody would have to reach for a lead that is offered as it comes; null where no clock waits for that. */
export function firstResponseBy(
  settings: Settings,
  lead: ShadowLead,
  leg: Leg,
  repId: string | null,
  at: Date,
): Date | null {
  const facts = {
    policy: stamp(policyFor(settings, leg, leadFacts(settings, lead))),
    repHours: hoursOf(settings, repId),
    teamHours: teamHours(settings),
  };
  return startFirstResponse(facts, at, at)?.deadlineAt ?? null;
}
