import { findOpenHandoff } from '#db/handoffs.ts';
import { lockLead } from '#db/leads.ts';
import { type MeetingOver, meetingsOf, noteAsked } from '#db/meetings.ts';
import { SYSTEM } from '#domain/handoff.ts';
import { meetingsIn, owesOutcome } from '#domain/meetings.ts';
import { type Core, transact } from '#src/core/core.ts';
import { carryOut } from './dispatch.ts';
import { lock } from './lock.ts';

/**
 * A meeting is over: whoever has the lead is asked what came of it, once. A second tick or a second process finds it
 * noted.
 */
export function askOutcome(core: Core, { id, leadId }: MeetingOver): Promise<void> {
  return transact(core, async (work) => {
    const { tx, now } = work;
    const lead = await lockLead(tx, leadId);
    if (!lead) return;
    const meetings = meetingsIn(await meetingsOf(tx, lead));
    const meeting = meetings.find(({ ids }) => ids.includes(id));
    const noted = await noteAsked(tx, meeting?.ids ?? [id], now);
    const open = noted.includes(id) ? await findOpenHandoff(tx, leadId) : null;
    const found = open && (await lock(work, open.handoff.id));
    if (!found || !meeting || !owesOutcome(found.row.handoff, meetings, now)) return;
    const { startAt, endAt, by, via } = meeting;
    await carryOut(
      work,
      found,
      { type: 'calendar', became: 'over', startAt, at: endAt ?? now, by, via },
      SYSTEM,
    );
  });
}
