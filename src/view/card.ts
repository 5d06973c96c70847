import { readClocks } from '#db/clocks.ts';
import { type HandoffRow, readEvents, readHandoff, readOffers } from '#db/handoffs.ts';
import { type LeadRow, readLead, readSignals } from '#db/leads.ts';
import type { Db } from '#db/open.ts';
import { readPerson } from '#db/people.ts';
import { availableCommands, type Clock, type Handoff, type HandoffEvent } from '#domain/handoff.ts';
import type { LeadSignal } from '#domain/lead.ts';
import type { Delay, Settings } from '#domain/settings.ts';
import { cardChannelOf, nameOf, reasonWords, relationOf, sourceName } from '#domain/team.ts';
import type { SettingsInForce } from '#src/core.ts';
import { cardStatus } from './card-status.ts';
import type { CardModel } from './models.ts';
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
export const UNSEEN: HandoffEvent['type'][] = ['reminded', 'escalated', 'breached'];

/** One card of a handoff, as the rows say now; null when the handoff is not there. */
export async function loadCard(
  db: Db,
  { settings }: SettingsInForce,
  card: { handoffId: string; offerNo: number; readerId?: string },
  now: Date,
): Promise<CardModel | null> {
  const row = await readHandoff(db, card.handoffId);
  const lead = row && (await readLead(db, row.handoff.leadId));
  if (!row || !lead) return null;
  const { handoff } = row;
  const [clocks, events, offers, signals] = [
    await readClocks(db, handoff.id),
    await readEvents(db, handoff.id),
    // Of the first nothing is told but what the handoff itself says.
    handoff.offerNo > 1 ? await readOffers(db, handoff.id) : [],
    await readSignals(db, lead.id, SIGNALS_SHOWN),
  ];
  const { record } = lead;
  const source = settings.sources.find((candidate) => candidate.id === row.sourceId);
  const isCurrent = card.offerNo === handoff.offerNo;
  const name = (id: string) => nameOf(settings, id);
  const reason = (code: string) => reasonWords(settings, code);
  // A manager who took a lead may pass it on as well.
  const relation = handoff.ownerId === null ? 'owner' : relationOf(settings, handoff.ownerId, handoff);
  const commands = isCurrent ? availableCommands(handoff, relation, now) : [];
  const addressee = isCurrent ? await addresseeOf(db, settings, handoff) : null;
  const isTheirs = addressee === null && (card.readerId ?? handoff.ownerId) === handoff.ownerId;
  return {
    handoffId: handoff.id,
    offerNo: card.offerNo,
    version: events.findLast((event) => !UNSEEN.includes(event.type))?.id ?? 0,
    leg: handoff.leg,
    state: handoff.state,
    addressee,
    temperature: handoff.temperature,
    sourceName: sourceName(settings, row.sourceId),
    campaign: row.campaign,
    lead: {
      ...leadOf(lead),
      title: record.person.title ?? null,
      employees: record.account.employees ?? null,
    },
    whyNow: groupSignals(signals),
    deadline: isCurrent ? deadlineOf(clocks) : null,
    // Marketing and the SDRs agreed on it; what an AE or CSM gets has passed it.
    acceptIf: handoff.leg === 'mql_to_sdr' ? (source?.accept_if ?? null) : null,
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
    status: cardStatus({ handoff, events, offers, name, reason, isTheirs }, card.offerNo),
    commands,
    snoozeChoices: snoozeChoices(row),
    snoozeNote: snoozeNote(row),
  };
}

/** The same kind of thing grouped, the freshest first. */
export function groupSignals(signals: readonly LeadSignal[]): CardModel['whyNow'] {
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
export function deadlineOf(
  clocks: readonly Pick<Clock, 'kind' | 'stoppedAt' | 'pausedAt' | 'deadlineAt' | 'breachedAt'>[],
): CardModel['deadline'] {
  for (const kind of ['accept', 'response'] as const) {
    const clock = clocks.find((one) => one.kind === kind && one.stoppedAt === null && one.pausedAt === null);
    if (clock) return { clock: kind, at: clock.deadlineAt, isOver: clock.breachedAt !== null };
  }
  return null;
}

/** In a channel everybody reads a card: it says whose it is. In direct messages that is plain. */
async function addresseeOf(db: Db, settings: Settings, { ownerId, poolId }: Handoff): Promise<string | null> {
  if (ownerId === null || cardChannelOf(settings, poolId) === null) return null;
  return (await readPerson(db, ownerId))?.slackId ?? null;
}

export function snoozeChoices({
  handoff,
  policy,
}: Pick<HandoffRow, 'handoff' | 'policy'>): CardModel['snoozeChoices'] {
  const choices = handoff.state === 'offered' ? policy.snooze.choices : CALLBACK_CHOICES;
  return choices.map((delay) => ({ label: delayWords(delay), value: delayCode(delay) }));
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
export const leadOf = ({ record }: Pick<LeadRow, 'record'>): { name: string; company: string | null } => ({
  name: nameOfLead(record),
  company: record.account.name ?? record.account.domain ?? null,
});
