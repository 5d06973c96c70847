import { readClocks } from '#db/clocks.ts';
import { readEventsOfLead, readHandoff } from '#db/handoffs.ts';
import { colleaguesOf, readLead, readSignals } from '#db/leads.ts';
import type { Db } from '#db/open.ts';
import { readRoutingLog } from '#db/routing.ts';
import type { ClockKind, HandoffEvent } from '#domain/handoff.ts';
import type { RoutingRecord, TriedRule } from '#domain/records.ts';
import { CHECKS } from '#domain/routing.ts';
import type { Settings } from '#domain/settings.ts';
import { STAGES } from '#domain/stages.ts';
import { nameOf, poolOf, reasonWords } from '#domain/team.ts';
import type { SettingsInForce } from '#src/core.ts';
import { leadOf } from './card.ts';
import type { DetailsModel, RoutingModel } from './models.ts';
import { nameOfLead, SIGNAL_LABELS } from './words.ts';

const SIGNALS_SHOWN = 25;
const COLLEAGUES_SHOWN = 10;
const EVENTS_CONSIDERED = 100;
const CLOCK_NAMES: Record<ClockKind, string> = {
  accept: 'Accept',
  response: 'First response',
  unassigned: 'Find an owner',
};
const DISCOVERY = {
  challenge: 'Challenge',
  timeline: 'Timeline',
  budget: 'Budget',
  stakeholders: 'Stakeholders',
  notes: 'Notes',
} as const;

/** Everything known about a handoff and its lead. Parts without data are empty and not drawn. */
export async function loadDetails(
  db: Db,
  { settings }: SettingsInForce,
  handoffId: string,
): Promise<DetailsModel | null> {
  const row = await readHandoff(db, handoffId);
  const lead = row && (await readLead(db, row.handoff.leadId));
  if (!row || !lead) return null;
  const { record, evidence } = lead;
  const signals = await readSignals(db, lead.id, SIGNALS_SHOWN);
  const colleagues = lead.accountId ? await colleaguesOf(db, lead.accountId, lead.id, COLLEAGUES_SHOWN) : [];
  const clocks = await readClocks(db, handoffId);
  const events = await readEventsOfLead(db, lead.id, EVENTS_CONSIDERED);
  const [routed] = await readRoutingLog(db, handoffId);
  const discovery = Object.entries(DISCOVERY).flatMap(([key, label]) => {
    const text = record.discovery?.[key as keyof typeof DISCOVERY]?.trim();
    return text ? [{ label, text }] : [];
  });
  const answers = (record.discovery?.answers ?? []).map(({ question, answer }) => ({
    label: question,
    text: answer,
  }));
  return {
    lead: leadOf(lead),
    score: record.score ? { value: record.score.value, reasons: record.score.reasons } : null,
    evidence: evidence.lines,
    signals: signals.map((signal) => ({
      label: signal.title?.trim() || SIGNAL_LABELS[signal.type],
      at: new Date(signal.at),
      url: signal.url ?? null,
    })),
    discovery: [...learntBefore(events, handoffId), ...discovery, ...answers],
    colleagues: colleagues.map(({ lead: colleague, ownerId }) => ({
      name: nameOfLead(colleague.record),
      title: colleague.record.person.title ?? null,
      stage: STAGES[colleague.stage].label,
      ownerName: ownerId && nameOf(settings, ownerId),
    })),
    whyYou: routed ? outcomeWords(settings, routed.record) : null,
    clocks: clocks.map((clock) => ({
      name: CLOCK_NAMES[clock.kind],
      startedAt: clock.startedAt,
      deadlineAt: clock.deadlineAt,
      stoppedAt: clock.stoppedAt,
      isOver: clock.breachedAt !== null,
    })),
    history: events.map(({ at, event }) => ({ at, words: eventWords(settings, event) })),
  };
}

// As the forms ask; a row does not keep the order.
const ASKED = [
  'budget',
  'authority',
  'need',
  'timeline',
  'amount',
  'close_date',
  'next_step',
  'goal',
  'kickoff',
];

/** What those who had the lead before found out when they qualified it. */
function learntBefore(
  events: Awaited<ReturnType<typeof readEventsOfLead>>,
  handoffId: string,
): DetailsModel['discovery'] {
  return events.flatMap(({ handoffId: of, event }) =>
    event.type !== 'qualified' || of === handoffId
      ? []
      : Object.entries(event.answers)
          .toSorted(([a], [b]) => ASKED.indexOf(a) - ASKED.indexOf(b))
          .map(([field, text]) => ({ label: fieldWords(field), text })),
  );
}

/** `close_date` as people write it. */
const fieldWords = (field: string): string =>
  (field.charAt(0).toUpperCase() + field.slice(1)).replaceAll('_', ' ');

/** The last routing decision of a handoff, in words; null when it was never routed. */
export async function loadRouting(
  db: Db,
  { settings }: SettingsInForce,
  handoffId: string,
): Promise<RoutingModel | null> {
  const row = await readHandoff(db, handoffId);
  const lead = row && (await readLead(db, row.handoff.leadId));
  const [routed] = await readRoutingLog(db, handoffId);
  if (!lead || !routed) return null;
  return {
    lead: nameOfLead(lead.record),
    at: routed.at,
    settingsVersion: routed.settingsVersion,
    rules: routed.record.rules.map((tried) => ({ rule: tried.rule, result: ruleWords(settings, tried) })),
    candidates: routed.record.candidates.map((candidate) => ({
      name: nameOf(settings, candidate.repId),
      result: candidateWords(candidate, routed.record),
    })),
    outcome: outcomeWords(settings, routed.record),
  };
}

function ruleWords(settings: Settings, { result, repId, poolId }: TriedRule): string {
  const name = repId ? nameOf(settings, repId) : (poolOf(settings, poolId)?.name ?? poolId ?? '');
  if (result === 'no_match') return 'does not match';
  if (result === 'unknown') return 'the facts it asks for are unknown';
  return result === 'goes_to' ? `matches: ${name}` : `${name}: ${CHECKS[result]}`;
}

function candidateWords(candidate: RoutingRecord['candidates'][number], record: RoutingRecord): string {
  if (candidate.check) return CHECKS[candidate.check];
  const owed = `weight ${candidate.weight}, ${candidate.lag >= 0 ? 'owed' : 'ahead by'} ${Math.abs(candidate.lag).toFixed(2)}`;
  return candidate.repId === record.chosenId
    ? `chosen: next in turn (${owed})`
    : `eligible, later in turn (${owed})`;
}

function outcomeWords(settings: Settings, record: RoutingRecord): string {
  const name = record.chosenId ? nameOf(settings, record.chosenId) : '';
  const pool = poolOf(settings, record.poolId)?.name ?? record.poolId ?? '';
  switch (record.by) {
    case 'senders_owner':
      return `${name}: the sender named them as owner.`;
    case 'account_owner':
      return `${name} owns the account by name.`;
    case 'domain':
      return `${name} already works with this company.`;
    case 'route':
      return `${name}: a route names them.`;
    case 'pool':
      return `${name}: next in turn in ${pool}.`;
    case 'manager':
      return `${name}: chosen by a manager.`;
    case 'nobody':
      return pool ? `Nobody in ${pool} can take it now; it waits.` : 'No route matches; it waits.';
  }
}

function reassignedWords(
  { to, by, because }: Extract<HandoffEvent, { type: 'reassigned' }>,
  name: (id: string | null) => string,
): string {
  if (to === by) return `Taken over by ${name(to)}`;
  return `Reassigned to ${name(to)}${by ? ` by ${name(by)}` : ''}: ${because}`;
}

const noted = (note: string): string => (note === '' ? '' : ` (${note})`);

function eventWords(settings: Settings, event: HandoffEvent): string {
  const name = (id: string | null) => (id === null || id === 'system' ? 'Handoff' : nameOf(settings, id));
  switch (event.type) {
    case 'offered':
      return `Offered to ${name(event.to)}`;
    case 'held':
      return 'Waits: nobody eligible';
    case 'accepted':
      return `Accepted by ${name(event.by)}`;
    case 'rejected':
      return `Rejected by ${name(event.by)}: ${reasonWords(settings, event.reason)}${noted(event.note)}`;
    case 'snoozed':
      return `Snoozed by ${name(event.by)}`;
    case 'woken':
      return { time: 'Woke: the snooze ended', signal: 'Woke: a new signal came', rep: 'Woken' }[
        event.because
      ];
    case 'undone':
      return `${name(event.by)} took back: ${event.command}`;
    case 'responded':
      return `${name(event.by)} responded by ${event.channel}: ${event.outcome.replace('_', ' ')}${noted(event.note)}`;
    case 'qualified':
      return `Qualified by ${name(event.by)}`;
    case 'disqualified':
      return `Disqualified by ${name(event.by)}: ${reasonWords(settings, event.reason)}${noted(event.note)}`;
    case 'recycled':
      return `Recycled by ${name(event.by)}: ${reasonWords(settings, event.reason)}${noted(event.note)}`;
    case 'reassigned':
      return reassignedWords(event, name);
    case 'owner_needed':
      return `Somebody else was looked for: ${reasonWords(settings, event.because)}`;
    case 'reminded':
      return `${name(event.to)} was reminded${event.by ? ` by ${name(event.by)}` : ''}`;
    case 'escalated':
      return `Told to ${event.to === 'ops' ? 'ops' : name(event.to)}`;
    case 'breached':
      return `${CLOCK_NAMES[event.clock]}: deadline missed`;
    case 'withdrawn':
      return `Withdrawn: ${event.because}`;
  }
}
