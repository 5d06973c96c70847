import { localDate } from './day.ts';
import type { CanonicalLead, Temperature } from './lead.ts';
import { accountDomain, ownersInSettings } from './owners.ts';
import { policyFor, stamp } from './policy.ts';
import type { RoutingRecord } from './records.ts';
import {
  chooseMember,
  findDestination,
  leadFacts,
  type MemberChoice,
  type NamedOwner,
  NO_PAST,
  type RepStatus,
  recordOf,
} from './routing.ts';
import type { LadderStep, Leg, Mode, Settings } from './settings.ts';
import { addMinutes, startAccept, startPlain } from './sla.ts';
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
  /** The day it is told under, in the team's calendar. */
  day: string;
  record: RoutingRecord;
  /** How the pool's members stand after it; empty where no pool was asked. */
  standing: MemberChoice['standing'];
};

/** Whose turn it is, kept in memory; and who got a company's lead lately, because colleagues go to the same rep. */
export type ShadowTurns = {
  standingOf: (poolId: string) => ReadonlyMap<string, number>;
  ownerAt: (domain: string | null, now: Date) => string | null;
  /** The next offer is planned with this one taken. */
  take: (lead: ShadowLead, planned: PlannedOffer, now: Date) => void;
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
  const facts = leadFacts(settings, lead);
  const colleague = turns.ownerAt(accountDomain(lead.record), now);
  const owners: NamedOwner[] = [
    ...ownersInSettings(settings, leg, lead),
    ...(colleague === null ? [] : [colleaguesOwner(colleague)]),
  ];
  const found = findDestination(settings, leg, facts, owners, statuses, NO_PAST, now);
  const pool = found.destination.to === 'pool' ? found.destination.pool : null;
  const asked = { past: NO_PAST, mayRepeat: false };
  const choice = pool && chooseMember(pool, statuses, turns.standingOf(pool.id), asked, now);
  const record = recordOf('in shadow', facts, found, choice);
  return {
    ...scheduleOf(settings, lead, leg, record.chosenId, now),
    repId: record.chosenId,
    poolId: record.poolId,
    day: shadowDay(settings, now),
    record,
    standing: choice?.standing ?? [],
  };
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
    const unassigned = startPlain('unassigned', clock, now, now);
    if (!unassigned) return nothing;
    const { deadlineAt } = unassigned;
    return { policyId: policy.id, acceptBy: deadlineAt, plan: [{ do: 'tell_manager', at: deadlineAt }] };
  }
  // Whoever has a meeting in the calendar waits for no acceptance.
  if (lead.record.meeting) return nothing;
  const { deadlineAt, steps } = startAccept(clock, now, now);
  const plan = steps
    .flatMap((step) => (step.do === 'breach' ? [] : [{ do: step.do, at: step.dueAt }]))
    .toSorted((a, b) => a.at.getTime() - b.at.getTime());
  return { policyId: policy.id, acceptBy: deadlineAt, plan };
}

/** Turns from the beginning: everybody level, nobody's colleague known. */
export function createShadowTurns(): ShadowTurns {
  const standings = new Map<string, ReadonlyMap<string, number>>();
  const owners = new Map<string, { repId: string; at: Date }>();
  return {
    standingOf: (poolId) => standings.get(poolId) ?? new Map(),
    ownerAt: (domain, now) => {
      const owner = domain === null ? undefined : owners.get(domain);
      return owner && owner.at >= shadowSince(now) ? owner.repId : null;
    },
    take: ({ record }, { repId, poolId, standing }, now) => {
      if (poolId !== null) standings.set(poolId, new Map(standing.map(({ id, lag }) => [id, lag])));
      const domain = accountDomain(record);
      if (domain !== null && repId !== null) owners.set(domain, { repId, at: now });
    },
  };
}

/** Everybody in the settings, found in Slack, not away and with nothing on their desk: for looking back. */
export const everybodyThere = (settings: Settings): Map<string, RepStatus> =>
  new Map(
    settings.people.map(({ id }) => [
      id,
      {
        id,
        isKnown: true,
        isActive: true,
        awayUntil: null,
        hours: hoursOf(settings, id),
        unanswered: 0,
        uncontacted: 0,
        today: 0,
      },
    ]),
  );
