import { type CardRows, readCard } from '#db/card.ts';
import type { Db } from '#db/db.ts';
import { MOST_TELLINGS } from '#db/deliveries.ts';
import { findOpenHandoff, type HandoffRow, readEventsOfLead } from '#db/handoffs.ts';
import type { LeadRow } from '#db/leads.ts';
import { meetingsOf } from '#db/meetings.ts';
import type { PersonRow } from '#db/people.ts';
import { untoldOf } from '#db/sink-lists.ts';
import { type Clock, REP_CLOCKS } from '#domain/clock.ts';
import { liftedConsents } from '#domain/consent.ts';
import { type CustomerDeed, customerDeeds } from '#domain/customer.ts';
import { addMinutes } from '#domain/day.ts';
import {
  availableCommands,
  type Handoff,
  type HandoffEvent,
  isOpenState,
  type Relation,
} from '#domain/handoff.ts';
import type { LeadSignal } from '#domain/lead.ts';
import { meetingsIn, owesOutcome } from '#domain/meetings.ts';
import { knownFrom } from '#domain/origin.ts';
import { seenOf } from '#domain/seen.ts';
import type { Settings } from '#domain/settings.ts';
import { type Delay, USUAL_LEG } from '#domain/settings-shapes.ts';
import { SINKS } from '#domain/sink-systems.ts';
import { RESPONSE_CLOCKS } from '#domain/sla.ts';
import { isCallback, isTooLateToSnooze } from '#domain/snooze.ts';
import { cardChannelOf, nameOf, reasonFor, reasonWords, relationOf, sourceName } from '#domain/team.ts';
import { TEST_SOURCE } from '#domain/test-lead.ts';
import type { SettingsInForce } from '#src/core/core.ts';
import { companyOnCard } from './account.ts';
import { cardStatus } from './card-status.ts';
import { coverOf } from './cover-of.ts';
import { dealOnCard } from './deal.ts';
import { churnIn, expansionIn, handedOn, sentBack } from './handed-on.ts';
import { loadMarketingAnswer } from './marketing-answer.ts';
import { meetingModels, meetingOnCard } from './meeting.ts';
import type { CardModel, ReasonNow, SnoozeNote } from './models.ts';
import { nextAction } from './next-action.ts';
import { pauseModel } from './pause.ts';
import { prospectElsewhere, prospectOf } from './prospect.ts';
import { otherNames, tellingModels, toTellApart } from './tellings.ts';
import { loadTouches } from './touch.ts';
import { CONSENT_WORDS, tellerName } from './who-said.ts';
import { delayCode, delayWords, nameOfLead, signalWords } from './words.ts';

const SIGNALS_SHOWN = 50;
const EVENTS_CONSIDERED = 100;
const COMPANY_DAYS = 90;
const DAY_MINUTES = 24 * 60;
const CALLBACK_CHOICES: Delay[] = [
  { unit: 'minutes', amount: 60 },
  { unit: 'minutes', amount: 240 },
  { unit: 'next_morning' },
  { unit: 'business_days', amount: 2 },
];
// What tells or reminds somebody leaves the card as it is.
export const UNSEEN: HandoffEvent['type'][] = ['reminded', 'escalated', 'breached'];

type Card = { handoffId: string; offerNo: number; readerId?: string };

/** One card of a handoff, as the rows say now; null when the handoff is not there. */
export async function loadCard(
  db: Db,
  inForce: SettingsInForce,
  card: Card,
  now: Date,
): Promise<CardModel | null> {
  return (await loadCardAndOwner(db, inForce, card, now))?.model ?? null;
}

/** The same, and who has it, as read with it. */
export async function loadCardAndOwner(
  db: Db,
  inForce: SettingsInForce,
  card: Card,
  now: Date,
): Promise<{ model: CardModel; owner: PersonRow | null } | null> {
  const rows = await readCard(db, card.handoffId, { signals: SIGNALS_SHOWN, tellings: MOST_TELLINGS });
  return rows && { model: await modelOf(db, inForce, rows, card, now), owner: rows.owner };
}

async function modelOf(
  db: Db,
  { settings }: SettingsInForce,
  read: CardRows,
  card: Card,
  now: Date,
): Promise<CardModel> {
  const { row, lead, clocks, events, offers, signals } = read;
  const { handoff } = row;
  const { record } = lead;
  const source = settings.sources.find((candidate) => candidate.id === row.sourceId);
  const isCurrent = card.offerNo === handoff.offerNo;
  const name = (id: string) => nameOf(settings, id);
  const toldBy = (id: string) => sourceName(settings, id);
  const reason = (code: string) => reasonWords(settings, code);
  // A manager who took a lead may pass it on as well.
  const relation = handoff.ownerId === null ? 'owner' : relationOf(settings, handoff.ownerId, handoff);
  const possible = isCurrent ? availableCommands(handoff, relation, now) : [];
  const addressee = isCurrent ? addresseeOf(settings, handoff, read.owner) : null;
  const isTheirs = addressee === null && (card.readerId ?? handoff.ownerId) === handoff.ownerId;
  const cover = await coverOf(db, row);
  const touches = isCurrent ? loadTouches(settings, events) : [];
  const [tried = null] = touches.filter(({ isAutomatic }) => !isAutomatic);
  const reading = { lead, settings, ownerId: handoff.ownerId, now };
  const known = isCurrent ? meetingsIn(await meetingsOf(db, lead)) : [];
  const meetings = meetingModels(known, reading);
  const meeting = meetingOnCard(meetings, tried);
  const isOutcomeOwed = owesOutcome(handoff, known, now);
  const commands = possible.filter((command) => command !== 'meet' || isOutcomeOwed);
  const tellings = tellingModels(settings, read.tellings);
  const isAsked = isCurrent && isOpenState(handoff.state) && row.sourceId !== TEST_SOURCE;
  const before = isCurrent
    ? (sentBack(settings, events) ??
      expansionIn(settings, events) ??
      (handoff.leg === USUAL_LEG
        ? null
        : handedOn(settings, handoff, await readEventsOfLead(db, lead.id, EVENTS_CONSIDERED))))
    : null;
  const isDecentHour = prospectOf(lead, settings, now)?.isDecent ?? true;
  return {
    handoffId: handoff.id,
    seen: { ...seenOf(handoff), offerNo: card.offerNo },
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
    ...(read.hasMirror
      ? await companyOnCard(db, settings, lead, { isAsked, now })
      : { account: null, sameCompany: null }),
    otherNames: otherNames(nameOfLead(record), tellings),
    tellings: toTellApart(tellings),
    whyNow: [...groupSignals(signals), ...groupSignals(recent(read.accountSignals, now), true)],
    deadline: isCurrent ? deadlineOf(clocks) : null,
    pause: isCurrent && isOpenState(handoff.state) ? read.pause && pauseModel(settings, read.pause) : null,
    // Marketing and the SDRs agreed on it; what an AE or CSM gets has passed it.
    acceptIf: handoff.leg === 'mql_to_sdr' ? (source?.accept_if ?? null) : null,
    nextAction:
      commands.length > 0
        ? nextAction(handoff, record, { touch: tried, isDecentHour, meeting, handedOn: before })
        : null,
    unknownFit: lead.evidence.unknown,
    trial: lead.evidence.trial ?? null,
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
    lifted: liftedConsents(knownFrom(lead)).map((change) => ({
      words: CONSENT_WORDS[change.consent].lifted,
      byName: tellerName(settings, change),
      at: new Date(change.at),
    })),
    prospect: prospectElsewhere(lead, settings, handoff.ownerId, now),
    status: cardStatus(
      { handoff, events, offers, cover, name, source: toldBy, reason, isTheirs },
      card.offerNo,
    ),
    cover: isCurrent && cover ? coverWords(cover, name, isTheirs, handoff) : null,
    answer: handoff.state === 'rejected' ? await loadMarketingAnswer(db, settings, handoff.id) : null,
    touch: tried ?? touches[0] ?? null,
    meeting,
    handedOn: before,
    deal: handoff.deal && dealOnCard(settings, handoff.deal),
    churn: churnIn(settings, events),
    isReopened: handoff.leg === 'sql_to_ae' && handoff.state === 'completed' && isOpenAgain(lead, events),
    customerDeeds: isCurrent ? await deedsOf(db, settings, row, relation) : [],
    untold: isCurrent ? await untoldIn(db, settings, lead.id, now) : [],
    followUp: isCurrent ? followUpOf(row) : null,
    proposal: commands.includes('recycle') ? proposalOf(settings, row) : null,
    commands,
    snoozeChoices: snoozeChoices(row, clocks, now),
    snoozeNote: snoozeNote(row, clocks, now),
  };
}

/** What was lost stands as an opportunity only where a CRM said that it is open again. */
const isOpenAgain = ({ stage }: LeadRow, events: readonly { event: HandoffEvent }[]): boolean =>
  stage === 'opportunity' && events.some(({ event }) => event.type === 'lost');

/** What its owner may say of a customer. An expansion goes to sales where the settings lead it there, and nobody has the lead already. */
async function deedsOf(
  db: Db,
  settings: Settings,
  { handoff, sourceId }: HandoffRow,
  relation: Relation,
): Promise<CustomerDeed[]> {
  const all = customerDeeds(handoff, { relation, isOpenElsewhere: false });
  if (all.length === 0) return [];
  const isLed = settings.routes.some(({ leg }) => leg === 'cs_to_ae') && sourceId !== TEST_SOURCE;
  const open = isLed ? await findOpenHandoff(db, handoff.leadId) : null;
  const isElsewhere = !isLed || (open !== null && open.handoff.id !== handoff.id);
  return customerDeeds(handoff, { relation, isOpenElsewhere: isElsewhere });
}

/** Which tools could not be told of it, as far as somebody has to do something about it, or it was tried several times. */
async function untoldIn(
  db: Db,
  { sinks }: Settings,
  leadId: string,
  now: Date,
): Promise<CardModel['untold']> {
  if (sinks.length === 0) return [];
  const rows = await untoldOf(db, leadId, now);
  return rows.flatMap(({ sinkId, problem, nextAt }) => {
    const sink = sinks.find(({ id }) => id === sinkId);
    return sink === undefined ? [] : [{ tool: SINKS[sink.to], problem, nextAt }];
  });
}

const coverWords = (
  { forId, until }: { forId: string; until: Date },
  name: (personId: string) => string,
  isTheirs: boolean,
  { ownerId }: Handoff,
): NonNullable<CardModel['cover']> => ({
  forName: name(forId),
  byName: isTheirs || ownerId === null ? null : name(ownerId),
  until,
});

function followUpOf({ handoff, policy }: HandoffRow): CardModel['followUp'] {
  const { tries, exhaustedAt } = handoff;
  const isWorked = handoff.acceptedAt !== null && handoff.deal === null && isOpenState(handoff.state);
  if (policy.follow_up === null || tries === 0 || !isWorked) return null;
  return { tries, of: policy.follow_up.tries, isExhausted: exhaustedAt !== null };
}

/** Whom nobody can reach is given back for later, for the reason the policy names where that needs nothing more. */
function proposalOf(settings: Settings, { handoff, policy }: HandoffRow): CardModel['proposal'] {
  if (handoff.exhaustedAt === null || handoff.deal !== null || policy.follow_up === null) return null;
  const code = policy.follow_up.reason;
  const offered = reasonFor(settings, code, 'recycle', handoff.leg);
  if (offered && offered.note !== 'required') return { reason: code, words: offered.words };
  return { reason: null, words: 'never answered' };
}

/** What a company did a quarter ago is no reason of today. */
const recent = (signals: readonly LeadSignal[], now: Date): LeadSignal[] =>
  signals.filter(({ at }) => new Date(at) > addMinutes(now, -COMPANY_DAYS * DAY_MINUTES));

/** The same kind of thing grouped, the freshest first. */
export function groupSignals(signals: readonly LeadSignal[], byCompany = false): ReasonNow[] {
  const groups = new Map<string, ReasonNow>();
  for (const signal of signals) {
    const label = signalWords(signal);
    const known = groups.get(label);
    if (known) known.count += 1;
    else groups.set(label, { label, count: 1, lastAt: new Date(signal.at), byCompany });
  }
  return [...groups.values()];
}

type RunningClock = Pick<Clock, 'kind' | 'stoppedAt' | 'pausedAt' | 'deadlineAt' | 'breachedAt'>;

/** The clock that counts now; null where none runs. */
export function deadlineOf(clocks: readonly RunningClock[]): CardModel['deadline'] {
  for (const kind of REP_CLOCKS) {
    const clock = clocks.find((one) => one.kind === kind && one.stoppedAt === null && one.pausedAt === null);
    if (clock) return { clock: kind, at: clock.deadlineAt, isOver: clock.breachedAt !== null };
  }
  return null;
}

/** In a channel everybody reads a card: it says whose it is. In direct messages that is plain. */
function addresseeOf(
  settings: Settings,
  { ownerId, poolId }: Handoff,
  owner: PersonRow | null,
): string | null {
  return ownerId === null || cardChannelOf(settings, poolId) === null ? null : (owner?.slackId ?? null);
}

export function snoozeChoices(
  { handoff, policy }: Pick<HandoffRow, 'handoff' | 'policy'>,
  clocks: readonly RunningClock[],
  now: Date,
): CardModel['snoozeChoices'] {
  if (isTooLateToSnooze(handoff, { clocks }, now)) return [];
  const choices = handoff.state === 'offered' ? policy.snooze.choices : CALLBACK_CHOICES;
  return choices.map((delay) => ({ label: delayWords(delay), value: delayCode(delay) }));
}

/** Of an offer that sleeps the first response alone is still due. */
export function snoozeNote(
  { handoff, policy }: Pick<HandoffRow, 'handoff' | 'policy'>,
  clocks: readonly RunningClock[],
  now: Date,
): SnoozeNote {
  const { times } = policy.snooze;
  const prompts: readonly string[] = RESPONSE_CLOCKS;
  const response = isCallback(handoff)
    ? null
    : deadlineOf(clocks.filter(({ kind }) => prompts.includes(kind)));
  const runs = isTooLateToSnooze(handoff, { clocks }, now) ? 'ran_out' : 'runs_on';
  return {
    budget: isCallback(handoff) ? null : { left: Math.max(0, times - handoff.snoozes), times },
    clock: runs === 'runs_on' && !isCallback(handoff) ? 'stands_still' : runs,
    deadline: isCallback(handoff) ? deadlineOf(clocks) : response,
  };
}

/** A lead as lists and modals name it. */
export const leadOf = ({ record }: Pick<LeadRow, 'record'>): { name: string; company: string | null } => ({
  name: nameOfLead(record),
  company: record.account.name ?? record.account.domain ?? null,
});
