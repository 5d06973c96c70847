import { accountDomain } from './accounts.ts';
import type { PlannedStep } from './clock.ts';
import { addMinutes, localDate } from './day.ts';
import type { CanonicalLead, Temperature } from './lead.ts';
import { comesWithMeeting } from './meetings.ts';
import { ownersInSettings } from './owners.ts';
import { may } from './permissions.ts';
import { policyFor, stamp } from './policy.ts';
import { NO_PAST, type RepStatus } from './routing/checks.ts';
import { LEVEL, type MemberChoice, type Standing } from './routing/choose.ts';
import { decideRoute, type RoutingDecision, type RoutingQuestion } from './routing/decide-route.ts';
import { leadFacts, plainFacts } from './routing/lead-facts.ts';
import { AS_USUAL, type NamedOwner, type RoutingRecord } from './routing/record.ts';
import type { Mode, Settings } from './settings.ts';
import type { Leg } from './settings-shapes.ts';
import { startAccept, startClock } from './sla.ts';
import type { LadderStep } from './sla-settings.ts';
import { hoursOf, teamHours } from './team.ts';

/** What would happen to a lead, for teams that look before they leap. Nobody is told but ops. */

/** A lead in shadow counts as being worked on for so long: it is not offered anew, and colleagues go to the same rep. */
const SHADOW_DAYS = 30;
const DAY_MINUTES = 24 * 60;

export type ShadowLead = { record: CanonicalLead; sourceId: string; temperature: Temperature };

/** By when it would have to be answered, and what the ladder would do if nobody did. */
export type ShadowSchedule = { policyId: string; acceptBy: Date; plan: { do: LadderStep; at: Date }[] };

export type PlannedOffer = ShadowSchedule & {
  /** Null where nobody could take it: it would wait. */
  repId: string | null;
  poolId: string | null;
  /** The main domain of the lead's company; null where nothing tells it. */
  company: string | null;
  /** The day it is told under, in the team's calendar. */
  day: string;
  record: RoutingRecord;
  /** How the pool's members stand after it; empty where no pool was asked. */
  standing: MemberChoice['standing'];
};

/** Whose turn it is, kept in memory; and who got a company's lead lately, because colleagues go to the same rep. */
export type ShadowTurns = {
  standingOf: (poolId: string) => Standing;
  ownerAt: (company: string | null, now: Date) => string | null;
  /** The next offer is planned with this one taken. */
  take: (planned: PlannedOffer, now: Date) => void;
};

/** Whether leads of a source are handed over now, or only looked at. */
export const modeOf = (settings: Settings, sourceId: string): Mode =>
  settings.sources.find(({ id }) => id === sourceId)?.mode ?? settings.mode;

/** Since when an offer in shadow counts as being worked on. */
export const shadowSince = (now: Date): Date => addMinutes(now, -SHADOW_DAYS * DAY_MINUTES);

export const shadowDay = (settings: Settings, at: Date): string =>
  localDate(settings.workspace.time_zone, at);

/**
 * Who would get a lead, by the rules of the live path, and what would fall due. Touches nothing: `turns.take` counts
 * it, so that a loop over many leads shares them as live offers would be.
 */
export function planOffer(
  settings: Settings,
  lead: ShadowLead,
  leg: Leg,
  { statuses, turns }: { statuses: ReadonlyMap<string, RepStatus>; turns: ShadowTurns },
  now: Date,
): PlannedOffer {
  const company = accountDomain(settings, lead.record);
  const colleague = turns.ownerAt(company, now);
  const owners: NamedOwner[] = [
    ...ownersInSettings(settings, leg, lead),
    ...(colleague === null ? [] : [colleaguesOwner(colleague)]),
  ];
  const { record, turn } = decideInMemory(settings, turns, {
    leg,
    because: 'in shadow',
    now,
    facts: plainFacts(settings, lead),
    answers: {},
    owners,
    hints: [],
    past: NO_PAST,
    mayRepeat: false,
    isBacklog: false,
    people: statuses,
    standings: new Map(),
  });
  return {
    ...scheduleOf(settings, lead, leg, record.chosenId, now),
    repId: record.chosenId,
    poolId: record.poolId,
    company,
    day: shadowDay(settings, now),
    record,
    standing: turn?.choice.standing ?? [],
  };
}

/** The decision, where everybody is known and turns are kept in memory. */
export function decideInMemory(
  settings: Settings,
  { standingOf }: Pick<ShadowTurns, 'standingOf'>,
  asked: RoutingQuestion,
): RoutingDecision {
  let question = asked;
  for (;;) {
    const answered = decideRoute(settings, question);
    if (answered.ask === null) return answered.decision;
    if (answered.ask === 'people') throw new Error(`nobody told of ${answered.ids.join(', ')}`);
    const { id } = answered.pool;
    question = { ...question, standings: new Map(question.standings).set(id, standingOf(id)) };
  }
}

/** Whoever would have had a colleague's lead. */
export const colleaguesOwner = (repId: string): NamedOwner => ({
  by: 'domain',
  repId,
  rule: 'would work on a colleague of theirs',
});

/** The deadline, and the ladder's steps at the instants at which they would come, had nobody answered. */
export function scheduleOf(
  settings: Settings,
  lead: ShadowLead,
  leg: Leg,
  repId: string | null,
  now: Date,
): ShadowSchedule {
  const policy = policyFor(settings, leg, leadFacts(settings, lead));
  const clock = {
    policy: stamp(policy),
    repHours: hoursOf(settings, repId),
    teamHours: teamHours(settings),
  };
  const nothing = { policyId: policy.id, acceptBy: now, plan: [] };
  if (repId === null) {
    const unassigned = startClock('unassigned', clock, now, now);
    if (!unassigned) return nothing;
    // When nobody could be offered it in time a manager is told, whatever the ladder says.
    const told = { do: 'tell_manager' as const, at: unassigned.deadlineAt };
    return { policyId: policy.id, acceptBy: told.at, plan: inOrder([told, ...laddered(unassigned.steps)]) };
  }
  // Whoever has a meeting in the calendar waits for no acceptance.
  if (comesWithMeeting(lead.record, now)) return nothing;
  const { deadlineAt, steps } = startAccept(clock, now, now);
  return { policyId: policy.id, acceptBy: deadlineAt, plan: inOrder(laddered(steps)) };
}

const laddered = (steps: readonly PlannedStep[]): ShadowSchedule['plan'] =>
  steps.flatMap((step) => (step.do === 'breach' ? [] : [{ do: step.do, at: step.dueAt }]));

const inOrder = (plan: ShadowSchedule['plan']): ShadowSchedule['plan'] =>
  plan.toSorted((a, b) => a.at.getTime() - b.at.getTime());

/** Turns from the beginning: everybody level, nobody's colleague known. */
export function createShadowTurns(): ShadowTurns {
  const standings = new Map<string, Standing>();
  const owners = new Map<string, { repId: string; at: Date }>();
  return {
    standingOf: (poolId) => standings.get(poolId) ?? LEVEL,
    ownerAt: (company, now) => {
      const owner = company === null ? undefined : owners.get(company);
      return owner && owner.at >= shadowSince(now) ? owner.repId : null;
    },
    take: ({ repId, poolId, company, standing }, now) => {
      if (poolId !== null && standing.length > 0) {
        const lags = new Map(standing.map(({ id, lag }) => [id, lag]));
        standings.set(poolId, { ...LEVEL, lags });
      }
      if (company !== null && repId !== null) owners.set(company, { repId, at: now });
    },
  };
}

/** Everybody in the settings, found in Slack, not away and with nothing on their desk: for looking back. */
export const everybodyThere = (settings: Settings): Map<string, RepStatus> =>
  new Map(
    settings.people.map((person) => {
      const { id } = person;
      return [id, { ...AS_USUAL, id, isReader: may('read_lead', person), hours: hoursOf(settings, id) }];
    }),
  );
