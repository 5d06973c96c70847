import type { HandoffRow } from '#db/handoffs.ts';
import { type LeadRow, readSignals } from '#db/leads.ts';
import { meetingsOf, saveMeeting } from '#db/meetings.ts';
import { SYSTEM } from '#domain/handoff.ts';
import { judgeLead } from '#domain/judge-lead.ts';
import type { CanonicalLead } from '#domain/lead.ts';
import {
  changeIn,
  endedAt,
  type MeetingChange,
  meetingsIn,
  tellingOf,
  withTelling,
} from '#domain/meetings.ts';
import { idOf } from '#domain/team.ts';
import type { Work } from '#src/core/core.ts';
import { carryOut } from '#src/handoff/dispatch.ts';
import { lock } from '#src/handoff/lock.ts';
import { SIGNALS_CONSIDERED } from './arrival.ts';
import { noteTouch } from './note-touch.ts';

/** What calendars, forms and CRMs tell of meetings with a lead. */

/** Keeps what an item tells of a meeting; answers what became of that. Call it with the lead locked. */
export async function keepMeeting(
  { tx, newId }: Work,
  lead: LeadRow,
  told: CanonicalLead,
  { sourceId, at }: { sourceId: string; at: Date },
): Promise<MeetingChange | null> {
  const telling = tellingOf(told, { at, via: sourceId });
  if (telling === null) return null;
  const { key, replaces, ...said } = telling;
  const before = await meetingsOf(tx, lead);
  const known = before.find((row) => row.sourceId === sourceId && row.key === key);
  const row = {
    ...{ id: known?.id ?? newId(), sourceId, key },
    replaces: replaces ?? known?.replaces ?? null,
    tellings: withTelling(known?.tellings ?? [], said),
  };
  await saveMeeting(tx, lead.id, row);
  return changeIn(before, [...before.filter(({ id }) => id !== row.id), row], row);
}

/** What became of a meeting, on the handoff that is open. */
export async function noteMeeting(
  work: Work,
  handoffId: string,
  { became, meeting }: MeetingChange,
): Promise<void> {
  const found = await lock(work, handoffId);
  if (!found) return;
  const { at, by, hostEmail, startAt, endAt } = meeting;
  const via = meeting.via ?? '';
  const touch = { channel: 'meeting', note: '', at, via, madeBy: 'person' } as const;
  const { createdAt } = found.row.handoff;
  switch (became) {
    case 'booked':
      // What was over before it was booked, or before the lead was handed over, waited for nothing here.
      if (endAt === null || endAt <= at || endAt <= createdAt) return;
      // The lead chose the time, so nobody of ours did it.
      await noteTouch(work, found, { ...touch, outcome: 'meeting_booked' }, null);
      return;
    case 'held':
    case 'no_show': {
      if (at < createdAt) return;
      const outcome = became === 'held' ? 'reached' : 'no_answer';
      await noteTouch(work, found, { ...touch, outcome }, hostEmail && idOf(work.settings, hostEmail));
      return;
    }
    case 'moved':
    case 'cancelled':
    case 'reopened':
      await carryOut(work, found, { type: 'calendar', became, by, via, startAt, at }, SYSTEM);
  }
}

/** Somebody who asks for sales again, after a meeting that fell away or is over, waits for an answer as at first. */
export async function noteHandRaise(
  work: Work,
  { handoff }: HandoffRow,
  lead: LeadRow,
  sourceId: string,
): Promise<void> {
  const { settings, tx, now } = work;
  const had = meetingsIn(await meetingsOf(tx, lead)).map((meeting) => endedAt(meeting, now));
  if (!had.some((at) => at !== null && at >= handoff.createdAt)) return;
  const source = settings.sources.find(({ id }) => id === sourceId);
  const signals = await readSignals(tx, lead.id, SIGNALS_CONSIDERED);
  if (!judgeLead(settings, lead, source, signals, now).evidence.isHandRaiser) return;
  const found = await lock(work, handoff.id);
  if (found) await carryOut(work, found, { type: 'ask_again' }, SYSTEM);
}
