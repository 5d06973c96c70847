import type { Db } from '#db/db.ts';
import { addClock, addHandoff, addLead, addStages } from '../db/make.ts';

/** MQLs of the past as rows, and what became of them. */

type Became = 'accepted' | 'rejected' | 'missed' | 'undecided' | 'merged';

/** MQLs of a source: accepted by an SDR, rejected, still open after a missed deadline, open in time, or merged away. */
export async function addMqls(
  db: Db,
  sourceId: string,
  day: Date,
  counts: Partial<Record<Became, number>>,
): Promise<void> {
  for (const [became, count] of Object.entries(counts)) {
    for (let no = 0; no < count; no += 1) {
      await addMql(db, `${sourceId} ${day.getTime()} ${became} ${no}`, sourceId, day, became as Became);
    }
  }
}

const STATES = {
  accepted: 'accepted',
  rejected: 'rejected',
  missed: 'offered',
  undecided: 'offered',
  merged: 'withdrawn',
} as const;

async function addMql(db: Db, id: string, sourceId: string, day: Date, became: Became): Promise<void> {
  const isAccepted = became === 'accepted';
  await addLead(db, id, {
    sourceId,
    stage: isAccepted ? 'sales_accepted' : 'marketing_qualified',
    capturedAt: day,
    createdAt: day,
  });
  await addHandoff(db, `${id} handoff`, { leadId: id, sourceId, state: STATES[became], createdAt: day });
  await addStages(
    db,
    id,
    isAccepted ? ['marketing_qualified', 'sales_accepted'] : ['marketing_qualified'],
    day,
  );
  if (became === 'missed') {
    await addClock(db, `${id} clock`, {
      handoffId: `${id} handoff`,
      startedAt: day,
      deadlineAt: day,
      breachedAt: day,
    });
  }
}
