import { markRead, readDelivery } from '#db/deliveries.ts';
import type { CanonicalLead } from '#domain/lead.ts';
import type { Core } from '#src/core/core.ts';
import { isBatch, showBatches } from '#src/routing/batch.ts';
import { parseBody } from '#src/sources/body.ts';
import { glimpse } from '#src/sources/glimpse.ts';
import type { ReadySource } from '#src/sources/open-sources.ts';
import { readItems } from '#src/sources/read-items.ts';
import { type ItemOrigin, quarantine, takeIn } from './take-in.ts';

/** What a rep did, and a test, are no leads that lie in a batch. */
const MAKES_LEADS: ReadonlySet<CanonicalLead['kind']> = new Set(['lead', 'signal']);

/** The source with this id; null when the newest settings have none. */
export type FindSource = (sourceId: string) => Promise<ReadySource | null>;

/** Reads a stored delivery and takes in what it holds. Safe to run again from anywhere in the middle. */
export async function intakeDelivery(core: Core, findSource: FindSource, deliveryId: string): Promise<void> {
  const delivery = await readDelivery(core.db, deliveryId);
  if (!delivery || delivery.readAt) return;
  const { sourceId, receivedAt } = delivery;
  const at = (position: number, key: string | null): Omit<ItemOrigin, 'isBatch'> => ({
    deliveryId,
    sourceId,
    key: key ?? `${deliveryId}#${position}`,
    position,
    receivedAt,
  });

  const source = await findSource(sourceId);
  const parsed = await parseBody(delivery.contentType ?? undefined, delivery.body);
  if (!source || !parsed.ok) {
    const problem = source ? unreadable(parsed) : `the settings have no source "${sourceId}" any more`;
    await quarantine(core, { ...at(0, null), isBatch: false }, [{ path: '', problem }], null);
  } else {
    const results = await readItems(source, parsed.value, receivedAt);
    const brought = results.flatMap((result) =>
      result.ok && !result.ignored && MAKES_LEADS.has(result.lead.kind) ? [result.lead] : [],
    );
    const seenOf = (raw: unknown) => glimpse(source, raw, parsed.value, receivedAt);
    const lies = { isBatch: isBatch(core, sourceId, brought) };
    for (const [position, result] of results.entries()) {
      const origin = (key: string | null): ItemOrigin => ({ ...at(position, key), ...lies });
      if (!result.ok) await quarantine(core, origin(result.key), result.problems, await seenOf(result.raw));
      else if (!result.ignored) await takeIn(core, origin(result.key), result.lead, result.warnings);
    }
    if (lies.isBatch) await showBatches(core, sourceId);
  }
  await markRead(core.db, deliveryId, core.now());
}

const unreadable = (parsed: Awaited<ReturnType<typeof parseBody>>): string =>
  parsed.ok ? '' : parsed.problem;
