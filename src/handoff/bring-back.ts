import { findOpenHandoff, readEvents, readHandoff } from '#db/handoffs.ts';
import { type LeadRow, lockLead, recordStage, updateLead } from '#db/leads.ts';
import { endReturn, leadOfReturn, lockReturn, type ReturnRow, timesBack } from '#db/returns.ts';
import type { HandoffEvent } from '#domain/handoff.ts';
import { type ReturnEnd, whyNotBack } from '#domain/returns.ts';
import { USUAL_LEG } from '#domain/settings-shapes.ts';
import { modeOf } from '#domain/shadow.ts';
import { type Core, transact, type Work } from '#src/core/core.ts';
import { touchHomesOfRole } from '#src/core/homes.ts';
import { openHandoff } from './open-handoff.ts';

/** Why a lead is routed that comes back on its day. */
const CAME_BACK = 'came back on the day chosen';
export const OVERRULED = 'offered again after a disagreement';

/** Brings a lead back to sales on the day that was chosen, as a fresh handoff that says why; or says why not. Once, however often it is tried. */
export async function bringBack(core: Core, returnId: string): Promise<void> {
  await transact(core, async (work) => {
    const leadId = await leadOfReturn(work.tx, returnId);
    const lead = leadId === null ? null : await lockLead(work.tx, leadId);
    const awaited = lead && (await lockReturn(work.tx, returnId));
    if (!lead || !awaited) return;
    touchHomesOfRole(work, 'marketer');
    const end = await whyNot(work, lead, awaited);
    const openedId = end === null ? await openAgain(work, lead, awaited) : null;
    await endReturn(work.tx, returnId, { endedAt: work.now, end: end ?? 'opened', openedId });
  });
}

/** Why a lead that sales gave up cannot be offered again; null where it can. */
export async function whyNot(
  work: Work,
  lead: LeadRow,
  { handoffId }: Pick<ReturnRow, 'handoffId'>,
): Promise<ReturnEnd | null> {
  const { tx, settings } = work;
  const before = await readHandoff(tx, handoffId);
  return whyNotBack(lead, {
    isOpen: (await findOpenHandoff(tx, lead.id)) !== null,
    isLive: before !== null && modeOf(settings, before.sourceId) === 'live',
    times: await timesBack(tx, lead.id),
    atMost: settings.recycle.at_most,
  });
}

/** Opens a fresh handoff of a lead that sales gave up, with why they did. Call it with the lead locked. */
export async function openAgain(
  work: Work,
  lead: LeadRow,
  { handoffId, byId }: Pick<ReturnRow, 'handoffId' | 'byId'>,
  because: typeof CAME_BACK | typeof OVERRULED = CAME_BACK,
): Promise<string> {
  const { tx, now } = work;
  const before = await readHandoff(tx, handoffId);
  if (!before) throw new Error(`handoff ${handoffId} is not there, and its lead came back`);
  const [events = []] = await Promise.all([readEvents(tx, handoffId)]);
  const stage = 'marketing_qualified' as const;
  // What somebody asked for weeks ago is no request of today.
  const temperature = lead.temperature === 'hot' ? 'warm' : lead.temperature;
  await updateLead(tx, lead.id, { stage, temperature });
  recordStage(tx, { leadId: lead.id, handoffId: null, stage, at: now, cause: because, evidence: null });
  const event = {
    ...{ type: 'came_back' as const, by: byId, from: handoffId, ...whyThen(events) },
    ...(because === OVERRULED && { overruled: true as const }),
  };
  const row = await openHandoff(
    work,
    { ...lead, stage, temperature },
    {
      ...{ leg: USUAL_LEG, sourceId: before.sourceId, because, isBatch: false },
      ...{ first: { event, actorId: byId }, cameFrom: handoffId },
    },
  );
  return row.handoff.id;
}

/** Why sales gave it up then, in their words. */
function whyThen(events: readonly { event: HandoffEvent }[]): { reason: string; note: string } {
  const last = events.findLast(({ event }) => event.type === 'recycled' || event.type === 'rejected')?.event;
  return last?.type === 'recycled' || last?.type === 'rejected'
    ? { reason: last.reason, note: last.note }
    : { reason: '', note: '' };
}
