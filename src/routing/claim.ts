import type { HandoffRow } from '#db/handoffs.ts';
import type { LeadRow } from '#db/leads.ts';
import { logRouting } from '#db/routing.ts';
import type { LyingPlace } from '#db/waiting.ts';
import { localDate } from '#domain/day.ts';
import type { HandoffEvent } from '#domain/handoff.ts';
import { leadFacts } from '#domain/routing/lead-facts.ts';
import { type RoutingRecord, withoutIdentity } from '#domain/routing/record.ts';
import type { Settings } from '#domain/settings.ts';
import { poolOf } from '#domain/team.ts';
import type { Work } from '#src/core/core.ts';
import { batchKey, channelOfClaim, claimKey, inChannel, isBatchKey } from '#src/core/message-keys.ts';
import { want } from '#src/core/want.ts';
import { layInBatch } from './batch.ts';

/** Leads that lie where whoever of a pool comes first takes them: one by one in a channel, or many in a batch. */

/** Where a decision lays a lead; null where it waits to be offered. */
export function placeOf(work: Work, { handoff, sourceId }: HandoffRow, record: RoutingRecord): string | null {
  const poolId = record.poolId ?? handoff.poolId;
  if (record.by === 'claim') {
    const { id: handoffId, offerNo } = handoff;
    return claimKey({ handoffId, poolId, offerNo }, poolOf(work.settings, poolId)?.deliver_to ?? '');
  }
  if (record.by !== 'batch') return null;
  return batchKey(sourceId, poolId, localDate(work.settings.workspace.time_zone, work.now));
}

/**
 * Whether a lead lies where the people of its pool can take it. The settings may have changed since it was laid there:
 * a batch is shown to whoever is new, and what lies in a channel that the pool left has to be laid anew.
 */
export function canBeClaimed(
  settings: Settings,
  { claimKey: key, poolId }: { claimKey: string | null; poolId: string | null },
): boolean {
  const place = lyingPlaces(settings).find((one) => one.poolId === poolId);
  return place !== undefined && key !== null && (isBatchKey(key) || channelOfClaim(key) === place.channel);
}

/** Where what lies can be claimed. */
export const lyingPlaces = ({ pools }: Settings): LyingPlace[] =>
  pools
    .filter(({ members }) => members.length > 0)
    .map(({ id, mode, deliver_to }) => ({ poolId: id, channel: mode === 'claim' ? deliver_to : null }));

/** Whether a lead for whoever comes first lies in another channel than a decision lays it in. */
export function liesElsewhere(work: Work, row: HandoffRow, record: RoutingRecord): boolean {
  if (record.by !== 'claim') return false;
  return channelOfClaim(row.handoff.claimKey ?? '') !== channelOfClaim(placeOf(work, row, record) ?? '');
}

/** Shows what lies there to those who may take it. */
export async function layOut(work: Work, { handoff }: HandoffRow, key: string): Promise<void> {
  const pool = poolOf(work.settings, handoff.poolId);
  if (!pool) return;
  if (isBatchKey(key)) return layInBatch(work, pool, key);
  if (pool.deliver_to === 'dm') return;
  want(work, {
    key,
    kind: 'claim',
    handoffId: handoff.id,
    place: inChannel(pool.deliver_to),
    parentKey: null,
    detail: { poolId: pool.id },
  });
}

/** Who came first decided where it goes. */
export async function logClaim(
  work: Work,
  { handoff }: HandoffRow,
  lead: LeadRow,
  { by, claimKey: key }: Extract<HandoffEvent, { type: 'claimed' }>,
): Promise<void> {
  const { poolId } = handoff;
  logRouting(work.tx, {
    handoffId: handoff.id,
    at: work.now,
    settingsVersion: work.version,
    record: {
      because: 'claimed',
      facts: withoutIdentity(leadFacts(work.settings, lead)),
      rules: [{ rule: `claimed by ${by}`, result: 'goes_to', repId: by, poolId }],
      candidates: [],
      poolId,
      chosenId: by,
      by: isBatchKey(key) ? 'batch' : 'claim',
    },
  });
}
