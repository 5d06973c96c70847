import type { Problem } from '#db/deliveries.ts';
import { findOpenHandoff } from '#db/handoffs.ts';
import { findLead, lockIdentities } from '#db/leads.ts';
import type { ItemOutcome } from '#db/schema.ts';
import { type Actor, isOpenState } from '#domain/handoff.ts';
import { identitiesOf, namingOnes } from '#domain/identities.ts';
import type { CanonicalLead } from '#domain/lead.ts';
import { idOf } from '#domain/owners.ts';
import type { Touch } from '#domain/response.ts';
import { modeOf } from '#domain/shadow.ts';
import { nameOf } from '#domain/team.ts';
import type { Work } from '#src/core/core.ts';
import { carryOut } from '#src/handoff/dispatch.ts';
import { type Found, lock } from '#src/handoff/lock.ts';

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
  nobody: { path: 'person', problem: 'nobody who is known; what a rep does makes no lead' },
  closed: { path: 'person', problem: 'no open handoff, so no clock waits for it' },
  older: { path: 'activity.at', problem: 'before the lead was handed over' },
} as const satisfies Record<string, Problem>;

/** Puts what a rep did on the handoff that is open, whose clocks stop when it happened. It never makes or judges a lead. */
export async function takeInActivity(
  work: Work,
  origin: { sourceId: string; receivedAt: Date },
  told: CanonicalLead,
): Promise<SettledActivity> {
  const { sourceId } = origin;
  const aside = (why: keyof typeof ASIDE, leadId: string | null = null): SettledActivity => {
    return { outcome: 'ignored', leadId, handoffId: null, problems: [ASIDE[why]] };
  };
  if (modeOf(work.settings, sourceId) === 'shadow') return aside('shadow');
  const naming = namingOnes(identitiesOf(told));
  await lockIdentities(work.tx, naming);
  const lead = await findLead(work.tx, naming);
  if (!lead || !told.activity) return aside('nobody');
  const open = await findOpenHandoff(work.tx, lead.id, null);
  const found = open && (await lock(work, open.handoff.id));
  if (!found || !isOpenState(found.row.handoff.state)) return aside('closed', lead.id);
  const { channel, outcome, note = '', by_email } = told.activity;
  const at = happenedAt(told, origin.receivedAt);
  if (at < found.row.handoff.createdAt) return aside('older', lead.id);
  const repId = by_email === undefined ? null : idOf(work.settings, by_email);
  await noteTouch(work, found, { channel, outcome, note, at, via: sourceId }, repId);
  return { outcome: 'activity', leadId: lead.id, handoffId: found.row.handoff.id, problems: [] };
}

/** A sender's clock may be wrong, but nothing happened after it was told. */
function happenedAt({ activity, occurred_at }: CanonicalLead, receivedAt: Date): Date {
  const stated = new Date(activity?.at ?? occurred_at ?? receivedAt);
  return stated < receivedAt ? stated : receivedAt;
}

/** A meeting that came into the calendar of a lead somebody has; the one that was there already is no news. */
export async function noteMeeting(
  work: Work,
  handoffId: string,
  { known, told }: { known: CanonicalLead; told: CanonicalLead },
  origin: { sourceId: string; at: Date },
): Promise<void> {
  const start = told.meeting?.start_at;
  const before = known.meeting?.start_at;
  if (start === undefined || (before !== undefined && Date.parse(before) === Date.parse(start))) return;
  const found = await lock(work, handoffId);
  if (!found) return;
  const { at, sourceId } = origin;
  // The lead chose the time, so nobody of ours did it.
  await noteTouch(
    work,
    found,
    { channel: 'meeting', outcome: 'meeting_booked', note: '', at, via: sourceId },
    null,
  );
}

/** Whoever works on their lead has accepted it; what anybody else does is shown to whoever has it. */
async function noteTouch(work: Work, found: Found, touch: Touch, repId: string | null): Promise<void> {
  const { handoff } = found.row;
  const name = repId === null ? 'Somebody' : nameOf(work.settings, repId);
  const teller: Actor = { personId: repId, name, relation: 'system' };
  if (handoff.acceptedAt !== null) {
    await carryOut(work, found, { type: 'respond', ...touch }, teller);
    return;
  }
  if (repId === null || repId !== handoff.ownerId) {
    await carryOut(work, found, { type: 'activity', ...touch }, teller);
    return;
  }
  const owner: Actor = { ...teller, relation: 'owner' };
  const at = touch.at === null ? {} : { at: touch.at };
  const accepted = await carryOut(work, found, { type: 'accept', ...at }, owner);
  if (!accepted.ok) return;
  const row = { ...found.row, handoff: accepted.handoff };
  await carryOut(work, { ...found, row }, { type: 'respond', ...touch }, teller);
}
