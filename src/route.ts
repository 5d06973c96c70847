import { type LeadRow, ownerOfOpenWork, readAccount } from '#db/leads.ts';
import { lockStanding } from '#db/routing.ts';
import { ownerInShadow } from '#db/shadow.ts';
import { ownersInSettings } from '#domain/owners.ts';
import type { RoutingRecord } from '#domain/records.ts';
import {
  chooseMember,
  findDestination,
  leadFacts,
  type MemberChoice,
  type NamedOwner,
  type Past,
  recordOf,
} from '#domain/routing.ts';
import { type Leg, type Mode, USUAL_LEG } from '#domain/settings.ts';
import { colleaguesOwner, shadowSince } from '#domain/shadow.ts';
import type { Work } from './core.ts';
import { statusesOf } from './rep-statuses.ts';

export type RouteRequest = {
  leg: Leg;
  /** The source that brought it this time: whether its sender decides about the owner. */
  sourceId: string;
  because: string;
  past: Past;
  /** Whether somebody who had it may get it again, when nobody else can. */
  mayRepeat: boolean;
  mode: Mode;
};

/** A decision, and the turn it would take: the standing is stored by whoever carries the decision out. */
export type Routed = { record: RoutingRecord; turn: { standingId: string; choice: MemberChoice } | null };

/**
 * Finds an owner by the rules. The standing of the pool that was asked stays locked until the transaction ends, so
 * that two decisions never take the same turn. Turns in shadow are counted apart from those that are taken.
 */
export async function route(work: Work, lead: LeadRow, asked: RouteRequest): Promise<Routed> {
  const { settings, now } = work;
  const facts = leadFacts(settings, lead);
  const owners = await namedOwners(work, lead, asked);
  const named = [
    ...owners.flatMap(({ repId }) => (repId === null ? [] : [repId])),
    ...settings.routes.flatMap((rule) => ('person' in rule.to ? [rule.to.person] : [])),
  ];
  const statuses = await statusesOf({ db: work.tx, settings, now }, named, false);
  const found = findDestination(settings, asked.leg, facts, owners, statuses, asked.past, now);
  if (found.destination.to !== 'pool') {
    return { record: recordOf(asked.because, facts, found, null), turn: null };
  }
  const { pool } = found.destination;
  const members = pool.members.map((member) => member.person);
  const standingId = asked.mode === 'live' ? pool.id : inShadow(pool.id);
  const lags = await lockStanding(work.tx, standingId, members);
  const choice = chooseMember(
    pool,
    await statusesOf({ db: work.tx, settings, now }, members, true),
    lags,
    asked,
    now,
  );
  const record = recordOf(asked.because, facts, found, choice);
  return { record, turn: choice.chosenId === null ? null : { standingId, choice } };
}

/** No pool's id has a colon, so what stands under this name is nobody's but the shadow's. */
const inShadow = (poolId: string): string => `shadow:${poolId}`;

async function namedOwners(
  { settings, tx, now }: Work,
  lead: LeadRow,
  { leg, sourceId, mode }: RouteRequest,
): Promise<NamedOwner[]> {
  const owners = ownersInSettings(settings, leg, { record: lead.record, sourceId });
  // Accounts belong to those who open them; later legs go by their own routes.
  if (leg !== USUAL_LEG || !lead.accountId) return owners;
  const account = await readAccount(tx, lead.accountId);
  if (account?.ownerId) owners.push({ by: 'domain', repId: account.ownerId, rule: 'owner of the account' });
  const busy = await ownerOfOpenWork(tx, lead.accountId, lead.id);
  if (busy) owners.push({ by: 'domain', repId: busy, rule: 'works on a colleague of theirs' });
  if (mode === 'live') return owners;
  const colleague = await ownerInShadow(tx, lead.accountId, lead.id, shadowSince(now));
  return colleague === null ? owners : [...owners, colleaguesOwner(colleague)];
}
