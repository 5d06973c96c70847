import { readClocks } from '#db/clocks.ts';
import type { Db } from '#db/db.ts';
import { leftOutOf } from '#db/deliveries.ts';
import { type HandoffRow, readEvents, readEventsOfLead, readHandoff } from '#db/handoffs.ts';
import { type LeadRow, readLead } from '#db/leads.ts';
import { meetingsOf } from '#db/meetings.ts';
import { wasSentBack } from '#db/speed.ts';
import { partsOfToldDeal } from '#domain/deal.ts';
import { weighedFact, weighReason } from '#domain/evidence.ts';
import type { Handoff, HandoffEvent } from '#domain/handoff.ts';
import { meetingsIn, wasMet } from '#domain/meetings.ts';
import { suggestAddress, unreadAddress } from '#domain/mend-address.ts';
import { leadFacts } from '#domain/routing/lead-facts.ts';
import { seenOf } from '#domain/seen.ts';
import type { ReasonUse, SubStage } from '#domain/settings.ts';
import { USUAL_LEG } from '#domain/settings-shapes.ts';
import { snoozeLimit } from '#domain/snooze.ts';
import { hoursOf, reasonsFor } from '#domain/team.ts';
import type { SettingsInForce } from '#src/core/core.ts';
import { leadOf, snoozeNote } from './card.ts';
import type {
  DealModel,
  MendModel,
  NamedLead,
  RejectModel,
  RespondModel,
  SnoozePickModel,
} from './models.ts';
import { prospectOf } from './prospect.ts';
import { loadTouches } from './touch.ts';

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
  if (!found) return null;
  const { handoff } = found.row;
  return { handoffId, seen: seenOf(handoff), lead: leadOf(found.lead), leg: handoff.leg };
}

/** With what was said of the deal before, here or in the CRM. */
export async function loadDeal(
  db: Db,
  { settings }: SettingsInForce,
  handoffId: string,
): Promise<DealModel | null> {
  const found = await load(db, handoffId);
  if (!found) return null;
  const { handoff } = found.row;
  const { stages } = settings.opportunity;
  const told = { ...partsOfToldDeal(found.lead.record.opportunity ?? {}, stages), nextStep: '' };
  const deal = handoff.deal ?? told;
  return {
    handoffId,
    seen: seenOf(handoff),
    lead: leadOf(found.lead),
    deal,
    needsMeeting:
      settings.opportunity.needs_meeting && handoff.deal === null && !(await isMet(db, found.lead)),
    subStages: subStagesFor(deal.subStage, stages),
  };
}

const EVENTS_CONSIDERED = 500;

const isMet = async (db: Db, lead: LeadRow): Promise<boolean> =>
  wasMet(meetingsIn(await meetingsOf(db, lead)), await readEventsOfLead(db, lead.id, EVENTS_CONSIDERED));

/** What can be chosen. */
function subStagesFor(known: string | null, stages: readonly SubStage[]): DealModel['subStages'] {
  const listed = stages.map(({ code, words }) => ({ code, words }));
  const isKnown = known === null || listed.length === 0 || listed.some(({ code }) => code === known);
  return { listed, chosen: isKnown ? (known ?? listed[0]?.code ?? null) : null };
}

/** Null as well where there is nothing to mend any more. */
export async function loadMend(db: Db, handoffId: string): Promise<MendModel | null> {
  const found = await load(db, handoffId);
  const sent = found && unreadAddress(found.lead.record.person, await leftOutOf(db, found.lead.id));
  if (!found || !sent) return null;
  const seen = seenOf(found.row.handoff);
  return { handoffId, seen, lead: leadOf(found.lead), sent, suggestion: suggestAddress(sent) };
}

const TOLD_WITHIN = 24 * 60 * 60_000;
const TOLD_SHOWN = 3;

/** What sources told of lately, for whoever logs the same. */
export async function loadRespond(
  db: Db,
  { settings }: SettingsInForce,
  of: { handoffId: string; timeZone: string },
  now: Date,
): Promise<RespondModel | null> {
  const found = await load(db, of.handoffId);
  if (!found) return null;
  const touches = loadTouches(settings, await readEvents(db, of.handoffId));
  const told = touches.filter(
    ({ isLogged, isAutomatic, at }) =>
      !isLogged && !isAutomatic && now.getTime() - at.getTime() <= TOLD_WITHIN,
  );
  return {
    ...of,
    seen: seenOf(found.row.handoff),
    lead: leadOf(found.lead),
    told: told.slice(0, TOLD_SHOWN),
    prospect: prospectOf(found.lead, settings, now),
  };
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
    seen: seenOf(found.row.handoff),
    lead: leadOf(found.lead),
    reader: await readerOf(db, found.row.handoff, use),
    ...(use === 'lose' && { earlier: lostIn(await readEvents(db, handoffId)) }),
    reasons: reasonsFor(settings, use, found.row.handoff.leg).map((reason) => ({
      code: reason.code,
      words: reason.words,
      failurePoint: reason.failure_point,
      noteRequired: reason.note === 'required',
      evidence: weighReason(reason, facts),
      weighed: use === 'reject' ? weighedFact(reason, facts) : null,
    })),
  };
}

/** Who is told why: the one who has the lead next, and of leads of the first leg marketing. */
async function readerOf(db: Db, { id, leg }: Handoff, use: ReasonUse): Promise<RejectModel['reader']> {
  if (leg !== USUAL_LEG) return use === 'reject' ? 'who_passed_it_on' : null;
  return use === 'reject' && (await wasSentBack(db, id)) ? 'manager' : 'marketing';
}

function lostIn(events: readonly { event: HandoffEvent }[]): RejectModel['earlier'] {
  const last = events.findLast(({ event }) => event.type === 'lost')?.event;
  return last?.type === 'lost' ? last : undefined;
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
  const repHours = hoursOf(settings, handoff.ownerId);
  const clocks = await readClocks(db, handoffId);
  const limit = snoozeLimit(handoff, { policy, clocks, repHours }, now);
  return {
    handoffId,
    seen: seenOf(handoff),
    lead: leadOf(found.lead),
    suggested: limit,
    limit,
    prospect: prospectOf(found.lead, settings, now),
    note: snoozeNote(found.row, clocks, now),
  };
}
