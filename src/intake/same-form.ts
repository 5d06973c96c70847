import { formToldBefore } from '#db/deliveries.ts';
import { addMinutes } from '#domain/day.ts';
import type { CanonicalLead } from '#domain/lead.ts';
import type { Work } from '#src/core/core.ts';
import type { ItemOrigin } from './item-origin.ts';

/** Nobody fills in a form twice so soon, but a page and its tool each tell of it, and each has a clock of its own. */
const SAME_MINUTES = 10;

/**
 * What became of the form that this tells of, where it was told of before: by a page that asked for its visitor, or by the
 * tool whose form it is. Null where this is the first, and where no page asks.
 */
export async function sameForm(
  { tx, settings }: Work,
  { isForm }: ItemOrigin,
  told: CanonicalLead,
  { leadId, at }: { leadId: string; at: Date },
): Promise<{ handoffId: string | null } | null> {
  const asksAnybody = settings.sources.some(({ qualify }) => qualify !== undefined);
  if (!asksAnybody || told.kind !== 'lead') return null;
  const [from, to] = [addMinutes(at, -SAME_MINUTES), addMinutes(at, SAME_MINUTES)];
  return formToldBefore(tx, { leadId, isForm, from, to });
}
