import { readClocks } from '#db/clocks.ts';
import { type HandoffRow, readEvents, readHandoff, readOffers } from '#db/handoffs.ts';
import { type LeadRow, readLead, readSignals } from '#db/leads.ts';
import type { Db } from '#db/open.ts';
import { availableCommands, type Clock, type Handoff, type HandoffEvent } from '#domain/handoff.ts';
import type { LeadSignal } from '#domain/lead.ts';
import type { Delay } from '#domain/settings.ts';
import { nameOf, reasonWords, sourceName } from '#domain/team.ts';
import type { SettingsInForce } from '#src/core.ts';
import type { CardModel, CardStatus } from './models.ts';
import { nextAction } from './next-action.ts';
import { delayCode, delayWords, nameOfLead, SIGNAL_LABELS } from './words.ts';

const SIGNALS_SHOWN = 50;
const CALLBACK_CHOICES: Delay[] = [
  { unit: 'minutes', amount: 60 },
  { unit: 'minutes', amount: 240 },
  { unit: 'next_morning' },
  { unit: 'business_days', amount: 2 },
];
// What tells or reminds somebody leaves the card as it is.
const UNSEEN: HandoffEvent['type'][] = ['reminded', 'escalated', 'breached'];

type Event = Awaited<ReturnType<typeof readEvents>>[number];
type Offer = Awaited<ReturnType<typeof readOffers>>[number];

/** One card of a handoff, as the rows say now; null when the handoff is not there. */
export async function loadCard(
  db: Db,
  { settings }: SettingsInForce,
  card: { handoffId: string; offerNo: number },
  now: Date,
): Promise<CardModel | null> {
  const row = await readHandoff(db, card.handoffId);
  const lead = row && (await readLead(db, row.handoff.leadId));
  if (!row || !lead) return null;
  const { handoff } = row;
  const [clocks, events, offers, signals] = [
    await readClocks(db, handoff.id),
    await readEvents(db, handoff.id),
    await readOffers(db, handoff.id),
    await readSignals(db, lead.id, SIGNALS_SHOWN),
  ];
  const { record } = lead;
  const isCurrent = card.offerNo === handoff.offerNo;
  const name = (id: string) => nameOf(settings, id);
  const reason = (code: string) => reasonWords(settings, code);
  const status = isCurrent
    ? statusOf(handoff, events, name, reason)
    : superseded(handoff, offers, card.offerNo, name);
  const commands = isCurrent ? availableCommands(handoff, 'owner', now) : [];
  return {
    handoffId: handoff.id,
    offerNo: card.offerNo,
    version: events.findLast((event) => !UNSEEN.includes(event.type))?.id ?? 0,
    leg: handoff.leg,
    state: handoff.state,
    temperature: handoff.temperature,
    sourceName: sourceName(settings, row.sourceId),
    campaign: row.campaign,
    lead: {
      name: nameOfLead(record),
      title: record.person.title ?? null,
      company: record.account.name ?? record.account.domain ?? null,
      employees: record.account.employees ?? null,
    },
    whyNow: groupSignals(signals),
    deadline: isCurrent ? deadlineOf(clocks) : null,
    acceptIf: settings.sources.find((source) => source.id === row.sourceId)?.accept_if ?? null,
    nextAction: commands.length > 0 ? nextAction(handoff, record) : null,
    unknownFit: lead.evidence.unknown,
    links: {
      phone: record.person.phone ?? null,
      email: record.person.email ?? null,
      linkedin: record.person.linkedin_url ?? null,
      crm: record.refs.find((ref) => ref.url !== undefined)?.url ?? null,
    },
    flags: {
      doNotCall: record.consent?.do_not_call ?? false,
      doNotContact: record.consent?.do_not_contact ?? false,
      unsubscribed: record.consent?.unsubscribed ?? false,
    },
    status,
    commands,
    snoozeChoices: choicesOf(row).map((delay) => ({ label: delayWords(delay), value: delayCode(delay) })),
    snoozeNote: snoozeNote(row),
  };
}

/** The same kind of thing grouped, the freshest first. */
function groupSignals(signals: readonly LeadSignal[]): CardModel['whyNow'] {
  const groups = new Map<string, { label: string; count: number; lastAt: Date }>();
  for (const signal of signals) {
    const label = signal.title?.trim() || SIGNAL_LABELS[signal.type];
    const known = groups.get(label);
    if (known) known.count += 1;
    else groups.set(label, { label, count: 1, lastAt: new Date(signal.at) });
  }
  return [...groups.values()];
}

/** What the rep is measured by: acceptance first, then the response. */
function deadlineOf(clocks: readonly Clock[]): CardModel['deadline'] {
  for (const kind of ['accept', 'response'] as const) {
    const clock = clocks.find((one) => one.kind === kind && one.stoppedAt === null && one.pausedAt === null);
    if (clock) return { clock: kind, at: clock.deadlineAt, isOver: clock.breachedAt !== null };
  }
  return null;
}

function superseded(
  handoff: Handoff,
  offers: readonly Offer[],
  offerNo: number,
  name: (id: string) => string,
): CardStatus {
  const endedAt = offers.find((offer) => offer.no === offerNo)?.endedAt;
  return {
    type: 'superseded',
    toName: handoff.ownerId && name(handoff.ownerId),
    at: endedAt ?? handoff.offeredAt ?? handoff.createdAt,
    because: null,
  };
}

function statusOf(
  handoff: Handoff,
  events: readonly Event[],
  name: (id: string) => string,
  reason: (code: string) => string,
): CardStatus {
  const last = <Type extends HandoffEvent['type']>(type: Type) => {
    const found = events.findLast((row) => row.event.type === type);
    // The type was just compared.
    return found && { at: found.at, event: found.event as Extract<HandoffEvent, { type: Type }> };
  };
  const undoUntil = handoff.before?.undoUntil ?? null;
  const createdAt = handoff.offeredAt ?? handoff.createdAt;
  const owner = handoff.ownerId ? name(handoff.ownerId) : '';
  switch (handoff.state) {
    case 'waiting':
      return { type: 'waiting' };
    case 'offered':
      return { type: 'offered', offeredAt: createdAt };
    case 'snoozed': {
      const snoozed = last('snoozed');
      const byName = snoozed ? name(snoozed.event.by) : owner;
      return { type: 'snoozed', until: handoff.snoozedUntil ?? createdAt, byName };
    }
    case 'accepted': {
      const accepted = last('accepted');
      const byName = accepted ? name(accepted.event.by) : owner;
      return { type: 'accepted', byName, at: handoff.acceptedAt ?? createdAt, undoUntil };
    }
    case 'working': {
      const responded = last('responded');
      const byName = responded?.event.by ? name(responded.event.by) : owner;
      return { type: 'working', byName, at: responded?.at ?? createdAt };
    }
    case 'rejected': {
      const rejected = last('rejected');
      return {
        type: 'rejected',
        byName: rejected ? name(rejected.event.by) : owner,
        at: handoff.closedAt ?? createdAt,
        reason: rejected ? reason(rejected.event.reason) : '',
        note: rejected?.event.note || null,
        undoUntil,
      };
    }
    case 'completed':
      return completed(handoff, last('qualified') ?? last('disqualified') ?? last('recycled'), name, reason);
    case 'withdrawn':
      return { type: 'withdrawn', at: handoff.closedAt ?? createdAt };
  }
}

type Closing = Extract<HandoffEvent, { type: 'qualified' | 'disqualified' | 'recycled' }>;

function completed(
  handoff: Handoff,
  closing: { at: Date; event: Closing } | undefined,
  name: (id: string) => string,
  reason: (code: string) => string,
): CardStatus {
  const event = closing?.event;
  return {
    type: 'completed',
    byName: event ? name(event.by) : '',
    at: closing?.at ?? handoff.closedAt ?? handoff.createdAt,
    outcome: event?.type ?? 'qualified',
    reason: event && event.type !== 'qualified' ? reason(event.reason) : null,
  };
}

function choicesOf({ handoff, policy }: HandoffRow): Delay[] {
  return handoff.state === 'offered' ? policy.snooze.choices : CALLBACK_CHOICES;
}

function snoozeNote({ handoff, policy }: HandoffRow): string | null {
  if (handoff.state !== 'offered') return null;
  const { times, clock } = policy.snooze;
  const often = times === 1 ? 'once' : `${times} times`;
  return clock === 'runs_on'
    ? `Can be snoozed ${often}; the clock runs on.`
    : `Can be snoozed ${often}; the clock pauses meanwhile.`;
}

/** A lead as lists and modals name it. */
export const leadOf = ({ record }: LeadRow): { name: string; company: string | null } => ({
  name: nameOfLead(record),
  company: record.account.name ?? record.account.domain ?? null,
});
