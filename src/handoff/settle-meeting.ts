import type { LeadRow } from '#db/leads.ts';
import { meetingsOf, saveMeeting } from '#db/meetings.ts';
import type { HandoffEvent } from '#domain/handoff.ts';
import { lastBegun, meetingsIn, withTelling } from '#domain/meetings.ts';
import type { Work } from '#src/core/core.ts';

type TouchEvent = Extract<HandoffEvent, { type: 'responded' | 'activity_seen' }>;

/** Whoever tells what came of a meeting tells it of the last that had begun, where one is known. */
export async function settleMeeting({ tx, now }: Work, lead: LeadRow, event: TouchEvent): Promise<void> {
  const { channel, outcome, via = null, doneAt, madeBy } = event;
  if (channel !== 'meeting' || outcome === 'meeting_booked' || madeBy === 'machine') return;
  const at = doneAt === undefined ? now : new Date(doneAt);
  const rows = await meetingsOf(tx, lead);
  const meeting = lastBegun(meetingsIn(rows), at);
  const row = rows.find(({ id }) => meeting?.ids.includes(id));
  const status = outcome === 'reached' ? 'held' : 'no_show';
  if (!meeting || !row || meeting.status === status) return;
  const told = { startAt: null, endAt: null, hostEmail: null, joinUrl: null, by: null };
  const tellings = withTelling(row.tellings, { ...told, status, at, via });
  await saveMeeting(tx, lead.id, { ...row, tellings });
}
