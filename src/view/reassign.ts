import type { Db } from '#db/db.ts';
import { readHandoff } from '#db/handoffs.ts';
import { readLead } from '#db/leads.ts';
import type { Handoff, HandoffEvent } from '#domain/handoff.ts';
import { unreachableFor } from '#domain/overrides.ts';
import { type Against, tellChecks } from '#domain/routing/check-ends.ts';
import { CHECKS } from '#domain/routing/check-names.ts';
import type { RoutingRecord } from '#domain/routing/record.ts';
import { seenOf } from '#domain/seen.ts';
import type { Settings } from '#domain/settings.ts';
import { nameOf, poolOf } from '#domain/team.ts';
import type { SettingsInForce } from '#src/core/core.ts';
import { checksOn } from '#src/routing/checks-on.ts';
import { statusesOf } from '#src/routing/rep-statuses.ts';
import { leadOf } from './card.ts';
import type { AgainstWords, ReassignedModel, ReassignModel } from './models.ts';

/** Choosing another owner, and what came of it. */

/** Everybody whom a card can reach and who may be given the lead, with what the rules have against them. */
export async function loadReassign(
  db: Db,
  { settings }: SettingsInForce,
  of: { handoffId: string; next: RoutingRecord | null; timeZone: string },
  now: Date,
): Promise<ReassignModel | null> {
  const row = await readHandoff(db, of.handoffId);
  const lead = row && (await readLead(db, row.handoff.leadId));
  if (!row || !lead) return null;
  const { handoff } = row;
  const pool = poolOf(settings, handoff.poolId);
  const members = new Set((pool?.members ?? []).map(({ person }) => person));
  const ids = peopleFor(settings, handoff, [...members]);
  const checked = await checksOn({ db, settings, now }, handoff, ids);
  return {
    handoffId: of.handoffId,
    lead: leadOf(lead),
    seen: seenOf(handoff),
    state: handoff.state,
    ownerName: handoff.ownerId && nameOf(settings, handoff.ownerId),
    timeZone: of.timeZone,
    next: of.next && nextOf(settings, of.next),
    people: [...checked].flatMap(([id, { status, checks }]) => {
      if (unreachableFor(checks)) return [];
      const against = againstWords(tellChecks(checks, status, { pool, now }));
      return [{ id, name: nameOf(settings, id), isMember: pool === null || members.has(id), against }];
    }),
  };
}

/** The pool first, then the other pools of the leg, then managers. */
function peopleFor(settings: Settings, { leg, ownerId }: Handoff, members: string[]): string[] {
  const inPools = settings.pools.filter((pool) => pool.leg === leg).flatMap((pool) => pool.members);
  const managers = settings.people.filter(({ roles }) => roles.includes('manager')).map(({ id }) => id);
  const ids = new Set([...members, ...inPools.map(({ person }) => person), ...managers]);
  return [...ids].filter((id) => id !== ownerId);
}

function nextOf(settings: Settings, { by, chosenId, poolId }: RoutingRecord): ReassignModel['next'] {
  if (chosenId !== null) return { id: chosenId, words: nameOf(settings, chosenId) };
  if (by !== 'claim') return null;
  return { id: null, words: `whoever of ${poolName(settings, poolId)} comes first` };
}

const poolName = (settings: Settings, id: string | null): string => poolOf(settings, id)?.name ?? id ?? '';

const againstWords = (against: readonly Against[]): AgainstWords[] =>
  against.map(({ check, until }) => ({ words: CHECKS[check], until }));

/** What came of a reassignment, for whoever asked for it. */
export async function loadReassigned(
  db: Db,
  { settings }: SettingsInForce,
  { before, handoff, events }: { before: Handoff; handoff: Handoff; events: readonly HandoffEvent[] },
  now: Date,
): Promise<ReassignedModel> {
  const moved = events.find((event) => event.type === 'reassigned');
  if (!moved) return byRules(settings, before, handoff);
  const { overridden = [], to } = moved;
  const statuses = overridden.length > 0 ? await statusesOf({ db, settings, now }, [to], false) : new Map();
  const pool = poolOf(settings, before.poolId);
  const against = againstWords(tellChecks(overridden, statuses.get(to), { pool, now }));
  if (to === moved.by) return { type: 'taken', against };
  return { type: 'given', name: nameOf(settings, to), against };
}

function byRules(settings: Settings, before: Handoff, after: Handoff): ReassignedModel {
  const { state, ownerId, offerNo, poolId, claimKey } = after;
  if (state === 'withdrawn') return { type: 'withdrawn' };
  if (ownerId === null) {
    return claimKey === null ? { type: 'waits' } : { type: 'claim', poolName: poolName(settings, poolId) };
  }
  const name = nameOf(settings, ownerId);
  return offerNo === before.offerNo ? { type: 'stays', ownerName: name } : { type: 'by_rules', name };
}
