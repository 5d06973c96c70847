import { readClocks } from '#db/clocks.ts';
import { type HandoffRow, readHandoff } from '#db/handoffs.ts';
import { type LeadRow, readLead } from '#db/leads.ts';
import type { Db } from '#db/open.ts';
import { resolveDelay } from '#domain/calendar.ts';
import { weighReason } from '#domain/evidence.ts';
import { leadFacts } from '#domain/routing/lead-facts.ts';
import type { ReasonUse } from '#domain/settings.ts';
import { hoursOf } from '#domain/team.ts';
import type { SettingsInForce } from '#src/core.ts';
import { leadOf } from './card.ts';
import type { NamedLead, RejectModel, SnoozePickModel } from './models.ts';

/** What the modals need that a press opens. Each is null when the handoff is not there any more. */

type Both = { row: HandoffRow; lead: LeadRow };

async function load(db: Db, handoffId: string): Promise<Both | null> {
  const row = await readHandoff(db, handoffId);
  const lead = row && (await readLead(db, row.handoff.leadId));
  return row && lead ? { row, lead } : null;
}

export async function loadNamedLead(
  db: Db,
  handoffId: string,
): Promise<(NamedLead & { leg: HandoffRow['handoff']['leg'] }) | null> {
  const found = await load(db, handoffId);
  return found && { handoffId, lead: leadOf(found.lead), leg: found.row.handoff.leg };
}

/** The reasons offered for this, each weighed against what the record says. */
export async function loadReasons(
  db: Db,
  { settings }: SettingsInForce,
  handoffId: string,
  use: ReasonUse,
): Promise<RejectModel | null> {
  const found = await load(db, handoffId);
  if (!found) return null;
  const facts = leadFacts(settings, found.lead);
  return {
    handoffId,
    lead: leadOf(found.lead),
    reasons: settings.reasons
      .filter((reason) => reason.offered_for.includes(use))
      .map((reason) => ({
        code: reason.code,
        words: reason.words,
        failurePoint: reason.failure_point,
        noteRequired: reason.note === 'required',
        evidence: weighReason(reason, facts),
      })),
  };
}

export async function loadSnoozePick(
  db: Db,
  { settings }: SettingsInForce,
  handoffId: string,
  now: Date,
): Promise<SnoozePickModel | null> {
  const found = await load(db, handoffId);
  if (!found) return null;
  const { handoff, policy } = found.row;
  const hours = hoursOf(settings, handoff.ownerId);
  const isCallback = handoff.state !== 'offered';
  const limit = resolveDelay(isCallback ? policy.snooze.callback_limit : policy.snooze.limit, hours, now);
  const clocks = await readClocks(db, handoffId);
  const isMeasured = clocks.some((clock) => clock.kind === 'accept' && clock.stoppedAt === null);
  const note =
    isMeasured && policy.snooze.clock === 'runs_on' ? 'The clock runs on while it is snoozed.' : null;
  return { handoffId, lead: leadOf(found.lead), suggested: limit, limit, note };
}
