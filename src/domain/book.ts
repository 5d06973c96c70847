import { type Handoff, isOpenState } from './handoff.ts';
import type { EvidenceRow } from './records.ts';
import type { DecidedBy } from './routing/record.ts';
import type { Settings } from './settings.ts';
import { USUAL_LEG } from './settings-shapes.ts';
import { personOf, poolOf } from './team.ts';

/** Where a visitor chooses a time with somebody: in their own calendar, else in the one of the pool they work in. */
export function calendarOf(
  settings: Settings,
  { personId, poolId }: { personId: string; poolId: string | null },
): string | null {
  const pool = poolOf(settings, poolId);
  const isMember = pool?.members.some(({ person }) => person === personId);
  const shared = isMember ? pool?.booking_url : undefined;
  return personOf(settings, personId)?.booking_url ?? shared ?? null;
}

/** Of whom a stranger would hear that their company buys from us already, or is about to. */
const TELLING: readonly DecidedBy[] = ['customer', 'opportunity'];

/** Whether whoever a lead goes to may be shown to the visitor it came from. */
export const mayBeShown = (
  { leg }: Pick<Handoff, 'leg'>,
  { isMql, decidedBy }: { isMql: boolean; decidedBy: readonly DecidedBy[] },
): boolean => leg === USUAL_LEG && isMql && !decidedBy.some((by) => TELLING.includes(by));

/**
 * The calendar a visitor is sent to: the owner's, while a qualified lead is open on its first leg. Whoever is a customer or
 * further in the funnel is answered as whoever is not qualified.
 */
export function bookingFor(
  settings: Settings,
  {
    evidence: { isMql },
    handoff,
    decidedBy,
  }: { evidence: Pick<EvidenceRow, 'isMql'>; handoff: Handoff; decidedBy: readonly DecidedBy[] },
): string | null {
  if (!isOpenState(handoff.state) || !mayBeShown(handoff, { isMql, decidedBy })) return null;
  const { poolId } = handoff;
  const personId = handoff.ownerId ?? handoff.reservedFor;
  return personId === null ? null : calendarOf(settings, { personId, poolId });
}
