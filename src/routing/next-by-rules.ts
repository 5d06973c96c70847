import { readHandoff } from '#db/handoffs.ts';
import { readLead } from '#db/leads.ts';
import { BY_HAND } from '#domain/overrides.ts';
import type { RoutingRecord } from '#domain/routing/record.ts';
import { TEST_SOURCE } from '#domain/test-lead.ts';
import { type Core, transact } from '#src/core/core.ts';
import { routeAgain } from './route.ts';

/** What the rules would decide if a handoff were given on now. Nothing comes of it; null where they are not asked. */
export function nextByRules(core: Core, handoffId: string): Promise<RoutingRecord | null> {
  // Routing keeps the pool's standing to itself until its transaction ends, which this one does at once.
  return transact(core, async (work) => {
    const row = await readHandoff(work.tx, handoffId);
    const lead = row && (await readLead(work.tx, row.handoff.leadId));
    if (!row || !lead || row.sourceId === TEST_SOURCE) return null;
    return (await routeAgain(work, row, lead, { because: BY_HAND, isBatch: false })).record;
  });
}
