import type { HandoffRow } from '#db/handoffs.ts';
import type { LeadRow } from '#db/leads.ts';
import { readRoutingLog } from '#db/routing.ts';
import { bookingFor } from '#domain/book.ts';
import type { Work } from '#src/core/core.ts';
import type { ItemOrigin } from './item-origin.ts';

/**
 * Until when a lead that somebody has already may be choosing a time with them, because its page is shown their calendar;
 * null where it is shown none.
 */
export async function choosesUntil(
  { tx, settings }: Work,
  { holdUntil }: ItemOrigin,
  { evidence }: LeadRow,
  { handoff }: HandoffRow,
): Promise<Date | null> {
  if (holdUntil === null || handoff.ownerId === null) return null;
  const decidedBy = (await readRoutingLog(tx, handoff.id)).map(({ record }) => record.by);
  return bookingFor(settings, { evidence, handoff, decidedBy }) === null ? null : holdUntil;
}
