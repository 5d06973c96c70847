import { runningClocks } from '#db/clocks.ts';
import type { Db } from '#db/db.ts';
import { readHandoffsWithLeads } from '#db/handoffs.ts';
import { openWorkOf } from '#db/home.ts';
import type { MessageRow } from '#db/messages.ts';
import { deadlineOf, leadOf } from './card.ts';
import type { LateModel } from './models.ts';

/** As many as are ever shown. */
const ROWS = 8;

/** What a rep is told in place of the reminders that came too late; null when by now nothing is left to tell. */
export async function loadLate(db: Db, message: MessageRow, now: Date): Promise<LateModel | null> {
  const { repId, from } = message.detail;
  const work = await openWorkOf(db, String(repId), ROWS);
  // What somebody snoozed comes back by itself.
  const sections = [work.offered, work.returned, work.accepted, work.working, work.deals];
  const total = sections.reduce((sum, section) => sum + section.total, 0);
  if (total === 0 && message.ts === null) return null;
  const ids = sections.flatMap((section) => section.ids);
  const clocks = Map.groupBy(await runningClocks(db, ids), ({ handoffId }) => handoffId);
  const rows = (await readHandoffsWithLeads(db, ids)).map(({ handoff, lead }) => {
    const deadline = deadlineOf(clocks.get(handoff.id) ?? []);
    const { name, company } = leadOf(lead);
    return {
      handoffId: handoff.id,
      lead: name,
      company,
      temperature: handoff.temperature,
      state: handoff.state,
      deadline: deadline && { ...deadline, isOver: deadline.at <= now },
    };
  });
  return {
    from: new Date(String(from)),
    to: message.postedAt ?? now,
    rows: rows.toSorted((a, b) => dueAt(a) - dueAt(b)).slice(0, ROWS),
    total,
  };
}

const dueAt = ({ deadline }: LateModel['rows'][number]): number => deadline?.at.getTime() ?? Infinity;
