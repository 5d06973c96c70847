import type { Problem } from '#db/deliveries.ts';
import { findOpenHandoff, readEvents } from '#db/handoffs.ts';
import { type LeadRow, lockLead, readSignals, updateLead } from '#db/leads.ts';
import type { ItemOutcome } from '#db/schema.ts';
import { isOpenState } from '#domain/handoff.ts';
import type { CanonicalLead } from '#domain/lead.ts';
import type { MeetingChange } from '#domain/meetings.ts';
import type { Maker } from '#domain/response.ts';
import { modeOf } from '#domain/shadow.ts';
import { idOf } from '#domain/team.ts';
import { touchesIn } from '#domain/touch.ts';
import { type Candidate, whoIsMeant } from '#domain/who-is-meant.ts';
import { hasWrittenIn } from '#domain/written-in.ts';
import type { Work } from '#src/core/core.ts';
import { offerReserved } from '#src/handoff/dispatch.ts';
import { lock } from '#src/handoff/lock.ts';
import { SIGNALS_CONSIDERED } from './arrival.ts';
import { takeConsent } from './consent.ts';
import { lockMeant, type Told } from './lock-meant.ts';
import { keepMeeting, noteMeeting } from './meeting.ts';
import { noteTouch } from './note-touch.ts';

/** What reps do for a lead outside Slack, as a dialler, a CRM, a sequencer or a calendar tells of it. */

type SettledActivity = {
  outcome: ItemOutcome;
  leadId: string | null;
  handoffId: string | null;
  /** Why it is left aside; empty where it is not. */
  problems: Problem[];
};

const ASIDE = {
  shadow: { path: '', problem: 'the source is in shadow, so what it tells stops no clock' },
  several: {
    path: 'person',
    problem:
      'more than one person has this number or mailbox; tell a name, an address or a record of their own',
  },
  nobody: { path: 'person', problem: 'nobody who is known; what a rep does makes no lead' },
  closed: { path: 'person', problem: 'no open handoff, so no clock waits for it' },
  older: { path: 'activity.at', problem: 'before the lead was handed over' },
} as const satisfies Record<string, Problem>;

const MOST_LOOKED_AT = 20;

/** Puts what a rep did on the handoff that is open, whose clocks stop when it happened. It never makes or judges a lead. */
export async function takeInActivity(
  work: Work,
  origin: { sourceId: string; receivedAt: Date },
  named: Told,
): Promise<SettledActivity> {
  const { sourceId } = origin;
  const { lead: told, candidates } = named;
  const aside = (why: keyof typeof ASIDE, leadId: string | null = null): SettledActivity => {
    return { outcome: 'ignored', leadId, handoffId: null, problems: [ASIDE[why]] };
  };
  const lead = (await lockMeant(work, named)) ?? (await onlyOpenOf(work, told, candidates));
  if (!lead || !told.activity) return aside(candidates.length > 1 ? 'several' : 'nobody');
  await takeConsent(work, lead.id, told, origin);
  if (modeOf(work.settings, sourceId) === 'shadow') return aside('shadow');
  const open = await findOpenHandoff(work.tx, lead.id);
  const found = open && (await lock(work, open.handoff.id));
  if (!found || !isOpenState(found.row.handoff.state)) return aside('closed', lead.id);
  const { channel, outcome, note = '' } = told.activity;
  const at = happenedAt(told, origin.receivedAt);
  if (at < found.row.handoff.createdAt) return aside('older', lead.id);
  const made = await whoMade(work, told.activity, { lead, handoffId: found.row.handoff.id }, at);
  const meeting = await keepMeetingOf(work, lead, told, { sourceId, at });
  // Who has booked chooses no longer.
  const isBooked = outcome === 'meeting_booked' || meeting?.became === 'booked';
  const now = isBooked ? { ...found, row: await offerReserved(work, found) } : found;
  await noteTouch(work, now, { channel, outcome, note, at, via: sourceId, madeBy: made.by }, made.repId);
  // What came of it, and that it was booked, a person's touch itself has told.
  if (meeting && (made.by === 'machine' || isAnother(meeting)))
    await noteMeeting(work, found.row.handoff.id, meeting);
  return { outcome: 'activity', leadId: lead.id, handoffId: found.row.handoff.id, problems: [] };
}

/** Who made it. What a machine sends in answer to what the lead wrote is the answer of whoever set it off. */
async function whoMade(
  { tx, settings }: Work,
  { channel, automatic, by_email, set_off_by_email }: NonNullable<CanonicalLead['activity']>,
  { lead, handoffId }: { lead: LeadRow; handoffId: string },
  at: Date,
): Promise<{ by: Maker | null; repId: string | null }> {
  const idOfOurs = (email: string | undefined) => (email === undefined ? null : idOf(settings, email));
  const repId = idOfOurs(by_email);
  // Who calls is heard.
  if (automatic === undefined) return { by: channel === 'call' ? 'person' : null, repId };
  if (!automatic) return { by: 'person', repId };
  const setterId = idOfOurs(set_off_by_email);
  if (setterId === null) return { by: 'machine', repId };
  const signals = await readSignals(tx, lead.id, SIGNALS_CONSIDERED);
  const touches = touchesIn(await readEvents(tx, handoffId));
  return hasWrittenIn(lead, { signals, touches }, at)
    ? { by: 'person', repId: setterId }
    : { by: 'machine', repId };
}

/** Whoever calls a number that several leads have calls the one they work on. */
async function onlyOpenOf(
  { tx, settings }: Work,
  told: CanonicalLead,
  candidates: readonly Candidate<LeadRow>[],
): Promise<LeadRow | null> {
  if (candidates.length > MOST_LOOKED_AT) return null;
  const open: Candidate<LeadRow>[] = [];
  for (const candidate of candidates) {
    if (await findOpenHandoff(tx, candidate.lead.id)) open.push(candidate);
  }
  return whoIsMeant(settings, told, open);
}

/** A sender's clock may be wrong, but nothing happened after it was told. */
function happenedAt({ activity, occurred_at }: CanonicalLead, receivedAt: Date): Date {
  const stated = new Date(activity?.at ?? occurred_at ?? receivedAt);
  return stated < receivedAt ? stated : receivedAt;
}

const isAnother = ({ became }: MeetingChange): boolean => became === 'moved' || became === 'cancelled';

/** A rep may book a meeting, or tell what came of one, by what they do. */
async function keepMeetingOf(
  work: Work,
  lead: LeadRow,
  told: CanonicalLead,
  of: { sourceId: string; at: Date },
): Promise<MeetingChange | null> {
  if (told.meeting === undefined) return null;
  const known = (await lockLead(work.tx, lead.id)) ?? lead;
  const record = { ...known.record, meeting: told.meeting };
  await updateLead(work.tx, lead.id, { record });
  return keepMeeting(work, { ...known, record }, told, of);
}
